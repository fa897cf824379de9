import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import type { Contract, Diagnostic, Fix } from "../index.js";
import { fixIcon, severityIcon } from "./icons.js";
import { prose } from "./prose.js";
import type { Texts } from "./text/index.js";

export type Param = Contract["params"][number];

export interface FieldView {
  t: Texts;
  name: string;
  label: string;
  hint: string;
  value: string;
  /** Those whose text stands below this field. */
  own: Diagnostic[];
  /** Those of other fields that also mark this one. */
  shared: Diagnostic[];
  /** Additional line, such as a time in the reader's zone. */
  aside: string | null;
  param: Param | null;
  onInput(value: string): void;
  onFix(fix: Fix): void;
}

const diagnosticId = (diagnostic: Diagnostic) => `about-${diagnostic.params[0] ?? ""}-${diagnostic.code.replaceAll(".", "-")}`;
export const fieldId = (name: string): string => `field-${name}`;

/** One field: label with the service's own name, control, hint, and what is wrong with it, tied together for screen readers. */
export function field(view: FieldView) {
  const { t, name, own, shared } = view;
  const all = [...own, ...shared];
  const invalid = all.some(({ severity }) => severity === "error");
  // Where an error says what is accepted, the hint would only say it again.
  const hinted = !own.some(({ severity }) => severity === "error");
  const described = [...(hinted ? [`hint-${name}`] : []), ...all.map(diagnosticId)].join(" ");
  return html`<div class="field" part="field" data-param=${name} data-kind=${view.param?.kind ?? "text"}>
    <label part="label" for=${fieldId(name)}>${view.label} ${view.label === name ? nothing : html`<code translate="no">${name}</code>`}</label>
    ${control(view, described, invalid)}
    ${hinted
      ? html`<p class="hint" part="hint" id="hint-${name}">${prose(view.hint)}${view.aside === null ? nothing : html` <span class="aside">${view.aside}</span>`}</p>`
      : nothing}
    ${own.map((diagnostic) => finding(t, diagnostic, view.onFix))}
  </div>`;
}

function control(view: FieldView, described: string, invalid: boolean) {
  const { name, value, param, t } = view;
  const input = (event: Event) => view.onInput((event.target as HTMLInputElement).value);
  if (param?.kind === "choice") {
    const choices = param.choices ?? [];
    return html`<select part="control" id=${fieldId(name)} name=${name} aria-describedby=${described} aria-invalid=${invalid} .value=${live(value)} @change=${input}>
      <option value="" ?selected=${value === ""}>${t.form.any}</option>
      ${choices.map((choice, position) => html`<option value=${choice} ?selected=${value === choice}>${choice}${meaning(param, position)}</option>`)}
      ${value === "" || choices.includes(value) ? nothing : html`<option value=${value} selected>${t.form.notAChoice(value)}</option>`}
    </select>`;
  }
  return html`<input
    part="control"
    id=${fieldId(name)}
    name=${name}
    .value=${live(value)}
    aria-describedby=${described}
    aria-invalid=${invalid}
    inputmode=${param?.kind === "integer" ? "numeric" : "text"}
    autocomplete="off"
    autocapitalize="off"
    spellcheck="false"
    placeholder=${param?.kind === "integer" && param.default !== undefined ? String(param.default) : nothing}
    @input=${input}
  />`;
}

/** What a choice means, where that says more than the choice itself. */
function meaning(param: Param, position: number) {
  const label = param.choiceLabels?.[position];
  return label && label.toLowerCase() !== param.choices?.[position]?.toLowerCase() ? ` · ${label}` : nothing;
}

/** One diagnostic with its help, its fixes and where the rule is written. */
export function finding(t: Texts, diagnostic: Diagnostic, onFix: (fix: Fix) => void) {
  const { severity, code, message, help, fixes, source } = diagnostic;
  return html`<div class="finding ${severity}" part="finding ${severity}" data-code=${code}>
    ${severityIcon[severity]}
    <div>
      <p id=${diagnosticId(diagnostic)}>
        <span class="sr">${t[severity]}${t.colon}</span>${prose(message)} ${help ? html`<span class="help">${prose(help)}</span>` : nothing}
      </p>
      <p class="meta">
        ${fixes.map((fix) => html`<button type="button" class="fix" part="button fix" @click=${() => onFix(fix)}>${fixIcon} <span>${prose(fix.title)}</span></button>`)}
        <span class="code-name" translate="no" title=${source ? `${t.sourceOf}${source.page}, ${source.seen}` : nothing}>${code}</span>
      </p>
    </div>
  </div>`;
}
