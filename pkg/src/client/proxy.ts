/** A fetch through the proxies of the environment. Loaded only where one is set; see `host-node.ts`. */
// undici: Node's own fetch as a package, by Node's own people; its EnvHttpProxyAgent reads the variables as curl does.
import { EnvHttpProxyAgent, fetch as send } from "undici";

const agent = new EnvHttpProxyAgent();

/** HTTPS_PROXY, HTTP_PROXY and NO_PROXY decide; NODE_EXTRA_CA_CERTS and the other settings of TLS hold as for Node's fetch. */
export const fetchThroughProxy = ((address: string, init: object) => send(address, { ...init, dispatcher: agent })) as unknown as typeof fetch;
