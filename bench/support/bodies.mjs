// Bodies of the service from a seed, for benches in Node and in browsers.

function random(seed) {
  let state = seed | 1;
  return (end) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % end;
  };
}

const pick = (from, below) => from[below(from.length)];
const shuffled = (entries, below) => {
  for (let at = entries.length - 1; at > 0; at -= 1) {
    const to = below(at + 1);
    [entries[at], entries[to]] = [entries[to], entries[at]];
  }
  return entries;
};

/** Tasks as the service lists them: mostly done, some running, some failed. */
function tasks(count, seed, path) {
  const below = random(seed);
  let at = Date.UTC(2026, 10, 24) - count * 700;
  return Array.from({ length: count }, (_, index) => {
    at += below(1400);
    const status = pick(["Complete", "Complete", "Complete", "Complete", "Complete", "Refreshing", "Failed"], below);
    return {
      CreationTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
      ObjectPath: path(index, below),
      Status: status,
      ObjectType: pick(["file", "file", "file", "directory", "preload"], below),
      Process: status === "Refreshing" ? `${(below(10_000) / 100).toFixed(2)}%` : "100%",
      ...(status === "Failed" ? { Description: pick(["Internal Error", "OriginTimeout", "OriginReturnStatusCode 5XX"], below) } : {}),
      TaskId: String(15_423_123_921 + index * 7),
    };
  });
}

const usualPath = (index, below) => `https://cdn.example.com/assets/2026.11/${below(1e9).toString(36)}/chunk-${index}.${below(1e9).toString(36)}.js`;
const envelope = (rows) => ({
  RequestId: "9E5CBC07-8E7A-403C-B0E6-88EC4473AAA9",
  PageNumber: 1,
  PageSize: 100,
  TotalCount: rows.length,
  Tasks: { CDNTask: rows },
});
const bytes = (text) => new TextEncoder().encode(text);

/** Name → bytes. `big`: also those of megabytes. */
export function bodies(big = true) {
  const page = (path = usualPath) => envelope(tasks(100, 7, path));
  const escaped = JSON.stringify(page((index, below) => `https://example.com/"${below(100)}"\\${index}/é\u0001`)).replaceAll("/", "\\/").replaceAll("e", "\\u0065");
  const below = random(3);
  const mixed = page();
  mixed.Tasks.CDNTask = mixed.Tasks.CDNTask.map((task) => Object.fromEntries(shuffled(Object.entries(task), below)));
  return {
    "page of 100": bytes(JSON.stringify(page())),
    ...(big ? { "20,000 in one body": bytes(JSON.stringify(envelope(tasks(20_000, 11, usualPath)))) } : {}),
    "hard: escapes in every string": bytes(escaped),
    "hard: CJK": bytes(JSON.stringify(page((index, below) => `https://例子.中国/静态资源/发布-${below(1000)}/第${index}块-图片😀.jpg`))),
    "hard: indented": bytes(JSON.stringify(page(), null, 2)),
    "hard: shuffled keys": bytes(JSON.stringify(mixed)),
    "hard: unknown members": bytes(JSON.stringify(envelope(tasks(100, 7, usualPath).map((task) => ({ ...task, Region: "cn", Extra: { a: [1, 2] } }))))),
    ...(big ? { "growth: 100 KB": bytes(JSON.stringify(envelope(tasks(450, 5, usualPath)))) } : {}),
    ...(big ? { "growth: 10 MB": bytes(JSON.stringify(envelope(tasks(45_000, 5, usualPath)))) } : {}),
  };
}

/** Reads every field of every row, so that no engine can leave one out. */
export function readAll(rows) {
  let sum = 0;
  for (const row of rows) {
    sum += row.taskId.length + row.objectPath.length + row.objectType.length + row.status.length + row.state.length;
    sum += (row.progress ?? 0) + (row.rawProgress?.length ?? 0) + (row.creationTime ?? 0) + (row.expiresAt ?? 0);
    sum += (row.description?.length ?? 0) + (row.failure?.reason.length ?? 0) + (row.extra === undefined ? 0 : 1);
  }
  return sum;
}
