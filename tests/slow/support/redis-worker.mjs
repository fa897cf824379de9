// One of several processes that share a quota through Redis: asks the emulator as fast as the quota lets it, and says what it is told.
import { createClient as connect } from "redis";
import { createClient } from "cdn-refresh-tasks";
import { createRedisQuota } from "cdn-refresh-tasks/redis";

const [endpoint, url, account] = process.argv.slice(2);
const say = (message) => process.send(message);
const redis = connect({ url, disableOfflineQueue: true, socket: { connectTimeout: 500, reconnectStrategy: () => 200 } });
redis.on("error", () => {});
await redis.connect();
const quota = createRedisQuota(redis, { account, timeoutMs: 500, onDegraded: () => say({ event: "degraded" }), onRecovered: () => say({ event: "recovered" }) });
const client = createClient({ accessKeyId: "testid", accessKeySecret: "testsecret", endpoint, quota });
// A process's first call takes long to leave, whatever its turn; this one goes nowhere.
await createClient({ accessKeyId: "a", accessKeySecret: "b", fetch: async (url, init) => fetch(`data:,${init.method}`) }).describe({ PageSize: 1 }).catch(() => {});
await fetch(endpoint.replace(/:\d+$/, ":9")).catch(() => {});
const stop = new AbortController();
process.on("message", () => stop.abort());
say({ event: "ready" });
let calls = 0;
while (!stop.signal.aborted) {
  try {
    await client.describe({ PageSize: 1 }, { signal: stop.signal });
    calls += 1;
  } catch (error) {
    if (!stop.signal.aborted) say({ event: "failed", message: error.message });
  }
}
say({ event: "ended", calls });
redis.destroy();
process.disconnect();
