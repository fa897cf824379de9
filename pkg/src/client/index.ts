/** The client: the pure stages, driven over the network. The only part of the package that sends, waits and throws. */
import type { CheckOptions, Draft, Operation, TaskRequest } from "../check.js";
import { RefreshTasksError } from "../errors.js";
import type { TaskPage } from "../parse.js";
import { type Quota, createQuota } from "../quota.js";
import { type Signer, signerFromSecret } from "../signing.js";
import type { Locale } from "../terms.js";
import { type Credential, currentHost } from "./host.js";
import type { Attempt, Clock, Reply } from "./transport.js";
import { type Needs, optionsOf } from "./options.js";
import { type Walks, walksOf } from "./walks.js";

export type { Attempt, Clock, Reply };

export interface ClientOptions {
  accessKeyId?: string | undefined;
  accessKeySecret?: string | undefined;
  /** Of temporary credentials (STS). */
  securityToken?: string | undefined;
  /** Instead of the secret: signs elsewhere (a vault, a service of your own). */
  signer?: Signer | undefined;
  /** Anything with getCredential(), such as @alicloud/credentials; default: environment variables, then the aliyun CLI's config file. */
  credentials?: unknown;
  /** Host or origin; default cdn.aliyuncs.com over https. */
  endpoint?: string | undefined;
  signature?: "v1" | "v3" | undefined;
  fetch?: typeof fetch | undefined;
  locale?: Locale | undefined;
  mode?: CheckOptions["mode"];
  /** Shared by all who call with the same account; default: one of this client's own. */
  quota?: Quota | undefined;
  /** For one attempt, without waiting for its turn; default 10 s. */
  timeoutMs?: number | undefined;
  onAttempt?: ((attempt: Attempt) => void) | undefined;
  /** Default: this machine's own. The quota that this client makes for itself goes by it too. */
  clock?: Clock | undefined;
}

export interface DescribeOptions {
  operation?: Operation;
  signal?: AbortSignal;
}

export interface Client extends Walks {
  /** One request. Throws InvalidRequestError before anything is sent, and ServiceError for whatever comes back instead of a page. */
  describe(draft: Draft, options?: DescribeOptions): Promise<TaskPage>;
  /** One exchange as it is, paced and signed, for those who pass answers on: bytes, or why there are none. Throws for nothing that came back. */
  send(request: TaskRequest, options?: { signal?: AbortSignal }): Promise<Reply>;
}

/** The options, made whole. */
export interface Setup {
  credential(): Credential | Promise<Credential>;
  endpoint: string | undefined;
  signature: "v1" | "v3";
  fetch: typeof fetch | undefined;
  words: { locale?: Locale; mode?: NonNullable<CheckOptions["mode"]> };
  quota: Quota;
  timeoutMs: number;
  onAttempt: ((attempt: Attempt) => void) | undefined;
  clock: Clock;
  seed(): number;
  /** What the service's clock is ahead of ours, in ms; learnt only when a timestamp was refused. */
  offset: number;
}

const live = (): Promise<typeof import("./live.js")> => import("./live.js");

const OPTIONS: Needs<ClientOptions> = {
  ...{ accessKeyId: "", accessKeySecret: "", securityToken: "", signer: "()", credentials: "", endpoint: "", signature: "" },
  ...{ fetch: "()", locale: "", mode: "", quota: "acquire penalize", timeoutMs: "", onAttempt: "()", clock: "now sleep" },
};

export function createClient(given: ClientOptions = {}): Client {
  const options = optionsOf("createClient", given, OPTIONS);
  const { locale, mode, clock = realClock, quota = createQuota({ clock: options.clock }), timeoutMs = 10_000, signature = "v3", endpoint, fetch, onAttempt } = options;
  if (!(timeoutMs > 0)) throw new RefreshTasksError("InvalidTimeout", "`timeoutMs` must be more than 0");
  const setup: Setup = {
    ...{ endpoint, signature, fetch, quota, onAttempt, clock, offset: 0 },
    credential: credentialsOf(options),
    words: { ...(locale && { locale }), ...(mode && { mode }) },
    timeoutMs: Math.min(timeoutMs, 0x7fffffff),
    seed: () => Math.floor(Math.random() * 0x1_0000_0000),
  };
  return {
    describe: async (draft, given) => {
      const { operation = "DescribeRefreshTasks", signal } = optionsOf<DescribeOptions>("describe", given, { operation: "", signal: "throwIfAborted" });
      return (await live()).describe(setup, draft, operation, signal);
    },
    send: async (request, { signal } = {}) => (await live()).send(setup, request, signal),
    ...walksOf(setup),
  };
}

function credentialsOf(options: ClientOptions): Setup["credential"] {
  const { accessKeyId, accessKeySecret, securityToken, signer, credentials } = options;
  const wrong = (message: string): RefreshTasksError => new RefreshTasksError("NoCredentials", message);
  if (credentials !== undefined && credentials !== null) {
    if (accessKeyId !== undefined || signer !== undefined) throw wrong("give either `credentials` or an access key, not both");
    const provider = credentials as { getCredential(): unknown };
    if (typeof provider.getCredential !== "function") throw wrong("`credentials` has no getCredential()");
    return async () => (await import("./provider.js")).fromProvider(provider);
  }
  if (accessKeyId !== undefined || accessKeySecret !== undefined || signer !== undefined) {
    if (!accessKeyId) throw wrong("an accessKeySecret or a signer goes with an `accessKeyId`");
    if (signer === undefined && !accessKeySecret) throw wrong("an accessKeyId goes with its `accessKeySecret`, or with a `signer`");
    const credential = { accessKeyId, securityToken, signer: signer ?? signerFromSecret(accessKeySecret as string) };
    return () => credential;
  }
  return () => {
    const { credentials: ofHost } = currentHost();
    if (ofHost === undefined) throw wrong("no credentials: give `credentials`, or `accessKeyId` with a `signer` (nothing is read from the environment here)");
    return ofHost(options.locale);
  };
}

const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(done, Math.min(ms, 0x7fffffff));
      signal?.addEventListener("abort", aborted, { once: true });
      function done(): void {
        signal?.removeEventListener("abort", aborted);
        resolve();
      }
      function aborted(): void {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      }
    }),
};

