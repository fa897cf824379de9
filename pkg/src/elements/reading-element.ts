import { RefreshElement } from "./element.js";
import { type Texts, texts } from "./text/reading/index.js";

/** An element that comes after a question. Its texts are loaded with it, so that a question can be typed sooner. */
export abstract class ReadingElement extends RefreshElement {
  protected override get t(): Texts {
    return texts[this.language];
  }
}
