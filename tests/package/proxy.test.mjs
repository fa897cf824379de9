// Behind a company's proxy: HTTPS_PROXY is tunnelled through, NO_PROXY and the loopback go around it, NODE_EXTRA_CA_CERTS is trusted.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer as plain } from "node:http";
import { createServer as secure } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { KEY, cli, folder } from "./support/cli.mjs";
import { page } from "./support/rogue.mjs";

const openssl = (() => {
  try {
    return execFileSync("openssl", ["version"], { encoding: "utf8" });
  } catch {
    return undefined;
  }
})();
const listening = (t, server) =>
  new Promise((resolve) => {
    t.after(() => (server.closeAllConnections?.(), server.close()));
    server.listen(0, "127.0.0.1", () => resolve(server.address().port));
  });

/** `cdn.aliyuncs.com` by a certificate of its own, and the only way to it: a proxy that records who asked. */
async function company(t) {
  const at = folder(t);
  const [key, cert] = [join(at, "key.pem"), join(at, "cert.pem")];
  const names = ["-subj", "/CN=cdn.aliyuncs.com", "-addext", "subjectAltName=DNS:cdn.aliyuncs.com"];
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-keyout", key, "-out", cert, ...names], { stdio: "ignore" });
  const service = await listening(t, secure({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => response.writeHead(200, { "content-type": "application/json" }).end(page())));
  const asked = [];
  const proxy = plain((request, response) => response.writeHead(502).end());
  proxy.on("connect", (request, socket, head) => {
    asked.push(request.url);
    socket.on("error", () => {});
    const onward = connect(service, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
  });
  return { asked, cert, proxy: `http://127.0.0.1:${await listening(t, proxy)}` };
}

test("through the proxy, with its certificate trusted", { skip: openssl === undefined && "openssl is not installed" }, async (t) => {
  const { asked, cert, proxy } = await company(t);
  const list = (env) => cli(["list", "--quiet", "--ndjson", "--call-timeout", "5s"], { env: { ...KEY, ...env }, cwd: folder(t) });
  const through = await list({ HTTPS_PROXY: proxy, NODE_EXTRA_CA_CERTS: cert });
  assert.equal(through.code, 0, through.stderr);
  assert.ok(asked.length >= 1 && asked.every((address) => address === "cdn.aliyuncs.com:443"), String(asked));
  const count = asked.length;
  const untrusted = await list({ https_proxy: proxy });
  assert.equal(untrusted.code, 4);
  assert.match(untrusted.stderr, /self-signed certificate/);
  assert.ok(asked.length > count, "the variable in lower case counts, too");
});

test("the loopback is never proxied", async (t) => {
  const { createEmulator } = await import("cdn-refresh-tasks/emulator");
  const server = await createEmulator({ scenario: "empty" }).listen();
  t.after(() => server.close());
  const { code, stderr } = await cli(["list", "--quiet", "--endpoint", `http://127.0.0.1:${server.port}`], { env: { ...KEY, HTTP_PROXY: "http://127.0.0.1:1" } });
  assert.equal(code, 0, stderr);
});
