import type { Locale } from "cdn-refresh-tasks";

/** All that is ever stored: how the page looks and which language it speaks. */
export type Theme = "auto" | "light" | "dark";
export interface Preferences {
  locale: Locale;
  theme: Theme;
}

const KEY = "cdn-refresh-tasks.preferences";

export function loadPreferences(): Preferences {
  const stored = read();
  const system: Locale = navigator.languages.some((language) => language.startsWith("zh")) ? "zh" : "en";
  return {
    locale: stored.locale === "en" || stored.locale === "zh" ? stored.locale : system,
    theme: stored.theme === "light" || stored.theme === "dark" ? stored.theme : "auto",
  };
}

function read(): Partial<Preferences> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

export function applyPreferences(preferences: Preferences): void {
  const { locale, theme } = preferences;
  document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage is switched off: the choice holds until the page is closed.
  }
}
