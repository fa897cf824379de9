import type { LedgerTexts } from "./en.js";

/** 完整性记录元素的文字，简体中文。 */
const count = (n: number) => n.toLocaleString("zh-CN");

export const zh: LedgerTexts = {
  label: "完整性记录",
  complete: (until, zone, tasks) => `截至 ${until}（${zone}）完整：共 ${count(tasks)} 条任务`,
  completeAll: (tasks) => `完整：共 ${count(tasks)} 条任务`,
  young: (span) => `；最近 ${span}的任务可能还会增加`,
  gaps: (tasks) => `不完整：已读取 ${count(tasks)} 条任务`,
  ofWindows: (gaps, all) => `${count(all)} 个时间窗口中有 ${count(gaps)} 个未能证实`,
  idsUnread: (n) => `${count(n)} 个 ID 未读取`,
  outOfReach: (n) => `时间范围内有 ${count(n)} 段无法查询`,
  open: (tasks) => `尚未读完：目前读取了 ${count(tasks)} 条任务，其余部分尚无法证明`,
  unproven: (tasks) => `无法证明完整：已读取 ${count(tasks)} 条任务`,
  absent: (n) => `${count(n)} 个 ID 没有对应任务`,
  aged: (n) => `${count(n)} 个 ID 已过保留期`,
  join: "；",
  end: "。",
  gap: (start, end) => `缺口：${start} 至 ${end}`,
  unreachable: (start, end, reason) => `无法查询：${start} 至 ${end}，${reason === "future" ? "尚未到来" : "已超出服务的保留期"}`,
  lists: { absent: "没有对应任务的 ID", aged: "读取期间已过保留期的 ID", unread: "未读取的 ID" },
  more: (n) => `另有 ${count(n)} 项`,
  details: "读取了什么，结论依据什么",
  numbers: {
    calls: "调用次数",
    retries: "其中重试",
    throttled: "被限流",
    rows: "已交付任务",
    duplicates: "重复返回",
    changed: "交付后有变化",
    found: "有任务的 ID",
  },
  windows: (n) => `${count(n)} 个时间窗口`,
  columns: { window: "您的当地时间", filter: "查询条件", state: "状态", total: "总条数", rows: "任务", pages: "页数", passes: "遍数", outside: "窗口外" },
  states: { done: "已证实", open: "未读完", gap: "缺口" },
  everything: "全部",
  totals: (first, last) => `先为 ${first}，后为 ${last}`,
  outsideNote: "窗口外：为保险多查了一秒，其中不属于该窗口的任务已在此略去。",
  assumptions: "任何客户端都无法证明、此处视为成立的前提",
  seconds: (n) => `（${n} 秒）`,
};
