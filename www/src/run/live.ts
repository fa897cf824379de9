import { createClient } from "cdn-refresh-tasks";
import { type Source, ourClock } from "./source.js";

/** The service, through the command line's `console` that served this page: it holds the credentials, this page only its key. */
export function live(token: string): Source {
  const client = createClient({
    accessKeyId: "console",
    // Signed there, not here.
    signer: () => "0",
    endpoint: location.origin,
    fetch: (address, init) => fetch(address, { ...init, headers: { ...(init?.headers as Record<string, string>), "x-console-token": token } }),
  });
  return { kind: "live", clock: ourClock, inFlight: 8, send: (request, _operation, signal) => client.send(request, signal === undefined ? {} : { signal }) };
}
