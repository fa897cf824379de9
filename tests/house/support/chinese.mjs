// How Chinese is set here: punctuation of full width and no space beside it, a space between Han and Latin or digits.
const HAN = "\\p{Script=Han}";
const FULL = "。，；：！？、）」”";
const MISTAKES = [
  ["a space after full-width punctuation", new RegExp(`[${FULL}（「“] +(?=\\S)`, "u")],
  ["a space before full-width punctuation", new RegExp(`\\S +[${FULL}（「]`, "u")],
  ["punctuation of half width after Han", new RegExp(`${HAN}[,;:!?](\\s|$)`, "u")],
  ["no space between Han and Latin", new RegExp(`${HAN}[A-Za-z0-9]|[A-Za-z0-9%]${HAN}`, "u")],
  ["two spaces", /\S {2,}\S/],
];
/** Dates have none: `11月24日周二`, `11/24周二`. */
const DATE = new RegExp(`((\\d{4}年)?\\d{1,2}月\\d{1,2}日|\\d{1,2}/\\d{1,2}(?=周))(${HAN}{2})?`, "gu");

/** What is set wrongly in a text with Han in it, each with its surroundings. What was typed or sent stands in backticks and is its author's. */
export function mistakes(text) {
  if (!new RegExp(HAN, "u").test(text)) return [];
  const ours = text.replace(/`[^`]*`/g, "`…`").replace(DATE, "0");
  return MISTAKES.flatMap(([what, wrong]) => {
    const at = ours.search(wrong);
    return at < 0 ? [] : [`${what}: ${ours.slice(Math.max(0, at - 20), at + 20)}`];
  });
}
