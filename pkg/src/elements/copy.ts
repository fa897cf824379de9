import { html } from "lit";
import { copyIcon, doneIcon } from "./icons.js";
import type { Texts } from "./text/index.js";

const SHOWN_MS = 1600;

/** A button that copies `text`; the word on it changes for a moment, and is said once. `label` tells screen readers what it copies. */
export function copyButton(t: Texts, text: string | (() => string), label: string, what: string = t.copy) {
  const copy = async (event: Event) => {
    const button = event.currentTarget as HTMLButtonElement;
    const said = button.nextElementSibling as HTMLElement;
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      button.dataset["state"] = "done";
      said.textContent = t.copied;
    } catch {
      button.dataset["state"] = "failed";
      said.textContent = t.copyFailed;
    }
    setTimeout(() => {
      delete button.dataset["state"];
      said.textContent = "";
    }, SHOWN_MS);
  };
  return html`<span class="copy"
    ><button type="button" class="quiet" aria-label="${what}${t.colon}${label}" @click=${copy}>
      <span class="before">${copyIcon} ${what}</span><span class="after">${doneIcon} ${t.copied}</span
      ><span class="failed">${t.copyFailed}</span></button
    ><span class="sr" role="status"></span
  ></span>`;
}
