/** The shared quota as the command line uses it. Kept apart by the bundler, like `api.ts`. */
export { createRedisQuota } from "../redis.js";
