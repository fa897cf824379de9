/**
 * Joined text: fields in one string, so that a call crosses into wasm once. Each field is followed by U+0000; a field that holds
 * U+0000 or U+0001 is escaped by U+0001. The same as `src/wasm/joined.rs`.
 */
const special = /[\u0000\u0001]/;

export function join(fields: Iterable<string>): string {
  let joined = "";
  for (const field of fields) joined += (field !== "" && special.test(field) ? escape(field) : field) + "\u0000";
  return joined;
}

/** A field as it stands in joined text. */
export const escape = (field: string): string => field.replaceAll("\u0001", "\u00011").replaceAll("\u0000", "\u00010");

export function split(joined: string): string[] {
  const fields = joined.split("\u0000");
  fields.pop();
  return joined.includes("\u0001")
    ? fields.map((field) => field.replaceAll("\u00010", "\u0000").replaceAll("\u00011", "\u0001"))
    : fields;
}
