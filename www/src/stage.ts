import { copyable } from "cdn-refresh-tasks/elements/copyable.styles";
import { copying } from "cdn-refresh-tasks/elements/copying.styles";
import { readable } from "cdn-refresh-tasks/elements/readable.styles";
import { ReadingElement } from "cdn-refresh-tasks/elements/reading-element";
import { basics, controls, tokens } from "cdn-refresh-tasks/elements/styles";
import type { CSSResult } from "lit";
import { type StageTexts, stageTexts } from "./text/stages/index.js";

/** A part of the page that comes after the plan. It renders into the document, so that ids and labels of the page work together. */
export abstract class Stage extends ReadingElement {
  protected get words(): StageTexts {
    return stageTexts[this.language];
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

/** The elements' own look, and more, for what stands under a tag in the document itself. */
export function adopt(tag: string, ...styles: CSSResult[]): void {
  const sheet = new CSSStyleSheet();
  const text = [tokens, basics, controls, copyable, copying, readable, ...styles].map(({ cssText }) => cssText.replace(/:host(\(([^)]*)\))?/g, "&$2")).join("\n");
  sheet.replaceSync(`${tag} { ${text} }`);
  document.adoptedStyleSheets.push(sheet);
}
