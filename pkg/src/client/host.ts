/**
 * What only some hosts can give: credentials from the environment, a way through a proxy. Node's entry hands them in, so that nothing
 * of Node is part of a browser's build.
 */
import type { Signer } from "../signing.js";
import type { Locale } from "../terms.js";

/** Credentials at one moment. The secret is inside the signer only. */
export interface Credential {
  accessKeyId: string;
  securityToken?: string | undefined;
  signer: Signer;
}

export interface Host {
  /** Credentials where the caller named none; throws a RefreshTasksError that says where it looked and what to do. */
  credentials?(locale?: Locale): Promise<Credential>;
  /** A fetch that goes through the proxy of the environment; undefined where none is set for this address. */
  fetchThroughProxy?(address: string): Promise<typeof fetch> | undefined;
}

let host: Host = {};

/** For the entries. */
export function provideHost(given: Host): void {
  host = given;
}

export const currentHost = (): Host => host;
