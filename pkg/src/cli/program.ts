/** The commands, their words and their examples. */
// commander: the argument parser of most Node command lines; no dependencies, types of its own, a release every few weeks.
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { version } from "./api.js";
import { usage } from "./exit.js";
import { paint } from "./output.js";
import { say } from "./say.js";

const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

const whole = (least: number) => (value: string): number => {
  const number = Number(value);
  if (!/^\d+$/.test(value.trim()) || !Number.isSafeInteger(number) || number < least) {
    throw new InvalidArgumentError(say(`expected a whole number from ${least} up`, `应为不小于 ${least} 的整数`));
  }
  return number;
};
const positive = (value: string): number => {
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number)) throw new InvalidArgumentError(say("expected a number above 0", "应为大于 0 的数字"));
  return number;
};

/** Lines under the options of `--help`. */
function examples(command: Command, lines: [example: string, what: string][]): Command {
  const widest = Math.max(...lines.map(([example]) => example.length));
  const text = lines.map(([example, what]) => (widest > 70 ? `  ${paint.dim(`# ${what}`)}\n  $ ${example}` : `  $ ${example.padEnd(widest)}  ${paint.dim(`# ${what}`)}`));
  return command.addHelpText("after", `\n${paint.bold(say("Examples:", "示例："))}\n${text.join("\n")}`);
}

const withQuery = (command: Command): Command =>
  command
    .option("--id <ids>", say("task ids; may be repeated, or a comma list", "任务 ID，可重复，也可用逗号分隔"), collect)
    .option("--path <url>", say("exact URL or directory of the tasks; may be repeated", "任务的完整 URL 或目录，可重复"), collect)
    .option("--domain <name>", say("domain; may be repeated, or a comma list", "加速域名，可重复，也可用逗号分隔"), collect)
    .addOption(new Option("--type <type>", say("file, directory, regex, preload, block, unblock; may be repeated", "任务类型：file、directory、regex、preload、block、unblock，可重复")).argParser(collect))
    .addOption(new Option("--status <status>", say("Complete, Refreshing, Failed; may be repeated", "任务状态：Complete、Refreshing、Failed，可重复")).argParser(collect))
    .option("--since <time>", say("from so long ago, or from this time on: `2h`, `3d`", "从多久以前或从某时起：`2h`、`3d`"))
    .option("--from <time>", say('start: `2h ago`, `"2026-11-24 10:00+08:00"`; default: all that the service holds (3 days)', '开始时间：`2h ago`、`"2026-11-24 10:00+08:00"`；默认为服务保留的全部（3 天）'))
    .option("--to <time>", say("end; default: now", "结束时间，默认为现在"))
    .option("--resource-group <id>", say("resource group id", "资源组 ID"));

const withPlan = (command: Command): Command =>
  command
    .addOption(new Option("--route <route>", say("how to ask", "查询方式")).choices(["auto", "by-id", "by-path", "scan", "fan-out"]))
    .option("--newest", say("newest windows first", "从最新的时间窗口开始"))
    .option("--limit <rows>", say("stop after so many rows", "最多输出多少条"), whole(1))
    .option("--window <duration>", say("force the width of the windows", "指定时间窗口的宽度"))
    .option("--rows-per-hour <number>", say("tasks per hour in the account, if known: prices the routes", "账号每小时的任务数（如果已知），用于估算代价"), positive)
    .option("--calls-per-second <number>", say("default 4 of the account's 5", "每秒调用次数，默认为配额 5 次中的 4 次"), positive);

const withService = (command: Command): Command =>
  command
    .option("--endpoint <host>", say("default cdn.aliyuncs.com; `http://127.0.0.1:8080` is taken as it is", "默认 cdn.aliyuncs.com；`http://127.0.0.1:8080` 按原样使用"))
    .addOption(new Option("--signature <version>", say("signature", "签名版本")).choices(["v1", "v3"]).default("v3"))
    .option("--profile <name>", say("profile of the aliyun CLI's config file", "aliyun CLI 配置文件中的配置名"))
    .option("--call-timeout <duration>", say("for one call; default 10 s", "单次调用的超时时间，默认 10 秒"))
    .option("--verbose", say("a line for each call", "逐条显示每次调用"));

const withLenient = (command: Command): Command =>
  command.option("--lenient", say("where official documents disagree, only warn", "官方文档互相矛盾之处只警告"));

const asJson = (command: Command): Command => command.option("--json", say("JSON on standard output", "以 JSON 输出"));

const asRows = (command: Command): Command =>
  asJson(command)
    .addOption(new Option("--ndjson", say("a line of JSON for each task", "每个任务一行 JSON")).conflicts(["json", "csv"]))
    .addOption(new Option("--csv", say("CSV that spreadsheets open without harm", "CSV，可安全地用电子表格打开")).conflicts(["json", "ndjson"]));

const ids = (): string =>
  say(
    "task ids, one by one or as comma lists; the JSON of a submission; `-` reads either from standard input",
    "任务 ID，可逐个给出或用逗号分隔；也可以是提交任务的 JSON 响应；`-` 表示从标准输入读取",
  );

export function buildProgram(): Command {
  const program = new Command("cdn-refresh-tasks")
    .description(
      say(
        "Purge and preload tasks of Alibaba Cloud CDN: is it in effect everywhere, what failed, and have I seen everything?",
        "阿里云 CDN 刷新与预热任务：是否已全网生效、哪些失败了、结果是否完整。",
      ),
    )
    .version(version(), "-V, --version", say("print the version", "显示版本"))
    .helpOption("-h, --help", say("help for a command", "显示帮助"))
    .helpCommand("help [command]", say("help for a command", "显示命令的帮助"))
    .option("--lang <en|zh>", say("language; default: the locale", "语言，默认取自系统区域设置"))
    .option("--no-color", say("no colours", "不使用颜色"))
    .option("--quiet", say("no progress, only results and errors", "不显示进度，只输出结果和错误"))
    .showSuggestionAfterError(true)
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true, styleTitle: (title) => paint.bold(TITLES()[title] ?? title) })
    .configureOutput({ outputError: () => {}, writeErr: (text) => process.stderr.write(text), writeOut: (text) => process.stdout.write(text) })
    .exitOverride();
  const add = (name: string, about: string): Command =>
    program
      .command(name)
      .description(about)
      .helpOption("-h, --help", say("help for this command", "显示此命令的帮助"))
      .copyInheritedSettings(program);

  examples(
    asRows(
      withService(
        withQuery(add("wait", say("wait until tasks are in effect everywhere; exit 0, 1 where one failed, 124 when time is up", "等待任务全网生效；成功退出 0，有失败退出 1，超时退出 124"))),
      ).argument("[ids...]", ids()),
    )
      .option("--timeout <duration>", say("how long at most; default 30m", "最长等待时间，默认 30m"))
      .option("--grace <duration>", say("how long a just-submitted id may be absent; default 2m", "刚提交的任务最多可以多久查不到，默认 2m"))
      .option("--checkpoint <file>", say("where to keep the state when it is interrupted", "中断时保存断点的文件"))
      .option("--resume <file>", say("go on from a checkpoint", "从断点继续")),
    [
      ["aliyun cdn RefreshObjectCaches --ObjectPath https://example.com/app.js | cdn-refresh-tasks wait -", say("submit, then wait", "提交并等待")],
      ["cdn-refresh-tasks wait 15423123921,15423123922 --timeout 15m", say("these two", "等待这两个任务")],
      ["cdn-refresh-tasks wait --domain example.com --type preload --since 1h", say("all preloads of the last hour", "最近一小时的所有预热")],
    ],
  ).action(async (words: string[], options) => (await import("./commands/wait.js")).wait(words, { ...program.opts(), ...options }));

  examples(
    asRows(
      withService(
        withPlan(withQuery(withLenient(add("list", say("every task of a question, and whether that is all", "列出所有符合条件的任务，并说明结果是否完整"))))),
      ).argument("[ids...]", ids()),
    )
      .option("--dry-run", say("say what it would cost, send nothing", "只估算代价，不发送请求"))
      .option("--timeout <duration>", say("how long at most, then exit 124; default: no limit", "最长时间，超过则退出 124；默认不限"))
      .option("--checkpoint <file>", say("where to keep the state when it is interrupted", "中断时保存断点的文件"))
      .option("--resume <file>", say("go on from a checkpoint", "从断点继续")),
    [
      ["cdn-refresh-tasks list --since 2h", say("the last two hours", "最近两小时")],
      ["cdn-refresh-tasks list --domain example.com --status Failed", say("what failed", "失败的任务")],
      ['cdn-refresh-tasks list --from "2026-11-24 10:00+08:00" --csv > tasks.csv', say("for a spreadsheet", "供电子表格使用")],
      ["cdn-refresh-tasks list --since 3d --dry-run", say("the price first", "先看代价")],
    ],
  ).action(async (words: string[], options) => (await import("./commands/list.js")).list(words, { ...program.opts(), ...options }));

  examples(
    asJson(withPlan(withQuery(withLenient(add("plan", say("which calls a question takes, and their price; sends nothing", "查询需要哪些调用、代价多少；不发送请求"))))).argument("[ids...]", ids())),
    [
      ["cdn-refresh-tasks plan --since 3d --rows-per-hour 20000", say("windows and price", "时间窗口与代价")],
      ["cdn-refresh-tasks plan --domain a.example.com,b.example.com --type file", say("routes compared", "比较查询方式")],
    ],
  ).action(async (words: string[], options) => (await import("./commands/plan.js")).planCommand(words, options));

  const requestWords = say("the request: `Parameter=value` …, a query string, a URL, JSON, or `-`", "请求：`参数=值` …、查询字符串、URL、JSON，或 `-`");
  const operation = (): Option =>
    new Option("--operation <name>", say("operation", "接口")).choices(["DescribeRefreshTasks", "DescribeRefreshTaskById"]).default("DescribeRefreshTasks");

  examples(asJson(withLenient(add("check", say("everything that is wrong with a request, and how to mend it", "检查请求中的所有问题，并给出修正方法")).argument("[request...]", requestWords))).addOption(operation()), [
    ["cdn-refresh-tasks check DomainName=example.com Status=Failed", say("what is missing?", "缺了什么？")],
    ["cdn-refresh-tasks check 'StartTime=2026-11-24T10:00:00+08:00'", say("a local time", "本地时间")],
    ["cdn-refresh-tasks check - < request.json", say("from a file", "从文件读取")],
  ]).action(async (words: string[], options) => (await import("./commands/check.js")).checkCommand(words, options));

  examples(
    asJson(
      add("url", say("a signed-ready or signed URL; the secret comes from the environment only", "生成待签名或已签名的 URL；密钥只从环境读取"))
        .argument("[request...]", requestWords)
        .addOption(operation())
        .addOption(new Option("--signature <version>", say("signature", "签名版本")).choices(["v1", "v3"]).default("v1"))
        .addOption(new Option("--method <method>", say("method", "请求方法")).choices(["GET", "POST"]))
        .option("--access-key-id <id>", say("the id (not the secret); default: that of the environment", "AccessKey ID（不是密钥），默认取自环境"))
        .option("--endpoint <host>", say("default cdn.aliyuncs.com", "默认 cdn.aliyuncs.com"))
        .option("--profile <name>", say("profile of the aliyun CLI's config file", "aliyun CLI 配置文件中的配置名"))
        .option("--sign", say("sign it, too: good once, for 31 minutes (V1) or 15 (V3)", "同时签名：只能用一次，有效期 31 分钟（V1）或 15 分钟（V3）")),
    ),
    [
      ["cdn-refresh-tasks url TaskId=15423123921 --access-key-id LTAI…", say("the string to sign", "待签名字符串")],
      ["curl \"$(cdn-refresh-tasks url TaskId=15423123921 --sign)\"", say("signed with the environment's key", "用环境中的密钥签名")],
    ],
  ).action(async (words: string[], options) => (await import("./commands/url.js")).url(words, options));

  examples(
    add("sample", say("the same request for another tool", "用其他工具发出同一请求的示例代码"))
      .argument("[request...]", requestWords)
      .addOption(operation())
      .addOption(new Option("--as <language>", say("language", "语言")).choices(["curl", "aliyun-cli", "node", "python", "go", "java"]).default("curl")),
    [["cdn-refresh-tasks sample DomainName=example.com ObjectType=file --as python", say("with the official SDK", "使用官方 SDK")]],
  ).action(async (words: string[], options) => (await import("./commands/sample.js")).sampleCommand(words, options));

  examples(
    add("policy", say("the least RAM policy for a question", "查询所需的最小 RAM 权限策略"))
      .option("--id <ids>", say("task ids", "任务 ID"), collect)
      .option("--domain <name>", say("domain; may be repeated, or a comma list", "加速域名，可重复，也可用逗号分隔"), collect)
      .option("--account <id>", say("account id; default: any", "账号 ID，默认不限")),
    [["cdn-refresh-tasks policy --domain example.com --account 1234567890123456", say("for one domain", "针对一个域名")]],
  ).action(async (options) => (await import("./commands/policy.js")).policy(options));

  examples(asJson(add("explain", say("what an error code means and what to do; all codes where none is given", "解释错误码并给出处理办法；不给错误码则列出全部")).argument("[codes...]", say("codes", "错误码"))), [
    ["cdn-refresh-tasks explain MissingParameter.ObjectType", say("one code", "一个错误码")],
    ["cdn-refresh-tasks explain --lang zh", say("all codes, in Chinese", "所有错误码")],
  ]).action(async (codes: string[], options) => (await import("./commands/explain.js")).explainCommand(codes, options));

  examples(
    withService(
      add("console", say("the page, live: a loopback proxy holds the credentials", "打开可查询真实数据的网页控制台：本机代理持有凭证"))
        .option("--port <number>", say("default: a free one", "端口，默认自动选择"), whole(0))
        .option("--open", say("open it in the browser", "在浏览器中打开")),
    ),
    [["cdn-refresh-tasks console --open", say("with the environment's credentials", "使用环境中的凭证")]],
  ).action(async (options) => (await import("./commands/console.js")).consoleCommand(options));

  examples(
    add("emulate", say("the service, emulated on a loopback port, for trying and testing", "在本机端口上模拟该服务，供试用和测试"))
      .option("--port <number>", say("default 8421; 0 takes a free one", "默认 8421；0 表示自动选择"), whole(0))
      .option("--scenario <name>", say("what is in it; `--scenario list` lists them", "场景；`--scenario list` 列出全部"))
      .option("--seed <number>", say("everything that is drawn is drawn from it", "随机种子"), whole(0)),
    [
      ["cdn-refresh-tasks emulate --scenario release", say("then, in another terminal:", "然后在另一个终端：")],
      [
        "ALIBABA_CLOUD_ACCESS_KEY_ID=testid ALIBABA_CLOUD_ACCESS_KEY_SECRET=testsecret cdn-refresh-tasks list --endpoint http://127.0.0.1:8421",
        say("ask it", "查询"),
      ],
    ],
  ).action(async (options) => (await import("./commands/emulate.js")).emulate(options));

  examples(add("completion", say("completion for a shell", "命令行补全脚本")).argument("<shell>", "bash | zsh | fish"), [
    ["source <(cdn-refresh-tasks completion bash)", say("for this shell; put it into ~/.bashrc", "当前 shell；可写入 ~/.bashrc")],
    ["cdn-refresh-tasks completion zsh > ~/.zfunc/_cdn-refresh-tasks", "zsh"],
    ["cdn-refresh-tasks completion fish > ~/.config/fish/completions/cdn-refresh-tasks.fish", "fish"],
  ]).action(async (shell: string) => (await import("./commands/completion.js")).completion(shell));

  program.addHelpText(
    "after",
    `\n${paint.bold(say("Exit codes:", "退出码："))}\n  ${say(
      "0 yes · 1 some task failed or was canceled · 2 invalid input · 3 incomplete\n  4 service or network · 124 deadline · 130 interrupted",
      "0 成功 · 1 有任务失败或被取消 · 2 输入有误 · 3 结果不完整 · 4 服务或网络错误 · 124 超时 · 130 被中断",
    )}\n\n${paint.bold(say("Credentials:", "凭证："))}\n  ${say(
      "ALIBABA_CLOUD_ACCESS_KEY_ID, _SECRET and _SECURITY_TOKEN,\n  then ~/.aliyun/config.json. A secret is never an argument.",
      "ALIBABA_CLOUD_ACCESS_KEY_ID、_SECRET 和 _SECURITY_TOKEN，其次是 ~/.aliyun/config.json。密钥不作为参数传入。",
    )}`,
  );
  return program;
}

const TITLES = (): Record<string, string> => ({
  "Usage:": say("Usage:", "用法："),
  "Arguments:": say("Arguments:", "参数："),
  "Options:": say("Options:", "选项："),
  "Global Options:": say("Global options:", "全局选项："),
  "Commands:": say("Commands:", "命令："),
});

/** commander's errors in our words; null where there is nothing to say (help was shown). */
export function usageProblem(error: CommanderError): Error | null {
  const quoted = /'([^']+)'/.exec(error.message)?.[1] ?? "";
  const suggestion = /\(Did you mean (.+)\?\)/.exec(error.message)?.[1];
  const help = suggestion ? say(`did you mean ${suggestion}?`, `是否要写 ${suggestion}？`) : null;
  const more = say("`--help` shows what there is", "`--help` 可查看用法");
  switch (error.code) {
    case "commander.helpDisplayed":
    case "commander.version":
      return null;
    case "commander.help":
      return usage("");
    case "commander.unknownOption":
      return secretOption(quoted) ?? usage(say(`unknown option \`${quoted}\``, `未知选项 \`${quoted}\``), help ?? more);
    case "commander.unknownCommand":
      return usage(say(`unknown command \`${quoted}\``, `未知命令 \`${quoted}\``), help ?? more);
    case "commander.missingArgument":
      return usage(say(`\`${quoted}\` is missing`, `缺少 \`${quoted}\``), more);
    case "commander.optionMissingArgument":
      return usage(say(`\`${quoted}\` needs a value`, `\`${quoted}\` 需要一个值`), more);
    case "commander.invalidArgument": {
      const [, value, why = ""] = /argument '([^]*)' is invalid\.\s*([^]*)$/.exec(error.message) ?? [];
      if (value === undefined) return usage(error.message.replace(/^error: /, ""), more);
      const choices = /^Allowed choices are (.+?)\.?$/.exec(why)?.[1];
      const expected = choices === undefined ? why : say(`expected one of ${choices}`, `可选值：${choices}`);
      return usage(say(`\`${quoted}\`: \`${value}\` is invalid: ${expected}`, `\`${quoted}\`：\`${value}\` 无效：${expected}`), more);
    }
    case "commander.excessArguments":
      return usage(say("too many arguments", "参数过多"), more);
    default:
      return usage(error.message.replace(/^error: /, ""), more);
  }
}

/** People try to hand secrets over as arguments, where every process of the machine can read them. */
const secretOption = (option: string): Error | null =>
  /secret|token|password/i.test(option)
    ? usage(
        say(`\`${option.split("=")[0]}\`: a secret is never an argument, because every process can read it there`, `\`${option.split("=")[0]}\`：密钥不能作为参数，因为其他进程都能看到`),
        say("set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run `aliyun configure`", "请设置环境变量 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET，或运行 `aliyun configure`"),
      )
    : null;

export { CommanderError };
