// The server of the tests and of `npm start`.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { serve } from "../../tools/serve.mjs";

// The limit is no measure of anything: where it waits, it waits for ever.
test("closed, it waits for no connection on which nothing was asked, such as browsers open", { timeout: 60_000 }, async (t) => {
  const { address, close } = await serve();
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  t.after(() => socket.destroy());
  await once(socket, "connect");
  // By its answer the server has taken the connection before it, too.
  await (await fetch(address, { headers: { connection: "close" } })).text();
  const ended = once(socket, "close");
  socket.resume();
  await close();
  await ended;
  assert.ok(socket.destroyed);
});
