import type { Locale } from "cdn-refresh-tasks";
import { html } from "lit";
import type { Preferences, Theme } from "./preferences.js";
import { NAMED, type Section } from "./sections.js";
import type { Texts } from "./text/index.js";

const LANGUAGES: [Locale, string, string][] = [
  ["en", "English", "en"],
  ["zh", "中文", "zh-CN"],
];

export interface HeaderView {
  t: Texts;
  preferences: Preferences;
  section: Section;
  go(event: Event, section: Section): void;
  speak(locale: Locale): void;
  paint(theme: Theme): void;
}

/** Where one is, the language, the appearance. */
export function headerView({ t, preferences, section: current, go, speak, paint }: HeaderView) {
  return html`<header class="top">
    <a class="brand" href="#ask" @click=${(event: Event) => go(event, "ask")}>${mark}<span translate="no">cdn-refresh-tasks</span></a>
    <nav aria-label=${t.nav}>
      ${NAMED.map(
        (section) => html`<a href="#${section}" aria-current=${current === section ? "true" : "false"} @click=${(event: Event) => go(event, section)}>${t.sections[section]}</a>`,
      )}
    </nav>
    <div class="preferences">
      <div role="group" aria-label=${t.language} class="languages">
        ${LANGUAGES.map(([locale, label, lang]) => html`<button type="button" lang=${lang} aria-pressed=${preferences.locale === locale} @click=${() => speak(locale)}>${label}</button>`)}
      </div>
      <select aria-label=${t.theme} title=${t.theme} @change=${(event: Event) => paint((event.target as HTMLSelectElement).value as Theme)}>
        ${(Object.keys(t.themes) as Theme[]).map((theme) => html`<option value=${theme} ?selected=${preferences.theme === theme}>${t.themes[theme]}</option>`)}
      </select>
    </div>
  </header>`;
}

const mark = html`<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="8" /><path d="M2 10h16M10 2c3 2.4 3 13.6 0 16M10 2c-3 2.4-3 13.6 0 16" /><path class="tick" d="m6.5 10.3 2.4 2.4 4.8-5" /></svg>`;
