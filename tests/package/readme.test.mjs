// The READMEs: their programs run, and both languages say the same.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const english = readFileSync(`${root}README.md`, "utf8");
const chinese = readFileSync(`${root}README.zh.md`, "utf8");

/** Fenced blocks: their language and text. */
const blocks = (markdown) => [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));
const scripts = blocks(english).filter(({ language }) => language === "js");

test("there are programs to run", () => assert.ok(scripts.length >= 1));

scripts.forEach(({ text }, index) => {
  test(`js example ${index + 1} runs and prints what its comments say`, (t) => {
    // Inside the repository, so that the package is found as users would have it.
    const folder = mkdtempSync(`${root}node_modules/.readme-`);
    t.after(() => rmSync(folder, { recursive: true }));
    writeFileSync(`${folder}/example.mjs`, text);
    const printed = execFileSync(process.execPath, [`${folder}/example.mjs`], { encoding: "utf8" });
    for (const [, expected] of text.matchAll(/^\/\/ → (.*)$/gm)) assert.ok(printed.includes(expected), `${expected}\nnot in\n${printed}`);
  });
});

test("the js examples are right in their types, for those who write TypeScript", (t) => {
  const folder = mkdtempSync(`${root}node_modules/.readme-`);
  t.after(() => rmSync(folder, { recursive: true }));
  const files = scripts.map(({ text }, index) => {
    writeFileSync(`${folder}/example${index}.mts`, text);
    return `${folder}/example${index}.mts`;
  });
  const options = ["--strict", "--noEmit", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom,dom.iterable", "--types", ""];
  try {
    execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, ...options, ...files], { encoding: "utf8" });
  } catch (error) {
    throw new Error(error.stdout || error.message);
  }
});

test("both languages have the same structure, programs, tables and links", () => {
  const shape = (markdown) => ({
    headings: [...markdown.matchAll(/^#+ /gm)].map(([mark]) => mark),
    // Programs are the same but for their comments; what a shell or a pipeline says to people is in the reader's language.
    blocks: blocks(markdown).map(({ language, text }) =>
      ["text", "sh", "yaml"].includes(language) ? `${language} ${text.split("\n").length}` : `${language}\n${text.replace(/\/\/.*$/gm, "")}`,
    ),
    rows: [...markdown.matchAll(/^\|/gm)].length,
    links: [...markdown.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link).filter((link) => !link.startsWith("README")),
  });
  assert.deepEqual(shape(chinese), shape(english));
});

test("links to files lead somewhere", () => {
  for (const [, link] of english.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) readFileSync(root + link);
});
