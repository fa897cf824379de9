import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import type { Locale } from "../index.js";
import { Keys } from "./keys.js";
import { type Texts, texts } from "./text/index.js";

/** What every element has: a language, its texts, and typed events that leave the shadow tree. */
export abstract class RefreshElement extends LitElement {
  /** `en` or `zh`; without it the language of the nearest `lang` attribute, and English where that is neither. */
  @property() accessor locale: Locale | "" = "";

  private readonly keystrokes = new Keys();

  /** A key was pressed: it is painted first, and what follows from it is rendered after that. */
  protected pressed(): void {
    this.keystrokes.press();
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    return this.keystrokes.follow(() => super.scheduleUpdate());
  }

  protected get language(): Locale {
    if (this.locale === "en" || this.locale === "zh") return this.locale;
    const lang = this.closest("[lang]")?.getAttribute("lang") ?? document.documentElement.lang;
    return lang.toLowerCase().startsWith("zh") ? "zh" : "en";
  }

  protected get t(): Texts {
    return texts[this.language];
  }

  protected send<T>(name: string, detail: T): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
