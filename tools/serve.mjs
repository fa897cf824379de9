// The console as files on a loopback port, under the policy it is meant to be served with.
import { createServer } from "node:http";
import sirv from "sirv";
import { at } from "./lib/run.mjs";

/** Everything from here, nothing inline, nothing evaluated but wasm. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
/** Markup of the console is made by Lit's templates alone; where the browser supports it, nothing else may. */
const TRUSTED_TYPES = "require-trusted-types-for 'script'; trusted-types lit-html";

/** Serves `folder`, or the console; resolves to the address. Port 0 takes a free one. The server ends with `close()`. */
export async function serve({ folder, port = 0, policy = folder === undefined ? `${POLICY}; ${TRUSTED_TYPES}` : POLICY } = {}) {
  const files = sirv(folder ?? at("www", "dist"), { dev: true });
  const server = createServer((request, response) => {
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    files(request, response, () => {
      response.statusCode = 404;
      response.end("not found\n");
    });
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = () =>
    new Promise((done) => {
      server.close(done);
      // A browser opens connections that it may never ask anything on; those would be waited for.
      server.closeAllConnections();
    });
  return { address: `http://127.0.0.1:${server.address().port}/`, close };
}
