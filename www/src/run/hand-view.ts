import { type Locale, sample } from "cdn-refresh-tasks";
import { copyButton } from "cdn-refresh-tasks/elements/copy";
import type { Texts } from "cdn-refresh-tasks/elements/text/reading/index";
import { html } from "lit";
import type { StageTexts } from "../text/stages/index.js";
import type { Asked } from "./by-hand.js";

/** One call for the reader's own shell, and the place for what came back. */
export function handView(t: Texts, texts: StageTexts, language: Locale, { request, operation, answer }: Asked, number: number) {
  const words = texts.run.hand;
  const line = sample(request, "aliyun-cli");
  const read = (event: Event) => {
    event.preventDefault();
    const area = (event.currentTarget as HTMLFormElement).elements.namedItem("answer") as HTMLTextAreaElement;
    const text = area.value.trim();
    if (text === "") return area.focus();
    area.value = "";
    answer({ body: new TextEncoder().encode(text), about: { now: Date.now(), locale: language } });
  };
  return html`<form class="hand" @submit=${read}>
    <h3>${words.title(number)} <span class="muted" translate="no">${operation}</span></h3>
    <p>${words.run}</p>
    <div class="code">
      <pre translate="no" tabindex="0" role="group" aria-label="aliyun CLI">${line}</pre>
      ${copyButton(t, line, "aliyun CLI")}
    </div>
    <details>
      <summary>${words.sign}</summary>
      <refresh-signing .locale=${language} .request=${request}></refresh-signing>
    </details>
    <label for="answer">${words.answer}</label>
    <textarea id="answer" name="answer" rows="4" spellcheck="false" autocomplete="off" placeholder=${t.response.placeholder}></textarea>
    <div class="actions">
      <button class="primary" type="submit">${words.read}</button>
      <button type="button" class="none" @click=${() => answer({ fault: "network", detail: "" })}>${words.none}</button>
    </div>
  </form>`;
}
