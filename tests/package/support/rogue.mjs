// What stands where the service should be: servers that answer wrongly, on the loopback, byte by byte as they please.
import { createServer } from "node:net";

/** `answer(socket, request)` writes what it likes. Resolves to the endpoint; the test `t` ends it. */
export async function rogue(t, answer) {
  const sockets = new Set();
  const requests = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    let request = "";
    socket.on("data", (chunk) => {
      request += chunk.toString("latin1");
      if (!request.includes("\r\n\r\n")) return;
      requests.push(request);
      answer(socket, request, requests.length);
      request = "";
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { endpoint: `http://127.0.0.1:${server.address().port}`, requests };
}

/** A whole HTTP answer. */
export const http = (status, body, headers = {}) => {
  const bytes = Buffer.from(body);
  const lines = Object.entries({ "content-type": "application/json", "content-length": bytes.length, "connection": "close", ...headers }).map(([name, value]) => `${name}: ${value}`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${lines.join("\r\n")}\r\n\r\n`), bytes]);
};

export const page = (tasks = [], total = tasks.length) =>
  JSON.stringify({ RequestId: "11111111-2222-3333-4444-555555555555", PageNumber: 1, PageSize: 100, TotalCount: total, Tasks: { CDNTask: tasks } });
export const refusal = (Code, Message = "refused") => JSON.stringify({ RequestId: "11111111-2222-3333-4444-555555555555", HostId: "cdn.aliyuncs.com", Code, Message });
