import type { Command, Option } from "commander";
import { contract } from "../api.js";
import { usage } from "../exit.js";
import { write } from "../output.js";
import { say, spoken } from "../say.js";

/** Each script hands the words so far to the word `complete`, which only they know, and shows what it answers. */
const SCRIPTS: Record<string, string> = {
  bash: `# bash completion for cdn-refresh-tasks
_cdn_refresh_tasks() {
  local IFS=$'\\n'
  COMPREPLY=($(cdn-refresh-tasks complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
}
complete -o default -F _cdn_refresh_tasks cdn-refresh-tasks
`,
  zsh: `#compdef cdn-refresh-tasks
# zsh completion for cdn-refresh-tasks
_cdn_refresh_tasks() {
  local -a found
  local word about
  while IFS=$'\\t' read -r word about; do
    found+=("\${word//:/\\\\:}\${about:+:$about}")
  done < <(cdn-refresh-tasks complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then _describe 'cdn-refresh-tasks' found; else _files; fi
}
if [ "$funcstack[1]" = "_cdn_refresh_tasks" ]; then _cdn_refresh_tasks "$@"; else compdef _cdn_refresh_tasks cdn-refresh-tasks; fi
`,
  fish: `# fish completion for cdn-refresh-tasks
function __cdn_refresh_tasks
  set -l words (commandline -opc) (commandline -ct)
  cdn-refresh-tasks complete -- $words[2..-1] 2>/dev/null
end
complete -c cdn-refresh-tasks -f -a '(__cdn_refresh_tasks)'
complete -c cdn-refresh-tasks -n '__fish_seen_argument -l resume -l checkpoint' -F
`,
};

export async function completion(shell: string): Promise<void> {
  const script = SCRIPTS[shell];
  if (script === undefined) throw usage(say(`there is no completion for \`${shell}\``, `没有 \`${shell}\` 的补全脚本`), say("there is one for bash, zsh and fish", "支持 bash、zsh 和 fish"));
  await write(script);
}

/** The parameter whose values an option takes; the parser leaves them to the core to judge. */
const PARAMETER_OF: Record<string, string> = { "--type": "ObjectType", "--status": "Status" };

/** What may follow `words`, the last of which is being typed: a word and, after a tab, what it is. */
export async function complete(program: Command, words: readonly string[]): Promise<void> {
  const typed = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const command = program.commands.find((candidate) => candidate.name() === before.find((word) => !word.startsWith("-")));
  const options = [...(command?.options ?? []), ...program.options].filter((option) => !option.hidden);
  const previous = before.at(-1) ?? "";
  const pending = options.find((option) => option.long === previous && option.required);
  const [name, value] = /^(--[a-z-]+)=(.*)$/.exec(typed)?.slice(1) ?? [];
  let found: [string, string][];
  if (name !== undefined) found = valuesOf(options.find((option) => option.long === name), name).map((word) => [`${name}=${word}`, ""]);
  else if (pending) found = valuesOf(pending, previous).map((word) => [word, ""]);
  else if (typed.startsWith("-")) found = options.flatMap((option) => (option.long ? [[option.long, option.description] as [string, string]] : []));
  else if (command === undefined) found = program.commands.map((candidate) => [candidate.name(), candidate.description()]);
  else if (command.name() === "completion") found = Object.keys(SCRIPTS).map((shell) => [shell, ""]);
  else if (["check", "url", "sample"].includes(command.name())) found = contract(spoken()).params.map(({ name, label }) => [`${name}=`, label]);
  else found = [];
  const matching = found.filter(([word]) => word.startsWith(value === undefined ? typed : `${name}=${value}`));
  await write(matching.map(([word, about]) => (about ? `${word}\t${about.replace(/\s+/g, " ")}\n` : `${word}\n`)).join(""));
}

const valuesOf = (option: Option | undefined, name: string): readonly string[] => option?.argChoices ?? (name === "--lang" ? ["en", "zh"] : (contract().params.find((param) => param.name === PARAMETER_OF[name])?.choices ?? []));
