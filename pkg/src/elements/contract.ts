import { type TemplateResult, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { type Contract, type Explanation, type Source, contract } from "../index.js";
import { contractStyles } from "./contract.styles.js";
import { severityIcon } from "./icons.js";
import { prose, sourceView } from "./prose.js";
import { readable } from "./readable.styles.js";
import { ReadingElement } from "./reading-element.js";
import { basics, controls, tokens } from "./styles.js";
import type { ContractElement } from "./types.js";

type Part = ContractElement["topic"];
const PARTS: Part[] = ["rules", "params", "errors", "conflicts", "limits"];

interface Table {
  head: string[];
  rows: { text: string; cells: unknown[] }[];
}

/** The one table, readable: nothing here is written down a second time. */
export class ContractTables extends ReadingElement implements ContractElement {
  static override styles = [tokens, basics, controls, readable, contractStyles];

  @property() accessor topic: Part = "rules";
  @state() private accessor wanted = "";

  protected override render() {
    const { t } = this;
    const table = this.table(contract(this.language));
    const wanted = this.wanted.trim().toLowerCase();
    const rows = wanted === "" ? table.rows : table.rows.filter(({ text }) => text.toLowerCase().includes(wanted));
    return html`<div class="bar">
        <div class="segments" role="tablist" aria-label=${t.contract.search} @keydown=${this.keys}>
          ${PARTS.map(
            (part) => html`<button type="button" role="tab" id="tab-${part}" aria-controls="panel" aria-selected=${this.topic === part} tabindex=${this.topic === part ? 0 : -1} @click=${() => (this.topic = part)}>${t.contract.parts[part]}</button>`,
          )}
        </div>
        <label class="sr" for="find">${t.contract.search}</label>
        <input id="find" type="search" placeholder=${t.contract.search} .value=${this.wanted} @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value)} />
        <span class="muted" role="status">${t.contract.entries(rows.length)}</span>
      </div>
      <div id="panel" role="tabpanel" aria-labelledby="tab-${this.topic}">
        ${this.topic === "conflicts" ? html`<p class="muted note">${t.contract.conflictsNote}</p>` : nothing}
        <div class="scroll" tabindex="0" role="group" aria-label=${t.contract.parts[this.topic]}>
          <table role="table" class=${this.topic}>
            <thead role="rowgroup">
              <tr role="row">${table.head.map((title) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr>
            </thead>
            <tbody role="rowgroup">
              ${rows.map(({ cells }) => html`<tr role="row">${cells.map((cell, index) => this.cell(cell, index, table.head[index] ?? ""))}</tr>`)}
              ${rows.length > 0 ? nothing : html`<tr role="row"><td role="cell" colspan=${table.head.length} class="muted">${t.contract.noMatch}</td></tr>`}
            </tbody>
          </table>
        </div>
      </div>`;
  }

  /** Roles are said outright, because a narrow page lays cells out as blocks; there each one names its column itself. */
  private cell(content: unknown, index: number, title: string) {
    return index === 0
      ? html`<th role="rowheader" scope="row">${content}</th>`
      : html`<td role="cell" data-title=${title}>${content}</td>`;
  }

  private keys(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.topic = PARTS.at((PARTS.indexOf(this.topic) + step) % PARTS.length) ?? "rules";
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.topic}`)?.focus());
  }

  private table(table: Contract): Table {
    switch (this.topic) {
      case "rules":
        return this.rules(table);
      case "params":
        return this.params(table);
      case "errors":
        return this.errors(table.errors);
      case "conflicts":
        return this.conflicts(table);
      case "limits":
        return this.limits(table);
    }
  }

  private rules({ rules }: Contract): Table {
    const { columns, severity, official, ours, disputed } = this.t.contract;
    return {
      head: [columns.code, columns.rule, columns.params, columns.source],
      rows: rules.map((rule) => ({
        text: [rule.code, rule.message, rule.help, ...rule.params].join(" "),
        cells: [
          html`${name(rule.code)}<span class="kind ${rule.severity}">${severityIcon[rule.severity]} ${severity[rule.severity]} · ${rule.official ? official : ours}${rule.disputed ? ` · ${disputed}` : nothing}</span>`,
          html`${prose(rule.message)}${rule.help ? html`<span class="help">${prose(rule.help)}</span>` : nothing}`,
          names(rule.params),
          this.source(rule.source),
        ],
      })),
    };
  }

  private params({ params }: Contract): Table {
    const { columns, range, defaults } = this.t.contract;
    return {
      head: [columns.name, columns.meaning, columns.accepted, columns.source],
      rows: params.map((param) => ({
        text: [param.name, param.label, param.hint, ...(param.choices ?? [])].join(" "),
        cells: [
          name(param.name),
          html`${param.label}<span class="help">${prose(param.hint)}</span>`,
          html`${param.choices ? names(param.choices) : nothing}${param.min === undefined || param.max === undefined ? nothing : html`<span>${range(param.min, param.max)}</span>`}${param.default === undefined ? nothing : html`<span class="help">${defaults(param.default)}</span>`}`,
          this.source(param.source),
        ],
      })),
    };
  }

  private errors(errors: Explanation[]): Table {
    const { t } = this;
    const { columns } = t.contract;
    return {
      head: [columns.code, columns.status, columns.message, columns.why],
      rows: errors.map((error) => ({
        text: [error.code, error.message, error.cause, error.remedy, error.httpStatus].join(" "),
        cells: [
          html`${name(error.code)}${error.throttled ? html`<span class="kind">${t.fault.throttled}</span>` : nothing}`,
          error.httpStatus ?? "",
          error.message,
          html`${prose(error.cause)}<span class="help">${prose(error.remedy)}</span>`,
        ],
      })),
    };
  }

  private conflicts({ conflicts }: Contract): Table {
    const { columns } = this.t.contract;
    return {
      head: [columns.about, columns.readings, columns.strict, columns.lenient],
      rows: conflicts.map(({ about, readings, strict, lenient }) => ({
        text: [about, strict, lenient, ...readings.flatMap(({ value, source }) => [value, source.page])].join(" "),
        cells: [
          prose(about),
          html`<ul class="readings">${readings.map(({ value, source }) => html`<li>${prose(value)} <span class="help">${sourceView(source)}</span></li>`)}</ul>`,
          prose(strict),
          prose(lenient),
        ],
      })),
    };
  }

  private limits({ limits }: Contract): Table {
    const { columns } = this.t.contract;
    return {
      head: [columns.limit, columns.value, columns.source],
      rows: limits.map(({ name: limit, value, unit, source }) => ({
        text: `${limit} ${value} ${unit}`,
        cells: [name(limit), html`<span class="number">${value.toLocaleString(this.language)}</span> ${unit}`, this.source(source)],
      })),
    };
  }

  private source(source: Source): TemplateResult {
    return html`<span class="muted small">${sourceView(source)}</span>`;
  }
}

const name = (text: string) => html`<code translate="no">${text}</code>`;
const names = (texts: readonly string[]) => texts.map((text, index) => html`${index > 0 ? html`, ` : nothing}${name(text)}`);
