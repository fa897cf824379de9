import { spawn } from "node:child_process";
import { usage } from "../exit.js";
import { paint, tell, write } from "../output.js";
import { say } from "../say.js";
import { type ServiceWords, clientOf, interruption } from "../service.js";
import { serveConsole } from "../console-server.js";

export async function consoleCommand(words: ServiceWords & { port?: number; open?: boolean }): Promise<void> {
  const { client, close } = await clientOf(words);
  const server = await serveConsole(client, words.port ?? 0).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw usage(say("the console's files are missing from this installation", "安装中缺少控制台文件"));
    if (error.code === "EACCES") throw usage(say(`port ${words.port} is not open to this user`, `当前用户无权使用端口 ${words.port}`), say("ports below 1024 may need an administrator", "1024 以下的端口可能需要管理员权限"));
    if (error.code !== "EADDRINUSE") throw error;
    throw usage(say(`port ${words.port} is taken`, `端口 ${words.port} 已被占用`), say("leave `--port` out: a free one is taken", "省略 `--port` 即可自动选择空闲端口"));
  });
  await write(`${say("console", "控制台")} ${paint.bold(server.address)}\n`);
  tell(say("The address holds a key of this run: whoever has it can query with your credentials. Ctrl-C ends it.", "地址中含有本次运行的口令：得到它的人可以用您的凭证查询。按 Ctrl-C 结束。"));
  if (words.open) openBrowser(server.address);
  const stop = interruption();
  await new Promise<void>((resolve) => stop.signal.addEventListener("abort", () => resolve(), { once: true }));
  stop.done();
  await server.close();
  await close();
}

function openBrowser(address: string): void {
  const [command, args] =
    process.platform === "darwin" ? ["open", [address]] : process.platform === "win32" ? ["cmd", ["/c", "start", "", address]] : ["xdg-open", [address]];
  const child = spawn(command as string, args as string[], { stdio: "ignore", detached: true });
  child.on("error", () => tell(say("no browser could be opened: open the address by hand", "无法打开浏览器，请手动打开上面的地址")));
  child.unref();
}
