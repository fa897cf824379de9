// What a TypeScript user writes with forms; compiled under every module resolution, never run.
import type { Checked } from "cdn-refresh-tasks";
import { type BoundForm, type FormUnavailableEvent, bindForm, draftSchema, fieldAttributes } from "cdn-refresh-tasks/form";

export function embed(form: HTMLFormElement): Checked {
  const bound: BoundForm = bindForm(form, { locale: "zh", timeZone: "+08:00", names: { DomainName: "domain" }, onChange: ({ ok }) => form.toggleAttribute("data-ok", ok) });
  form.addEventListener("refresh-unavailable", (event) => console.warn((event as FormUnavailableEvent).detail.error));
  const checked = bound.check();
  bound.destroy();
  return checked;
}

export const label = fieldAttributes("PageSize", "en")["label"];
export const typed: { PageSize: string } | undefined = draftSchema<{ PageSize: string }>()["~standard"].types?.input;
export const version: 1 = draftSchema({ mode: "lenient" })["~standard"].version;

// @ts-expect-error there is no such parameter
fieldAttributes("Pagesize");
