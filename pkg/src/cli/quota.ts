/** The quota of a run: its own, or the one that CDN_REFRESH_TASKS_REDIS_URL shares. The address may hold a password, so it is no argument. */
import { type Quota, createQuota } from "./api.js";
import { Ending, EXIT } from "./exit.js";
import { paintError, tell } from "./output.js";
import { createRedisQuota } from "./redis-api.js";
import { say } from "./say.js";

interface RedisModule {
  createClient(options: object): { connect(): Promise<unknown>; on(event: string, listener: (error: Error) => void): unknown; destroy?(): void; disconnect?(): Promise<void>; eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown> };
}

export async function quotaOf(callsPerSecond: number | undefined): Promise<{ quota: Quota; close(): Promise<void> }> {
  const rate = callsPerSecond === undefined ? {} : { list: callsPerSecond };
  const url = process.env["CDN_REFRESH_TASKS_REDIS_URL"];
  if (!url) return { quota: createQuota(rate), close: async () => {} };
  const name = "redis";
  let module: RedisModule;
  try {
    module = (await import(name)) as RedisModule;
  } catch {
    throw new Ending(EXIT.invalid, say("CDN_REFRESH_TASKS_REDIS_URL is set, but the package `redis` is not installed", "设置了 CDN_REFRESH_TASKS_REDIS_URL，但没有安装 `redis` 包"), "npm install redis");
  }
  const client = module.createClient({ url, disableOfflineQueue: true, socket: { connectTimeout: 2000, reconnectStrategy: (tries: number) => Math.min(200 * 2 ** tries, 5000) } });
  client.on("error", () => {});
  await Promise.race([client.connect().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 2500).unref())]);
  const quota = createRedisQuota(client, {
    ...rate,
    ...(process.env["CDN_REFRESH_TASKS_ACCOUNT"] && { account: process.env["CDN_REFRESH_TASKS_ACCOUNT"] }),
    onDegraded: ({ message }) =>
      tell(paintError.yellow(say(`Redis can't be asked (${message}): this process keeps to its own share of the rate until it can`, `无法访问 Redis（${message}）：恢复之前本进程只使用自己的一份配额`))),
    onRecovered: () => tell(paintError.green(say("Redis answers again: the rate is shared as before", "Redis 已恢复：重新共享配额"))),
  });
  return {
    quota,
    async close() {
      if (client.destroy) client.destroy();
      else await client.disconnect?.();
    },
  };
}
