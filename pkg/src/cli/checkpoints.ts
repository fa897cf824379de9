/** Checkpoints on disk: written whole or not at all, and never lost for want of room. */
import { readFile, rename, stat, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { tell } from "./output.js";
import { usage } from "./exit.js";
import { say } from "./say.js";

/** Says where it went, and how to go on from it: by `command`, with the same endpoint. */
export async function keep(checkpoint: string, { checkpoint: wanted, endpoint }: { checkpoint?: string; endpoint?: string }, command: "list" | "wait"): Promise<void> {
  const name = wanted ?? `cdn-refresh-tasks-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}.checkpoint`;
  const places = [name, join(tmpdir(), basename(name))];
  for (const path of places) {
    try {
      await writeWhole(path, checkpoint);
      const again = `cdn-refresh-tasks ${command} --resume ${path}${endpoint === undefined ? "" : ` --endpoint ${endpoint}`}`;
      tell(say(`checkpoint: ${path}; go on with \`${again}\``, `断点：${path}；继续请运行 \`${again}\``));
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      tell(say(`the checkpoint could not be written to ${path} (${why(code)})`, `断点无法写入 ${path}（${why(code)}）`));
    }
  }
  tell(say("here it is, to be kept by hand:", "断点内容如下，请自行保存："));
  tell(checkpoint);
}

const why = (code: string | undefined): string =>
  code === "ENOSPC" ? say("the disk is full", "磁盘已满") : code === "EACCES" || code === "EROFS" || code === "EPERM" ? say("no permission", "没有权限") : (code ?? "?");

async function writeWhole(path: string, text: string): Promise<void> {
  // A pipe or a device is written into, never replaced.
  const there = await stat(path).catch(() => null);
  if (there !== null && !there.isFile()) return writeFile(path, text);
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, text, { mode: 0o600 });
    await rename(part, path);
  } catch (error) {
    await unlink(part).catch(() => {});
    throw error;
  }
}

export async function recall(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw usage(say(`the checkpoint ${path} could not be read (${(error as NodeJS.ErrnoException).code})`, `无法读取断点 ${path}（${(error as NodeJS.ErrnoException).code}）`));
  }
}
