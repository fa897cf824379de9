import type { Texts } from "./en.js";

/** 各元素自身的文字，简体中文。参数规则与错误码的含义来自核心。 */
const count = (n: number) => n.toLocaleString("zh-CN");

export const zh: Texts = {
  copy: "复制",
  copied: "已复制",
  copyFailed: "复制失败：请选中文字后手动复制",
  error: "错误",
  warning: "警告",
  notice: "提示",
  sourceOf: "来源：",
  utc: "UTC",

  form: {
    legend: "请求",
    operation: "接口",
    byList: "按条件查询",
    byId: "按任务 ID 查询",
    which: "哪些任务",
    filter: "筛选",
    when: "时间范围",
    page: "分页",
    mode: "检查依据",
    strict: "最新的接口文档",
    lenient: "任一官方文档",
    any: "不限",
    notAChoice: (value) => `${value}（不可用）`,
    lastMinutes: (n) => `最近 ${n} 分钟`,
    lastHours: (n) => `最近 ${n} 小时`,
    anyTime: "不限时间",
    fillTimes: "填写起止时间",
    others: "不属于该接口的参数",
    paste: "粘贴查询串、网址或 JSON",
    pasteLabel: "要读入表单的文字",
    read: "读入表单",
    unreadable: "这段文字中没有 `name=value` 形式的参数，也不是 JSON 对象",
    leftOut: (names) => `以下参数属于签名，未读入：${names}`,
    submit: "生成请求",
    clear: "清空",
    ready: "可以发送",
    readyWith: (n) => `可以发送，有 ${count(n)} 条警告`,
    problems: (n) => `有 ${count(n)} 处需要修改`,
    summary: (n) => `有 ${count(n)} 处问题，请求还不能发送`,
    applied: (title) => `已应用：${title}`,
    local: (time, zone) => `您的当地时间 ${time}（${zone}）`,
  },
};
