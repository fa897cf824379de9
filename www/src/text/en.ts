/** What the console says around the elements, English. */
export const en = {
  title: "CDN refresh tasks",
  lead: "Did the release take effect everywhere, what failed, and is that all? Ask, see the plan and its price, run it, read the proof.",
  /** Between two sentences. */
  space: " ",
  promise: "This page sends nothing and asks for no secret.",
  promiseLive: "Calls go through your own command line; this page asks for no secret.",
  skip: "Skip to the question",
  nav: "Sections",
  sections: { ask: "Ask", plan: "Plan", run: "Run", results: "Results", call: "One call", sign: "Sign", learn: "Learn" },
  headings: {
    ask: "What do you want to know?",
    plan: "The plan, and its price",
    run: "Run it",
    results: "Results",
    call: "One call, checked as you type",
    sign: "Signed-ready, step by step",
    learn: "What the service accepts, and what it says",
  },
  language: "Language",
  theme: "Appearance",
  themes: { auto: "System", light: "Light", dark: "Dark" },
  tryRequest: "Try a request",
  tryQuestion: "Try a question",
  requests: {
    empty: "Nothing filled in",
    preloads: "Preloads of the last hour",
    mistakes: "Seven mistakes at once",
  },
  questions: {
    recent: "Last 2 hours",
    theseIds: "These 25 ids",
    failedOfDomains: "Failures of these domains",
    week: "A whole week",
    busy: "A busy account",
    unclear: "Three things unclear",
  },
  link: "Copy link",
  linkCopied: "Link copied",
  linkNote: "The link holds the question, the call and the view, and no AccessKey ID; signatures in object paths are blanked.",
  footer: "Every rule here comes from one table with its source and date. No connection to Alibaba Cloud; not an official product.",
  version: (version: string) => `core ${version}`,
  failed: "Not all of this page could be loaded; load it again.",
};

export type Texts = typeof en;
