import { ramPolicy } from "../api.js";
import { queryOf } from "../inputs.js";
import { write } from "../output.js";

export async function policy({ account, ...words }: { id?: string[]; domain?: string[]; account?: string }): Promise<void> {
  await write(`${JSON.stringify(ramPolicy(await queryOf(words, [], Date.now()), account), null, 2)}\n`);
}
