// Signed-ready: what is shown is what is signed, the shell line signs it, and no secret has a place to be typed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { driven } from "../../tools/browser.mjs";
import { example, find, openConsole, settled, textOf, useBrowser } from "./harness.mjs";

useBrowser();

const SIGNING = "refresh-signing >>> ";
const SECRET = "marker'secret";
const code = async (page, id) => (await find(page, `${SIGNING}[data-id="${id}"] pre`)).evaluate((element) => element.textContent);
const choose = async (page, version) => {
  await (await find(page, `${SIGNING}input[name=version]`)).evaluate((first, wanted) => [...first.getRootNode().querySelectorAll("input[name=version]")][wanted === "v3" ? 0 : 1].click(), version);
  await settled(page);
};
const shell = (() => {
  try {
    execFileSync("openssl", ["version"]);
    return process.platform === "win32" ? null : "sh";
  } catch {
    return null;
  }
})();

for (const [version, algorithm, key, encoding] of [
  ["v1", "sha1", `${SECRET}&`, "base64"],
  ["v3", "sha256", SECRET, "hex"],
]) {
  test(`${version}: the openssl line signs the string to sign, and the signature finds its place`, { skip: shell === null && "no openssl here" }, async () => {
    const { page, close } = await openConsole();
    await example(page, "preloads");
    await choose(page, version);
    await (await find(page, `${SIGNING}#access-key-id`)).type("testid");
    await settled(page);
    const expected = createHmac(algorithm, key).update(await code(page, "string-to-sign")).digest(encoding);
    const printed = execFileSync(shell, ["-c", await code(page, "openssl")], { env: { ...process.env, ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET }, encoding: "utf8" }).trim();
    assert.equal(printed, expected);
    assert.match(await code(page, "curl"), /YOUR|Signature/);
    await (await find(page, `${SIGNING}#signature`)).type(printed);
    await settled(page);
    const curl = await code(page, "curl");
    assert.ok(curl.includes(version === "v1" ? `Signature=${encodeURIComponent(expected)}` : `Signature=${expected}`), curl);
    await close();
  });
}

for (const [locale, said, refused] of [["en", /must be a string of Base64/, /host|origin/], ["zh", /须为 Base64/, /接入点须为/]]) {
  test(`a signature that is none, and an endpoint that is none, are told at their field in the language of the page (${locale})`, async () => {
    const { page, close } = await openConsole({ locale });
    await (await find(page, `${SIGNING}#access-key-id`)).type("testid");
    // The whole of what openssl prints without -r.
    const field = await find(page, `${SIGNING}#signature`);
    await field.type("SHA2-256(stdin)= 0abc");
    await settled(page);
    assert.match(await textOf(page, `${SIGNING}#signature-hint`), said);
    assert.equal(await field.evaluate((input) => input.getAttribute("aria-invalid")), "true");
    assert.doesNotMatch(await code(page, "curl"), /stdin/);
    await field.evaluate((input) => ((input.value = "0abc"), input.dispatchEvent(new Event("input"))));
    await settled(page);
    assert.match(await code(page, "curl"), /Signature=0abc/);
    await (await find(page, `${SIGNING}#endpoint`)).type("http://a/path");
    await settled(page);
    assert.match(await textOf(page, `${SIGNING}.problem`), refused);
    await close();
  });
}

test("a copy button copies exactly what it stands beside, and says so once", async () => {
  const { page, close } = await openConsole();
  if (driven === "chromium") await page.browserContext().overridePermissions(new URL(page.url()).origin, ["clipboard-read", "clipboard-write", "clipboard-sanitized-write"]);
  await example(page, "preloads");
  for (const id of ["string-to-sign", "openssl"]) {
    const button = await find(page, `${SIGNING}[data-id="${id}"] button`);
    await button.click();
    await page.waitForFunction((element) => element.nextElementSibling.textContent !== "", {}, button);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await code(page, id));
  }
  await close();
});

test("an invalid draft has nothing to sign; preparing again takes a new nonce", async () => {
  const { page, close } = await openConsole();
  await example(page, "mistakes");
  assert.equal(await page.$(`${SIGNING}.steps`), null);
  await example(page, "preloads");
  await choose(page, "v1");
  const nonce = async () => /SignatureNonce%3D([^%]+)/.exec(await code(page, "string-to-sign"))[1];
  const first = await nonce();
  await settled(page, 1200);
  assert.equal(await nonce(), first, "a nonce stays while nothing changes");
  await (await find(page, `${SIGNING}.time button`)).click();
  await settled(page);
  assert.notEqual(await nonce(), first);
  await close();
});

test("the time that is left runs down and says when it is over", async () => {
  const { page, close } = await openConsole();
  await example(page, "preloads");
  assert.match(await textOf(page, `${SIGNING}.time`), /1[45]:\d\d/);
  await page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 16 * 60_000;
  });
  await settled(page, 1200);
  assert.match(await textOf(page, `${SIGNING}.time`), /expired/i);
  await close();
});

test("nowhere is a secret asked for", async () => {
  const { page, close } = await openConsole();
  await example(page, "preloads");
  const fields = await page.evaluate(() => {
    const found = [];
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) walk(element.shadowRoot);
        if (element.matches("input, textarea, select")) found.push(`${element.type} ${element.id} ${element.name ?? ""} ${element.labels?.[0]?.textContent ?? ""}`);
      }
    };
    walk(document);
    return found;
  });
  assert.ok(fields.length > 10);
  for (const field of fields) assert.doesNotMatch(field, /password|secret|token/i);
  await close();
});

test("samples in six languages and the policy follow the request", async () => {
  const { page, close } = await openConsole();
  await example(page, "preloads");
  const radios = await page.$$("refresh-sample >>> input[name=language]");
  assert.equal(radios.length, 6);
  const texts = new Set();
  for (const radio of radios) {
    await radio.evaluate((element) => element.click());
    await settled(page, 10);
    const text = await textOf(page, 'refresh-sample >>> [data-id="sample"] pre');
    assert.match(text, /example\.com/);
    texts.add(text);
  }
  assert.equal(texts.size, 6);
  assert.match(await textOf(page, 'refresh-sample >>> [data-id="policy"] pre'), /domain\/example\.com/);
  await close();
});
