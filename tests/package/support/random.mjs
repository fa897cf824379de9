// Seeded randomness for properties: the same seed gives the same cases. `SEED=… npm test` repeats a failing run.
export const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_007);

/** A small generator (mulberry32): numbers in [0, 1). */
export function generator(start = seed) {
  let state = start >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit) => Math.floor(next() * limit);
  const pick = (list) => list[below(list.length)];
  const text = (alphabet, most) => Array.from({ length: below(most + 1) }, () => pick(alphabet)).join("");
  return { next, below, pick, text };
}

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));
const WORD = [...range(0x30, 0x39), ...range(0x41, 0x5a), ...range(0x61, 0x7a)];
const RESERVED = [..." !\"#$%&'()*+,/:;<=>?@[\\]^`{|}", "-", "_", ".", "~"];
const CONTROL = [...range(0, 0x1f), "\u007f", "\u0085", "\u2028", "\u2029", "\ufeff", "\u00a0"];
const CJK = [..."短信测试专用刷新预热目录，。（）　"];
const EMOJI = ["🙂", "👩‍👩‍👧", "🇨🇳", "𝒳", "𠮷", "\u{10ffff}", "\uffff", "\ue000"];

const VALUES = [WORD, RESERVED, CONTROL, CJK, EMOJI, [...WORD, ...RESERVED, ...CONTROL, ...CJK, ...EMOJI]];
const NAMES = ["Action", "Version", "Format", "AccessKeyId", "ObjectPath", "ObjectType", "PageNumber", "TaskId", "SecurityToken", "Tag.1.Key", "a", "A"];

/** Parameters as an operation of the API family could have them; `oddNames` for any characters in names too. */
export function randomParams(random, oddNames = false) {
  const params = {};
  for (let count = random.below(12); count > 0; count -= 1) {
    const odd = oddNames && random.below(3) === 0;
    // Names of characters beyond U+D7FF are sorted differently by official clients; those are refused and tested apart.
    const name = odd ? `${random.pick(WORD)}${random.text([...WORD, ...RESERVED, ...CONTROL.slice(0, 35), ...CJK.slice(0, 12)], 8)}` : random.pick(NAMES);
    params[random.below(4) === 0 ? `K${random.text([...WORD, ".", "-", "_"], 6)}` : name] = randomValue(random);
  }
  return params;
}

export function randomValue(random) {
  const kind = random.below(12);
  if (kind === 0) return "";
  if (kind === 1) return `http://example.com/${random.text(random.pick(VALUES), 2000)}`.slice(0, 2000).toWellFormed();
  return random.text(random.pick(VALUES), 40);
}

/** Headers as the JavaScript clients send them, and with `others` also such as only the Python clients sign. */
export function randomHeaders(random, others) {
  const value = () => `${random.text([" ", "\t"], 2)}${random.text([...WORD, ..."-_./:;=, "], 30)}${random.text([" ", "\t"], 2)}`;
  const headers = {};
  const cased = (name) => (random.below(3) === 0 ? name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase()) : name);
  headers[cased("host")] = "cdn.aliyuncs.com";
  for (const name of ["x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256", "content-type", "x-acs-security-token"]) {
    if (random.below(4) > 0) headers[cased(name)] = value();
  }
  for (let count = random.below(3); count > 0; count -= 1) headers[cased(`x-acs-k${random.text(WORD, 4).toLowerCase()}`)] = value();
  if (others) for (const name of ["accept", "user-agent", "date", "x-other"]) if (random.below(2) === 0) headers[cased(name)] = value();
  return headers;
}
