#!/usr/bin/env node
/** `cdn-refresh-tasks`: reads the arguments, runs a command, ends with its exit code. */
import { EXIT, type Exit } from "./exit.js";
import { report } from "./faults.js";
import { flushed, outputClosed, outputFailure, tell } from "./output.js";
import { CommanderError, buildProgram, usageProblem } from "./program.js";
import { languageOf, say, speak } from "./say.js";

async function run(): Promise<Exit> {
  speak(languageOf(process.argv, process.env));
  const program = buildProgram();
  // What the completion scripts ask; its words are anyone's, so no parser sees them.
  if (process.argv[2] === "complete") {
    const { complete } = await import("./commands/completion.js");
    await complete(program, process.argv.slice(process.argv[3] === "--" ? 4 : 3));
    return EXIT.yes;
  }
  if (process.argv.length <= 2) {
    program.outputHelp();
    return EXIT.yes;
  }
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error);
    const problem = usageProblem(error);
    return problem === null ? EXIT.yes : report(problem);
  }
  return (process.exitCode as Exit | undefined) ?? EXIT.yes;
}

let exit = await run();
await flushed();
const failure = outputFailure();
if (failure) {
  tell(say(`error: standard output could not be written (${failure.code === "ENOSPC" ? "the disk is full" : failure.code})`, `错误：无法写入标准输出（${failure.code === "ENOSPC" ? "磁盘已满" : failure.code}）`));
  exit = EXIT.service;
} else if (outputClosed() && exit === EXIT.yes) {
  exit = EXIT.incomplete;
}
process.exitCode = exit;
