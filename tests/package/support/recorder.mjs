// A raw TCP server that keeps every byte of a request, because an HTTP server would already have decoded and tidied what matters here.
import { createServer } from "node:net";

const PAGE = JSON.stringify({ PageNumber: 1, TotalCount: 0, PageSize: 20, RequestId: "R", Tasks: { CDNTask: [] } });
const BY_ID = JSON.stringify({ TotalCount: 0, RequestId: "R", Tasks: [] });

/** Listens on a free loopback port; `requests` fills with what came in: `{ method, target, headers: [name, value][], body }`. */
export async function recorder() {
  const requests = [];
  const server = createServer((socket) => {
    let bytes = Buffer.alloc(0);
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf("\r\n\r\n");
      if (end < 0) return;
      const [line, ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
      const headers = lines.map((text) => [text.slice(0, text.indexOf(":")).toLowerCase(), text.slice(text.indexOf(":") + 1).trim()]);
      const length = Number(headers.find(([name]) => name === "content-length")?.[1] ?? 0);
      const body = bytes.subarray(end + 4);
      if (body.length < length) return;
      const [method, target] = line.split(" ");
      requests.push({ method, target, headers, body: body.toString("latin1") });
      const answer = bytes.includes("DescribeRefreshTaskById") ? BY_ID : PAGE;
      socket.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${answer.length}\r\nconnection: close\r\n\r\n${answer}`);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return { port, origin: `http://127.0.0.1:${port}`, requests, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** The header's one value; fails if it was sent twice. */
export function header(request, name) {
  const values = request.headers.filter(([known]) => known === name).map(([, value]) => value);
  if (values.length > 1) throw new Error(`${name} was sent ${values.length} times`);
  return values[0];
}
