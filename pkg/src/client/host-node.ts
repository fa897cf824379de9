/** What Node gives the client: credentials of the environment, and its proxies. */
import type { EnvironmentOptions } from "./credentials.js";
import { type Credential, provideHost } from "./host.js";

/** From the entry to the bundled proxy client; the build fills it in, as the CommonJS entry lies one folder deeper. */
declare const PROXY_PATH: string;

/** Tests and tools put their own fetch in the place of the engine's: that one is then meant. */
const nativeFetch = globalThis.fetch;
const LOOPBACK = /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\])([:/]|$)/i;

/**
 * Credentials as the official tools find them: environment variables, the aliyun CLI's config file, then `@alicloud/credentials` where
 * it is installed. Throws a RefreshTasksError that says where it looked.
 */
export async function credentialsFromEnvironment(options: EnvironmentOptions = {}): Promise<Credential> {
  return (await import("./credentials.js")).fromEnvironment(options);
}

/** Undefined where no proxy is in the way; like curl and Go, variables in lower case win, and loopback is never proxied. */
function fetchThroughProxy(address: string): Promise<typeof fetch> | undefined {
  const { env } = process;
  const proxy = address.startsWith("https:") ? env["https_proxy"] || env["HTTPS_PROXY"] : env["http_proxy"] || env["HTTP_PROXY"];
  // Where Node itself was told to use them, its fetch does.
  if (!proxy || env["NODE_USE_ENV_PROXY"] === "1" || globalThis.fetch !== nativeFetch || LOOPBACK.test(address)) return undefined;
  return import(PROXY_PATH).then((module: { fetchThroughProxy: typeof fetch }) => module.fetchThroughProxy);
}

provideHost({ credentials: (locale) => credentialsFromEnvironment({ locale }), fetchThroughProxy });
