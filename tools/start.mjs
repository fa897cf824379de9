// `npm start`: set-up, build, and the console on a loopback port until Ctrl-C.
import { main } from "./lib/run.mjs";
import { build } from "./build.mjs";

const PORT = Number(process.env.PORT ?? 8420);

main(async () => {
  await build();
  const { serve } = await import("./serve.mjs");
  const { address } = await serve({ port: PORT }).catch((error) => {
    if (error.code !== "EADDRINUSE") throw error;
    process.stderr.write(`  port ${PORT} is taken; another is used (PORT=… chooses one)\n`);
    return serve();
  });
  process.stdout.write(`\n  cdn-refresh-tasks console: ${address}\n  Ctrl-C ends it.\n`);
});
