/** The emulator behind a real socket: Node's HTTP server on the loopback address. */
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Emulator } from "./emulator.js";

type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Listens on 127.0.0.1 until `close()`, which also ends what is under way. */
export async function listen(emulator: Emulator, sleep: Sleep, port: number): Promise<{ port: number; close(): Promise<void> }> {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    exchange(emulator, sleep, request, response, closing.signal).catch((error: unknown) => {
      if (closing.signal.aborted || response.headersSent) return request.socket.destroy();
      // A mistake of whoever runs it, such as a clock that gives no time, is not to look like a fault of the network.
      response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ Code: "EmulatorFailed", Message: error instanceof Error ? error.message : String(error) }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      closing.abort();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, close };
}

async function exchange(emulator: Emulator, sleep: Sleep, request: IncomingMessage, response: ServerResponse, signal: AbortSignal) {
  const body = new Uint8Array(await collect(request));
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = Array.isArray(value) ? value.join(", ") : (value ?? "");
  const answer = emulator.handle({ method: request.method ?? "GET", url: request.url ?? "/", headers, body });
  if (answer.delayMs > 0) await sleep(answer.delayMs, signal);
  if (answer.cut === "reset") return void request.socket.resetAndDestroy();
  if (answer.cut === undefined) answer.headers["content-length"] = String(answer.body.length);
  response.writeHead(answer.status, answer.headers);
  if (answer.cut === undefined) return void response.end(answer.body);
  // What `content-length` promised does not come: the bytes go out, then the connection ends.
  response.write(answer.body, () => request.socket.destroy());
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
