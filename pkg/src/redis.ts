/** One quota for many processes and machines, kept in Redis: `cdn-refresh-tasks/redis`. */
import { RefreshTasksError } from "./errors.js";
import type { Quota } from "./quota.js";

type Kind = "list" | "by-id";

/** What is used of a client of `redis` (node-redis). */
interface NodeRedis {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}
/** What is used of a client of `ioredis`. */
interface IoRedis {
  eval(script: string, keys: number, ...words: string[]): Promise<unknown>;
  defineCommand: unknown;
}

export interface RedisQuotaOptions {
  /** Calls a second for all together; default 4 and 24, 80 % of the service's limits. */
  list?: number;
  byId?: number;
  /** One name for each account whose calls are shared; default `default`. */
  account?: string;
  /** How many share it while Redis is gone and has never said how many there are; default 4. */
  processes?: number;
  /** For one question to Redis; default 1 s. */
  timeoutMs?: number;
  /** Redis can't be asked: until it can, this process keeps to its own share of the rate. */
  onDegraded?(error: Error): void;
  /** Redis answers again. */
  onRecovered?(): void;
}

const USUAL = { "list": 4, "by-id": 24 };
const RETRY_AFTER_MS = 1000;

/**
 * The generic cell rate algorithm, spaced, capacity 1, in Redis's own time, microseconds. One state for each kind: `t` when the next
 * call may go, `i` the present interval, `c` when a penalty last changed it. A second key counts who has asked of late.
 * A call takes the next free slot and is told how long to wait for it, so calls go in the order in which they asked.
 * ARGV: 1 usual interval, 2 penalty (-1: none), 3 who asks, 4 whether it was degraded until now. Answers {wait, how many share}.
 */
const SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local usual, penalty = tonumber(ARGV[1]), tonumber(ARGV[2])
local state = redis.call('HMGET', KEYS[1], 't', 'i', 'c')
local slot = tonumber(state[1]) or now
local changed = tonumber(state[3]) or now
local interval = usual + ((tonumber(state[2]) or usual) - usual) * 0.5 ^ ((now - changed) / 15000000)
if slot < now then slot = now end
if ARGV[4] == '1' and slot < now + 1500000 then slot = now + 1500000 end
local wait = slot - now
local function whole(number) return string.format('%.0f', number) end
if penalty >= 0 then
  if slot < now + penalty then slot = now + penalty end
  interval = math.min(interval * 2, usual * 8)
  redis.call('HSET', KEYS[1], 't', whole(slot), 'i', whole(interval), 'c', whole(now))
else
  redis.call('HSET', KEYS[1], 't', whole(slot + interval))
end
redis.call('PEXPIRE', KEYS[1], 600000 + math.ceil((slot - now) / 1000))
redis.call('ZADD', KEYS[2], whole(now), ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', whole(now - 60000000))
redis.call('PEXPIRE', KEYS[2], 600000)
return { whole(wait), redis.call('ZCARD', KEYS[2]) }
`;

/**
 * A quota that everyone who uses the same Redis and `account` shares. `redis` is a connected client of the npm package `redis`, or of
 * `ioredis`. While Redis can't be asked, each process keeps to its share of the rate, by the number that shared it last.
 */
export function createRedisQuota(redis: NodeRedis | IoRedis, options: RedisQuotaOptions = {}): Quota {
  if (typeof redis?.eval !== "function") throw new RefreshTasksError("InvalidRedisClient", "`createRedisQuota` takes a client of `redis` or `ioredis`");
  const { account = "default", processes = 4, timeoutMs = 1000, onDegraded, onRecovered } = options;
  const rates = { "list": options.list ?? USUAL["list"], "by-id": options.byId ?? USUAL["by-id"] };
  for (const [name, value] of Object.entries({ list: rates["list"], byId: rates["by-id"], processes, timeoutMs })) {
    if (!Number.isFinite(value) || value <= 0) throw new RefreshTasksError(/list|byId/.test(name) ? "InvalidRate" : "InvalidOption", `\`${name}\` must be a number above 0`);
  }
  const me = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  // One slot of a cluster, so that the script may touch both.
  const name = `cdn-refresh-tasks:{${account}}`;
  let sharers = Math.max(1, processes);
  /** When Redis could not be asked: until when it is left alone. */
  let askAgainAt: number | undefined;
  /** When this process may send next by its own share: never sooner than a share after its last turn, wherever that came from. */
  const next: Record<Kind, number> = { "list": 0, "by-id": 0 };
  const known = (kind: Kind): void => {
    if (!Object.hasOwn(next, kind)) throw new RefreshTasksError("InvalidQuotaKind", "the kind is `list` or `by-id`");
  };
  const took = (kind: Kind, at: number): void => void (next[kind] = at + (sharers * 1000) / rates[kind]);

  async function ask(kind: Kind, penaltyMs: number, recovering: boolean): Promise<number> {
    const keys = [`${name}:${kind}`, `${name}:sharers`];
    const words = [String(Math.round(1e6 / rates[kind])), String(Math.round(penaltyMs * 1000)), me, recovering ? "1" : "0"];
    const answer = "defineCommand" in redis ? redis.eval(SCRIPT, 2, ...keys, ...words) : redis.eval(SCRIPT, { keys, arguments: words });
    const [wait, count] = (await within(answer, timeoutMs)) as [string, number];
    sharers = Math.max(1, Number(count));
    return Number(wait) / 1000;
  }

  /** In Redis, or undefined where it can't be asked now. */
  async function shared(kind: Kind, penaltyMs: number): Promise<number | undefined> {
    if (askAgainAt !== undefined && Date.now() < askAgainAt) return undefined;
    try {
      const wait = await ask(kind, penaltyMs, askAgainAt !== undefined);
      if (askAgainAt !== undefined) {
        askAgainAt = undefined;
        onRecovered?.();
      }
      return wait;
    } catch (error) {
      if (askAgainAt === undefined) onDegraded?.(error instanceof Error ? error : new Error(String(error)));
      askAgainAt = Date.now() + RETRY_AFTER_MS;
      return undefined;
    }
  }

  return {
    async acquire(kind, signal) {
      known(kind);
      signal?.throwIfAborted();
      const wait = await shared(kind, -1);
      const now = Date.now();
      const at = wait === undefined ? Math.max(now, next[kind]) : now + wait;
      took(kind, at);
      // Redis may have taken its time to answer.
      signal?.throwIfAborted();
      if (at > now) await sleep(at - now, signal);
    },
    penalize(kind, ms) {
      known(kind);
      // As the quota of one process takes it: what is no time halves the rate, and closes nothing.
      const closed = Number.isFinite(ms) ? Math.max(0, ms) : 0;
      next[kind] = Math.max(next[kind], Date.now() + closed);
      void shared(kind, closed);
    },
  };
}

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis did not answer within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", aborted);
      resolve();
    }, ms);
    signal?.addEventListener("abort", aborted, { once: true });
  });
}
