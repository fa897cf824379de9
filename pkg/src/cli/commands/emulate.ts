import { createEmulator, emulatorChoices, testAccessKey } from "../emulator-api.js";
import { usage } from "../exit.js";
import { paint, write } from "../output.js";
import { say, spoken } from "../say.js";
import { interruption } from "../service.js";
import { table } from "../table.js";

const USUAL_PORT = 8421;

export async function emulate({ port = USUAL_PORT, scenario, seed }: { port?: number; scenario?: string; seed?: number }): Promise<void> {
  const known = emulatorChoices().scenarios;
  if (scenario === "list") {
    return write(`${table(null, known.map(({ name, about }) => [paint.bold(name), about[spoken()]]), 1)}\n`);
  }
  if (scenario !== undefined && !known.some(({ name }) => name === scenario)) {
    throw usage(say(`there is no scenario \`${scenario}\``, `没有名为 \`${scenario}\` 的场景`), say(`there are ${known.map(({ name }) => name).join(", ")}`, `可用的场景：${known.map(({ name }) => name).join("、")}`));
  }
  const emulator = createEmulator({ ...(scenario && { scenario }), ...(seed !== undefined && { seed }) });
  const server = await emulator.listen(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw usage(say(`port ${port} is taken`, `端口 ${port} 已被占用`), say("`--port 0` takes a free one", "`--port 0` 自动选择空闲端口"));
  });
  const address = `http://127.0.0.1:${server.port}`;
  await write(
    [
      `${say("emulated service", "模拟服务")} ${paint.bold(address)}`,
      `${say("access key", "AccessKey")} ${testAccessKey.id} / ${testAccessKey.secret}`,
      "",
      say("in another terminal:", "在另一个终端中："),
      `  export ALIBABA_CLOUD_ACCESS_KEY_ID=${testAccessKey.id} ALIBABA_CLOUD_ACCESS_KEY_SECRET=${testAccessKey.secret}`,
      `  cdn-refresh-tasks list --endpoint ${address}`,
      say("Ctrl-C ends it.", "按 Ctrl-C 结束。"),
      "",
    ].join("\n"),
  );
  const stop = interruption();
  await new Promise<void>((resolve) => stop.signal.addEventListener("abort", () => resolve(), { once: true }));
  await server.close();
  stop.done();
}
