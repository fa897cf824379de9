import { type ElementPart, noChange } from "lit";
import { Directive, directive } from "lit/directive.js";

/** Sets style properties through the object model. Lit's own `styleMap` writes a style attribute first, which a strict policy forbids. */
class Styled extends Directive {
  render(_styles: Record<string, string>): unknown {
    return noChange;
  }

  override update(part: ElementPart, [styles]: [Record<string, string>]): unknown {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(styles)) {
      if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
    }
    return noChange;
  }
}

export const styled = directive(Styled);
