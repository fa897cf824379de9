// The tools that users build, test and run with, installed once for all scenarios.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { at, npm } from "../../../tools/lib/run.mjs";

export const root = at("node_modules", ".cache", "cdn-refresh-tasks", "scenarios");

/** The tools of the scenarios; the newest that run on this Node. */
const NODE = Number(process.versions.node.split(".")[0]);
const TOOLS = {
  "@arethetypeswrong/cli": "^0.18",
  "@hookform/resolvers": "^5",
  "@tanstack/react-form": "^1",
  "@types/react": "^19",
  "@types/react-dom": "^19",
  "antd": "^6",
  "antd5": "npm:antd@^5",
  "bun": "^1",
  "dayjs": "^1",
  "deno": "^2",
  "esbuild": "^0.28",
  "jest": "^30",
  "jest-environment-jsdom": "^30",
  "jsdom": "^26",
  "miniflare": "^4",
  "next": "^15",
  "react": "^19",
  "react-dom": "^19",
  "react-hook-form": "^7",
  // The versions before, beside the newest.
  "react18": "npm:react@^18",
  "react-dom18": "npm:react-dom@^18",
  "typescript": "^5.9",
  "vite": NODE >= 22 ? "^7" : "^6",
  "vitest": "^3",
  "vue": "^3",
  "webpack": "^5",
  "webpack-cli": "^6",
};

/** Two processes must not do it at once; `npm run test:all` does it before its slow tests. */
export async function installTools() {
  mkdirSync(root, { recursive: true });
  const wanted = JSON.stringify({ private: true, dependencies: TOOLS }, null, 2);
  const stamp = join(root, "installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  writeFileSync(join(root, "package.json"), wanted);
  await npm(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps"], { cwd: root });
  writeFileSync(stamp, wanted);
}
