// What a TypeScript user writes with the elements; compiled under every module resolution, never run.
import { type Draft, type TaskRequest } from "cdn-refresh-tasks";
import { type QueryFormElement, type RefreshEvents, type RefreshJsx, defineElements } from "cdn-refresh-tasks/elements";

export function embed(host: HTMLElement): Draft {
  defineElements();
  defineElements("cdn-");
  const form: QueryFormElement = document.createElement("refresh-query-form");
  form.locale = "zh";
  form.addEventListener("refresh-submit", (event) => {
    const request: TaskRequest = event.detail.request;
    document.createElement("refresh-signing").request = request;
  });
  const plan = document.createElement("refresh-plan");
  plan.query = { statuses: ["Failed"], domainNames: ["www.example.com"] };
  plan.last = 2 * 3600;
  plan.addEventListener("refresh-prepare", (event) => {
    document.createElement("refresh-signing").request = event.detail.call.request;
  });
  host.append(form, plan);
  return form.draft;
}

export const ok = (event: RefreshEvents["refresh-change"]): boolean => event.detail.checked.ok;

/** What JSX makes of a tag. */
export const tag: RefreshJsx["refresh-query-form"] = {
  draft: { PageSize: 20 },
  "onrefresh-submit": ({ detail }) => void (detail.request satisfies TaskRequest),
  ref: { current: null as QueryFormElement | null },
};

// @ts-expect-error a draft is no text
export const wrong: RefreshJsx["refresh-query-form"] = { draft: "PageSize=20" };

// @ts-expect-error there is no such language
document.createElement("refresh-tasks").locale = "fr";
