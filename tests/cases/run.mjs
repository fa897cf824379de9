// The conformance cases against a loaded package, for Node and for browsers: answers the cases that differ.

/** `decisions.json`: codes, and what the first fix makes of the draft. */
export function decisions({ check, applyFix }, cases) {
  return cases.flatMap(({ draft, options, codes, fixed }) => {
    const { diagnostics } = check(draft, { now: "2026-11-24T08:00:00Z", ...options });
    const given = diagnostics.map(({ code }) => code);
    const fix = diagnostics.find(({ fixes }) => fixes.length > 0)?.fixes[0];
    const mended = fixed === undefined ? undefined : fix && sorted(applyFix(draft, fix));
    return same(given, codes) && same(mended, fixed && sorted(fixed)) ? [] : [{ draft, options, codes, given, fixed, mended }];
  });
}

/** `check.json`: whole answers, byte for byte. */
export function answers({ check }, cases) {
  return cases.flatMap(({ draft, options, answer }) => {
    const given = check(draft, options);
    return same(given, answer) ? [] : [{ draft, options, answer, given }];
  });
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const sorted = (draft) => Object.fromEntries(Object.entries(draft).sort(([a], [b]) => (a < b ? -1 : 1)));
