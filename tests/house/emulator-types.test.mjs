// The emulator's switches and faults as TypeScript types, written from their one place each, emulator/src/world.rs and faults.rs.
// `UPDATE=1 node --test tests/house/emulator-types.test.mjs` writes it anew.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

const at = (path) => new URL(`../../${path}`, import.meta.url);
const generated = at("pkg/src/generated/emulator-types.ts");
const source = readFileSync(at("emulator/src/world.rs"), "utf8");
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const kebab = (name) => name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** Every type of switch: its choices, each with a sentence. */
function choices() {
  const types = {};
  for (const [, name, body] of source.matchAll(/^switch! \{ \/\/\/ [^\n]*\n(\w+) \{([^}]*)\}/gm)) {
    types[name] = [...body.matchAll(/\/\/\/ ([^\n]*)\n(\w+)/g)].map(([, about, choice]) => ({ value: kebab(choice), about }));
  }
  return types;
}

/** Every fault with a sentence. */
function faults() {
  const source = readFileSync(at("emulator/src/faults.rs"), "utf8");
  return [...source.matchAll(/\/\/\/ ([^\n]*)\n +\w+ = "([\w-]+)";/g)].map(([, about, name]) => [name, about]);
}

function declaration() {
  const types = choices();
  const numbers = { u32: "number", i32: "number", "Option<u32>": "number | null" };
  const [, body] = /pub struct World \{\n([^]*?)\n\}/.exec(source);
  const fields = [...body.matchAll(/((?: +\/\/\/ [^\n]*\n)+) +pub (\w+): ([\w<>]+),/g)].map(([, docs, name, type]) => {
    const about = [...docs.matchAll(/\/\/\/ ([^\n]*)/g)].map(([, line]) => line).join(" ");
    const lines = (types[type] ?? []).map(({ value, about: sentence }) => `   * - \`${value}\`: ${sentence}`);
    const values = numbers[type] ?? types[type].map(({ value }) => JSON.stringify(value)).join(" | ");
    const doc = lines.length > 0 ? ["  /**", `   * ${about}`, ...lines, "   */"].join("\n") : `  /** ${about} */`;
    return `${doc}\n  ${camel(name)}: ${values};`;
  });
  return [
    "// Written by tests/house/emulator-types.test.mjs from emulator/src/world.rs and emulator/src/faults.rs.",
    "",
    "/** How the service behaves where its documents are silent: a switch for each such behaviour; `emulatorChoices().world` has the defaults. */",
    "export interface EmulatorWorld {",
    fields.join("\n"),
    "}",
    "",
    "/** What goes wrong on purpose: each fault with the share of calls it strikes, 0 to 1. */",
    "export interface EmulatorFaults {",
    ...faults().map(([name, about]) => `  /** ${about} */\n  ${/^\w+$/.test(name) ? name : JSON.stringify(name)}: number;`),
    "}",
    "",
  ].join("\n");
}

test("the types are what the sources say", () => {
  const text = declaration();
  if (process.env.UPDATE) writeFileSync(generated, text);
  assert.equal(readFileSync(generated, "utf8"), text, "stale: run with UPDATE=1");
});

test("they have every fault and every switch, and every default is one of its values", async () => {
  const { emulatorChoices } = await import("cdn-refresh-tasks/emulator");
  assert.deepEqual(faults().map(([name]) => name), emulatorChoices().faults);
  const text = declaration();
  for (const [name, value] of Object.entries(emulatorChoices().world)) {
    const [, type] = new RegExp(`^  ${name}: (.*);$`, "m").exec(text) ?? assert.fail(name);
    const allowed = typeof value === "number" ? "number" : JSON.stringify(value);
    assert.ok(type.split(" | ").includes(allowed), `${name}: ${value} is not of ${type}`);
  }
});
