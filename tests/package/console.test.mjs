// `console`: the page and its way to the service, and everyone who must not get through.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { createClient } from "cdn-refresh-tasks";
import { createEmulator } from "cdn-refresh-tasks/emulator";
import { KEY, start } from "./support/cli.mjs";

/** Undefined where this machine does not give the port. */
async function running(t, port) {
  const emulator = createEmulator({ scenario: "shop" });
  const server = await emulator.listen();
  const run = start(["console", "--endpoint", `http://127.0.0.1:${server.port}`, ...(port ? ["--port", port] : [])], { env: KEY });
  const refused = () => port && /port \d+ is (taken|not open to this user)/.test(run.told());
  t.after(async () => {
    run.child.kill("SIGINT");
    assert.equal((await run.ended).code, refused() ? 2 : 0);
    await server.close();
  });
  while (!run.written().includes("token=")) {
    if (refused()) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  const address = new URL(/http:\S+/.exec(run.written())[0]);
  return { emulator, origin: address.origin, port: Number(address.port || 80), token: address.searchParams.get("token") };
}

/** A request with exactly these headers, as no fetch would send it. */
const raw = (port, method, path, headers) =>
  new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, method, path, headers, setHost: false }, (answer) => {
      let body = "";
      answer.on("data", (chunk) => (body += chunk)).on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    });
    sent.on("error", reject).end();
  });

test("the page asks through it, and nobody else does", async (t) => {
  const { emulator, origin, port, token } = await running(t);
  const host = `127.0.0.1:${port}`;
  const index = await raw(port, "GET", "/", { host });
  assert.equal(index.status, 200);
  assert.match(index.headers["content-security-policy"], /script-src 'self' 'wasm-unsafe-eval'/);
  assert.match(index.body, /<script type="module"/);
  assert.equal((await raw(port, "GET", "/core.wasm", { host })).headers["content-type"], "application/wasm");

  const page = createClient({
    ...{ accessKeyId: "console", signer: () => "0", endpoint: origin },
    fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, "x-console-token": token } }),
  });
  assert.equal((await page.describe({ PageSize: 5 })).length, 5);
  assert.equal(emulator.truth().requests.length, 1);

  const query = { "host": host, "x-console-token": token, "x-acs-action": "DescribeRefreshTasks" };
  assert.equal((await raw(port, "POST", "/?PageSize=5", query)).status, 200);
  const asked = emulator.truth().requests.length;
  for (const [what, status, method, path, headers] of [
    ["no token", 401, "POST", "/?PageSize=5", { ...query, "x-console-token": undefined }],
    ["a wrong token", 401, "POST", "/?PageSize=5", { ...query, "x-console-token": `${token.slice(0, -1)}${token.endsWith("_") ? "-" : "_"}` }],
    ["a token that is no ASCII", 401, "POST", "/?PageSize=5", { ...query, "x-console-token": `é${token.slice(1)}` }],
    ["another operation", 403, "POST", "/?ObjectPath=http://a/b", { ...query, "x-acs-action": "RefreshObjectCaches" }],
    ["no operation", 403, "POST", "/?PageSize=5", { ...query, "x-acs-action": undefined }],
    ["an invalid query", 400, "POST", "/?PageSize=500", query],
    ["a smuggled parameter", 400, "POST", "/?Action=RefreshObjectCaches", query],
    ["a rebound name", 403, "POST", "/?PageSize=5", { ...query, host: `evil.example:${port}` }],
    ["another port's name", 403, "POST", "/?PageSize=5", { ...query, host: "127.0.0.1:1" }],
    ["a foreign origin", 403, "POST", "/?PageSize=5", { ...query, origin: "https://evil.example" }],
    ["the null origin", 403, "POST", "/?PageSize=5", { ...query, origin: "null" }],
    ["a cross-site request", 403, "POST", "/?PageSize=5", { ...query, "sec-fetch-site": "cross-site" }],
    ["a preflight", 405, "OPTIONS", "/", { ...query }],
    ["another path", 404, "POST", "/other?PageSize=5", query],
    ["a path out of the folder", 404, "GET", "/../../package.json", { host }],
    ["an encoded path out of it", 404, "GET", "/..%2f..%2fpackage.json", { host }],
    ["a page by a rebound name", 403, "GET", "/", { host: "evil.example" }],
    ["its name without its port", 403, "GET", "/", { host: "127.0.0.1" }],
  ]) {
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    const answer = await raw(port, method, path, sent);
    assert.equal(answer.status, status, what);
    assert.deepEqual(Object.keys(answer.headers).filter((name) => name.startsWith("access-control")), [], what);
  }
  assert.equal(emulator.truth().requests.length, asked, "nothing of that was passed on");
});

test("on the port that goes without saying it answers to its name without one", async (t) => {
  const console = await running(t, "80");
  if (console === undefined) return t.skip("port 80 is not to be had here");
  for (const host of ["127.0.0.1", "localhost", "127.0.0.1:80"]) assert.equal((await raw(80, "GET", "/", { host })).status, 200, host);
  const query = { "host": "127.0.0.1", "origin": "http://127.0.0.1", "x-console-token": console.token, "x-acs-action": "DescribeRefreshTasks" };
  assert.equal((await raw(80, "POST", "/?PageSize=5", query)).status, 200);
  assert.equal((await raw(80, "GET", "/", { host: "127.0.0.1:8080" })).status, 403);
});
