import { type SampleLanguage, sample } from "../api.js";
import { write } from "../output.js";
import type { RequestWords } from "./check.js";
import { requestOf } from "./request.js";

export async function sampleCommand(words: readonly string[], given: RequestWords & { as: SampleLanguage }): Promise<void> {
  await write(`${sample(await requestOf(words, given), given.as).trimEnd()}\n`);
}
