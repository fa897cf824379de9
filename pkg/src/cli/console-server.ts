/**
 * The page and a way to the service for it, on loopback only. The credentials stay in this process: the page sends its two queries
 * here, this process checks, signs and paces them. Whoever asks must know the token in the address, be the page of this very origin,
 * and have come by the name of this machine.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Client, type Operation, check } from "./api.js";

const TYPES: Record<string, string> = {
  ...{ ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".wasm": "application/wasm" },
  ...{ ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".json": "application/json", ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8", ".map": "application/json" },
};
/** Everything from here, nothing inline, nothing evaluated but wasm; markup is made by Lit's templates alone. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";
/** Nothing else passes, whatever the page or anyone else asks for. */
const OPERATIONS: readonly string[] = ["DescribeRefreshTasks", "DescribeRefreshTaskById"] satisfies Operation[];
const PASSED_ON = ["content-type", "date", "x-acs-request-id", "x-acs-retry-after", "x-ratelimit-user-api", "x-ratelimit-user"];

export async function serveConsole(client: Client, port: number): Promise<{ address: string; close(): Promise<void> }> {
  const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "console");
  // What is served is a list made at the start: no path of a request ever reaches the disk.
  const names = new Set((await readdir(folder, { recursive: true })).map((name) => name.replaceAll("\\", "/")));
  const token = randomBytes(24).toString("base64url");
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  // Nobody names the port that goes without saying.
  const hosts = ["127.0.0.1", "localhost"].flatMap((name) => (taken === 80 ? [name, `${name}:80`] : [`${name}:${taken}`]));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("content-security-policy", POLICY);
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("referrer-policy", "no-referrer");
    response.setHeader("cross-origin-resource-policy", "same-origin");
    response.setHeader("cache-control", "no-store");
    const { host = "", origin } = request.headers;
    // Another name for this machine is how a foreign page gets here (DNS rebinding).
    if (!hosts.includes(host)) return refuse(response, 403, "the host is not this console's");
    if (origin !== undefined && origin !== `http://${host}`) return refuse(response, 403, "the origin is not this console's");
    const site = request.headers["sec-fetch-site"];
    if (site !== undefined && site !== "same-origin" && site !== "none") return refuse(response, 403, "the request comes from another site");
    if (request.method === "POST") return query(request, response);
    if (request.method === "GET" || request.method === "HEAD") return file(request, response);
    return refuse(response, 405, "only GET and POST");
  }

  async function file(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://console").pathname.slice(1) || "index.html";
    const type = TYPES[extname(path)];
    if (!names.has(path) || type === undefined) return refuse(response, 404, "not found");
    const body = await readFile(join(folder, path));
    response.writeHead(200, { "content-type": type, "content-length": body.length });
    response.end(request.method === "HEAD" ? undefined : body);
  }

  async function query(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    if (!equal(String(request.headers["x-console-token"] ?? ""), token)) return refuse(response, 401, "the token of the address is missing or wrong");
    const url = new URL(request.url ?? "/", "http://console");
    if (url.pathname !== "/") return refuse(response, 404, "not found");
    const operation = String(request.headers["x-acs-action"] ?? "");
    if (!OPERATIONS.includes(operation)) return refuse(response, 403, "only the two queries pass");
    const checked = check(url.searchParams, { operation: operation as Operation, mode: "lenient" });
    if (checked.request === null) return refuse(response, 400, checked.diagnostics[0]?.message ?? "invalid", checked.diagnostics[0]?.code);
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    let reply: Awaited<ReturnType<Client["send"]>>;
    try {
      reply = await client.send(checked.request, { signal: gone.signal });
    } catch (error) {
      return refuse(response, 502, error instanceof Error ? error.message : String(error), "ConsoleProxy");
    }
    if ("fault" in reply) return refuse(response, reply.fault === "timeout" ? 504 : 502, reply.detail, "ConsoleProxy");
    const { headers, status = 502 } = reply.about;
    for (const name of PASSED_ON) {
      const value = typeof headers?.get === "function" ? (headers as Headers).get(name) : null;
      if (value !== null) response.setHeader(name, value);
    }
    // The service's bytes are data here, whatever they call themselves.
    if (!/^application\/(json|xml)|^text\/xml/.test(String(response.getHeader("content-type")))) response.setHeader("content-type", "text/plain; charset=utf-8");
    response.writeHead(status, { "content-length": reply.body.length });
    response.end(reply.body);
  }

  return {
    address: `http://${hosts[0]}/?token=${token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function equal(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** In the form of the service's own errors, so that the page reads it like them. */
function refuse(response: ServerResponse, status: number, message: string, code = "ConsoleProxy.Refused"): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(`${JSON.stringify({ Code: code, Message: message })}\n`);
}
