// The same questions, asked in the usual ways and by this package, of the same emulated service in simulated time: calls, seconds, and
// whether who asked is told what is missing. The usual ways are given more than they have: pages of 100, the pace of the documented rate,
// and a new attempt after throttling, which neither the command line nor the SDKs make by themselves.
import { START, simulation } from "./support/simulated.mjs";

export const name = "calls";
/** Simulated: the same on every machine, so that any run of it may renew its table. */
export const steady = true;

const DAY = 86_400_000;
const TYPES = ["file", "directory", "regex", "preload", "block", "unblock"];
const FIFTY = Array.from({ length: 50 }, (_, number) => `shop${number + 1}.example.com`);

const rowsOf = ({ Tasks }) => Tasks.CDNTask ?? Tasks;
const utc = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const cut = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, place) => list.slice(place * size, (place + 1) * size));

/** The loop over PageNumber of scripts and SDK examples, until TotalCount is reached; one after another for each of `list`. */
const loop = (list) => async ({ ask }) => {
  const rows = [];
  for (const params of list) {
    for (let PageNumber = 1, total = 1; (PageNumber - 1) * 100 < total; PageNumber += 1) {
      const answer = await ask("DescribeRefreshTasks", { PageSize: 100, PageNumber, ...params });
      total = answer.TotalCount;
      rows.push(...rowsOf(answer));
    }
  }
  return rows;
};

/** What `aliyun … --pager` gives. */
const firstPage = (params) => async ({ ask }) => rowsOf(await ask("DescribeRefreshTasks", { PageSize: 100, ...params }));

/** DescribeRefreshTaskById, ten ids a call; it has no pages. */
const byTen = (ids) => async ({ ask }) => {
  const rows = [];
  for (const ten of cut(ids, 10)) rows.push(...rowsOf(await ask("DescribeRefreshTaskById", { TaskId: ten.join(",") }, 30)));
  return rows;
};

const ours = (query) => async ({ client }) => {
  const rows = [];
  const stream = client.tasks(query, { onIncomplete: "return" });
  for await (const row of stream) rows.push(row);
  const { complete, verdict, windows } = stream.ledger();
  return Object.assign(rows, { told: complete ? "proof" : `${verdict}: ${[...new Set(windows.map(({ gap }) => gap).filter(Boolean))]}` });
};

/** Each question: the account it is asked of, which of its tasks are the answer, and the ways to ask. */
export const questions = [
  {
    question: "is this release of 3,000 URLs in effect?",
    options: { scenario: "release" },
    wanted: (tasks) => tasks.filter(({ objectPath }) => objectPath.includes("/release-812")),
    ways: (tasks) => {
      const objectPaths = tasks.map(({ objectPath }) => objectPath);
      return {
        "--pager": firstPage({}),
        "a call for each URL": loop(objectPaths.map((ObjectPath) => ({ ObjectPath }))),
        "loop over PageNumber": loop([{}]),
        ours: ours({ objectPaths }),
      };
    },
  },
  {
    question: "what failed in the last 24 h on these 50 domains?",
    options: { scenario: "fifty-domains" },
    wanted: (tasks) => tasks.filter(({ created, shownStatus }) => created >= START - DAY && shownStatus === "Failed"),
    ways: () => {
      const times = { StartTime: utc(START - DAY), EndTime: utc(START) };
      const lists = FIFTY.flatMap((DomainName) => TYPES.map((ObjectType) => ({ DomainName, ObjectType, Status: "Failed", ...times })));
      return {
        "--pager": firstPage(times),
        "loop for each domain and type": loop(lists),
        ours: ours({ domainNames: FIFTY, statuses: ["Failed"], from: START - DAY }),
      };
    },
  },
  {
    question: "everything still held, while five tasks a second arrive",
    options: { scenario: "drift" },
    wanted: (tasks) => tasks,
    ways: () => ({ "--pager": firstPage({}), "loop over PageNumber": loop([{}]), ours: ours({}) }),
  },
  {
    question: "everything still held, in an account of 300,000 rows",
    options: { scenario: "large-account" },
    wanted: (tasks) => tasks,
    ways: () => ({ "--pager": firstPage({}), "loop over PageNumber": loop([{}]), ours: ours({}) }),
  },
  {
    question: "these 200 ids",
    options: { scenario: "release" },
    wanted: (tasks) => tasks.slice(0, 200),
    ways: (tasks) => {
      const ids = tasks.map(({ taskId }) => taskId);
      return { "a call for each id": loop(ids.map((TaskId) => ({ TaskId }))), "ten ids a call": byTen(ids), ours: ours({ taskIds: ids }) };
    },
  },
  {
    question: "three ids of 1,000 URLs each, where a query by id is cut",
    options: { scenario: "many-rows-per-id" },
    wanted: (tasks) => tasks,
    ways: (tasks) => {
      const ids = [...new Set(tasks.map(({ taskId }) => taskId))];
      return { "ten ids a call": byTen(ids), "loop for each id": loop(ids.map((TaskId) => ({ TaskId }))), ours: ours({ taskIds: ids }) };
    },
  },
  {
    question: "2,400 rows, while others use most of the quota",
    options: { scenario: "throttled-account" },
    // Here chance decides much: the run in the middle is told.
    seeds: [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95],
    wanted: (tasks) => tasks,
    ways: () => ({ "--pager": firstPage({}), "loop over PageNumber": loop([{}]), ours: ours({}) }),
  },
];

const key = (row) => [row.TaskId ?? row.taskId, row.ObjectPath ?? row.objectPath, row.ObjectType ?? row.objectType].join(" ");

/** One question, asked one way: what it took and what came of it. Without a way, the ways. */
export async function asked(question, way) {
  const runs = [];
  for (const seed of way === "ours" && question.seeds ? question.seeds : [0.5]) runs.push(await askedOnce(question, way, seed));
  return runs.sort((a, b) => a.calls - b.calls)[runs.length >> 1];
}

async function askedOnce({ options, wanted, ways }, way, seed) {
  const service = await simulation(options);
  // What queries could show, and no longer than the service keeps it, when the question was asked.
  const there = ({ visibleFrom, created }) => visibleFrom !== null && visibleFrom <= START && created > START - 3 * DAY;
  const answer = wanted(service.emulator.truth().tasks.filter(there));
  const asking = ways(answer);
  if (way === undefined) return Object.keys(asking);
  // Jitter is drawn from it: so every run is the same.
  const { random } = Math;
  Math.random = () => seed;
  const rows = await asking[way](service).finally(() => (Math.random = random));
  const found = rows.map(key);
  const distinct = new Set(found);
  return {
    calls: service.emulator.truth().requests.length,
    seconds: Math.round((service.clock.now() - START) / 100) / 10,
    rows: answer.length,
    missed: answer.filter((task) => !distinct.has(key(task))).length,
    twice: found.length - distinct.size,
    told: rows.told ?? "nothing",
  };
}

export async function run() {
  const table = [];
  for (const question of questions) {
    for (const [place, way] of (await asked(question)).entries()) {
      const { calls, seconds, rows, missed, twice, told } = await asked(question, way);
      table.push({ question: place === 0 ? question.question : "", way, calls, seconds, missed: `${missed} of ${rows}`, twice, told });
    }
  }
  return table;
}
