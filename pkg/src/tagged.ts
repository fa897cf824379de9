import { crossing } from "./terms.js";

/**
 * A value of any kind as one field of joined text; the same as `src/wasm/tagged.rs`. The first character says the kind: `t` text, `n`
 * number, `i` text with lone surrogates replaced, `d` a date in milliseconds or nothing, `o` the name of another kind.
 */
export function tagged(value: unknown): string {
  switch (typeof value) {
    case "string": {
      const { text, illFormed } = crossing(value);
      return `${illFormed ? "i" : "t"}${text}\0`;
    }
    case "number":
      return `n${value}\0`;
    case "bigint":
      return `t${value}\0`;
    case "undefined":
      return "t\0";
    case "object":
      if (value === null) return "t\0";
      if (value instanceof Date) return `d${Number.isNaN(value.getTime()) ? "" : value.getTime()}\0`;
      return Array.isArray(value) ? "oarray\0" : "oobject\0";
    default:
      return `o${typeof value}\0`;
  }
}
