/** The halves of each language, fetched when they are wanted. */
export const halves = {
  en: { asking: () => import("cdn-refresh-tasks/languages/en-asking"), reading: () => import("cdn-refresh-tasks/languages/en-reading") },
  zh: { asking: () => import("cdn-refresh-tasks/languages/zh-asking"), reading: () => import("cdn-refresh-tasks/languages/zh-reading") },
};
