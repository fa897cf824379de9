/** Credentials from anything that has `getCredential()`, such as `@alicloud/credentials`. */
import { RefreshTasksError } from "../errors.js";
import { type Signer, signerFromSecret } from "../signing.js";
import type { Credential } from "./host.js";
import { redact } from "./redact.js";

export interface CredentialsProvider {
  /** `accessKeyId` with `accessKeySecret` or a `signer`, and `securityToken` for temporary credentials. */
  getCredential(): unknown;
}

const held = new WeakMap<CredentialsProvider, { secret: string; signer: Signer }>();
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** Asks the provider, which renews temporary credentials by itself, for every call. */
export async function fromProvider(provider: CredentialsProvider): Promise<Credential> {
  let given: { accessKeyId?: unknown; accessKeySecret?: unknown; securityToken?: unknown; signer?: unknown } | null;
  try {
    given = (await provider.getCredential()) as typeof given;
  } catch (cause) {
    if (cause instanceof RefreshTasksError) throw cause;
    // Its message is not repeated whole: providers are known to print what they were given, and what they were answered.
    const told = cause instanceof Error ? redact(cause.message.split("\n", 1)[0] ?? "").slice(0, 200) : "";
    throw new RefreshTasksError("NoCredentials", `the credentials provider failed: ${told || "it gave no reason"}`);
  }
  const { accessKeyId, accessKeySecret, securityToken, signer } = given ?? {};
  if (!isText(accessKeyId) || (!isText(accessKeySecret) && typeof signer !== "function")) {
    throw new RefreshTasksError("NoCredentials", "getCredential() of `credentials` gave no accessKeyId and accessKeySecret");
  }
  return { accessKeyId, securityToken: isText(securityToken) ? securityToken : undefined, signer: isText(accessKeySecret) ? ofSecret(provider, accessKeySecret) : (signer as Signer) };
}

function ofSecret(provider: CredentialsProvider, secret: string): Signer {
  let found = held.get(provider);
  if (found?.secret !== secret) held.set(provider, (found = { secret, signer: signerFromSecret(secret) }));
  return found.signer;
}
