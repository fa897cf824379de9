import { html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { type Fault, type TaskPage, parse } from "../index.js";
import { explained } from "./explained.styles.js";
import { faultView } from "./fault-view.js";
import { severityIcon, stateIcon } from "./icons.js";
import { inert, prose } from "./prose.js";
import { ReadingElement } from "./reading-element.js";
import { responseStyles } from "./response.styles.js";
import { basics, controls, tokens } from "./styles.js";
import { rowOf } from "./task-rows.js";
import { byteSize, duration } from "./time.js";
import type { ReadBody, ResponseElement } from "./types.js";

/** A paste beyond this is read without being shown: a text field of that size would stall typing. */
const SHOWN_LIMIT = 300_000;
const TYPING_PAUSE_MS = 250;
const REMARKS_SHOWN = 8;

export class Response extends ReadingElement implements ResponseElement {
  static override styles = [tokens, basics, controls, explained, responseStyles];

  @state() accessor bodies: readonly ReadBody[] = [];
  @state() private accessor over = false;
  @state() private accessor note = "";
  private pause: ReturnType<typeof setTimeout> | undefined;

  async read(inputs: readonly { name: string; body: Uint8Array | string; status?: number }[]): Promise<void> {
    const started = performance.now();
    const bodies: ReadBody[] = [];
    for (const { name, body, status } of inputs) {
      for (const piece of pieces(body)) {
        const about = { now: Date.now(), locale: this.language, ...(status === undefined ? {} : { status }) };
        bodies.push({ name, bytes: typeof piece === "string" ? piece.length : piece.byteLength, result: parse(piece, about) });
      }
    }
    this.showText(inputs);
    const rows = bodies.reduce((sum, { result }) => sum + (result.kind === "page" ? result.length : 0), 0);
    this.note = bodies.every(({ result }) => result.kind === "fault") ? "" : this.t.response.read(rows, duration(performance.now() - started));
    this.bodies = bodies;
    this.send("refresh-read", { bodies });
  }

  /** One short text stands in the field as if it had been pasted there. */
  private showText(inputs: readonly { body: Uint8Array | string }[]): void {
    const area = this.renderRoot.querySelector("textarea");
    const body = inputs.length === 1 ? inputs[0]?.body : undefined;
    const text = typeof body === "string" && body.length <= SHOWN_LIMIT ? body : "";
    if (area && area.value !== text) area.value = text;
  }

  clear(): void {
    const area = this.renderRoot.querySelector("textarea");
    if (area) area.value = "";
    this.note = "";
    this.bodies = [];
    this.send("refresh-read", { bodies: this.bodies });
  }

  protected override render() {
    const { t } = this;
    return html`<div class="drop ${this.over ? "over" : ""}" @dragover=${this.dragOver} @dragleave=${() => (this.over = false)} @drop=${this.drop}>
        <label for="body">${t.response.label}</label>
        <p class="muted" id="body-hint">${t.response.hint}</p>
        <textarea
          id="body"
          rows="6"
          spellcheck="false"
          autocomplete="off"
          placeholder=${t.response.placeholder}
          aria-describedby="body-hint"
          @input=${this.typed}
          @paste=${this.paste}
        ></textarea>
        <div class="row">
          <button type="button" @click=${() => this.renderRoot.querySelector<HTMLInputElement>("#files")?.click()}>${t.response.choose}</button>
          <input id="files" type="file" multiple hidden tabindex="-1" aria-label=${t.response.choose} @change=${this.chosen} />
          ${this.bodies.length > 0 ? html`<button type="button" class="quiet" @click=${() => this.clear()}>${t.response.clear}</button>` : nothing}
          <p class="muted" role="status">${this.note}</p>
        </div>
      </div>
      ${this.renderBodies()}`;
  }

  private renderBodies() {
    const { t, bodies } = this;
    if (bodies.length === 0) return nothing;
    const faults = bodies.filter((body): body is ReadBody & { result: Fault } => body.result.kind === "fault");
    return html`${bodies.length > 1 ? this.renderList() : nothing} ${faults.slice(0, 5).map(({ result }) => faultView(t, result))}
    ${faults.length > 5 ? html`<p class="muted">${t.remarks.more(faults.length - 5)}</p>` : nothing} ${this.renderRemarks()}`;
  }

  private renderList() {
    const { t } = this;
    return html`<details class="bodies">
      <summary>${t.response.sources} (${this.bodies.length})</summary>
      <ul>
        ${this.bodies.slice(0, 200).map(
          ({ name, bytes, result }) =>
            html`<li>
              ${result.kind === "page" ? stateIcon.succeeded : stateIcon.failed} <bdi>${inert(name, 80)}</bdi>
              <span class="muted">${result.kind === "page" ? this.pageWords(result) : (t.fault.causes[result.cause] ?? result.cause)} · ${byteSize(bytes)}</span>
            </li>`,
        )}
      </ul>
    </details>`;
  }

  private pageWords(page: TaskPage): string {
    const { t } = this;
    return [page.pageNumber === null ? "" : t.response.page(page.pageNumber), t.response.rows(page.length)].filter((word) => word !== "").join(" · ");
  }

  /** What could not be read or was unusual; rows carry their own remarks in the table too. */
  private renderRemarks() {
    const { t } = this;
    const remarks = this.bodies.flatMap(({ result }) => (result.kind === "page" ? result.diagnostics : []));
    if (remarks.length === 0) return nothing;
    return html`<details class="remarks" open>
      <summary>${t.remarks.title(remarks.length)}</summary>
      <ul>
        ${remarks.slice(0, REMARKS_SHOWN).map((remark) => {
          const row = rowOf(remark);
          return html`<li class=${remark.severity}>
            ${severityIcon[remark.severity]} ${row === null ? nothing : html`<span class="muted">${t.remarks.row(row + 1)}${t.colon}</span>`}${prose(remark.message)}
            ${remark.help ? html`<span class="help">${prose(remark.help)}</span>` : nothing}
          </li>`;
        })}
      </ul>
      ${remarks.length > REMARKS_SHOWN ? html`<p class="muted">${t.remarks.more(remarks.length - REMARKS_SHOWN)}</p>` : nothing}
    </details>`;
  }

  private typed = (event: Event): void => {
    const { value } = event.target as HTMLTextAreaElement;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => (value.trim() === "" ? this.clear() : void this.read([{ name: this.t.response.pasted, body: value }])), TYPING_PAUSE_MS);
  };

  private paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.length <= SHOWN_LIMIT) return;
    event.preventDefault();
    void this.read([{ name: this.t.response.pasted, body: text }]).then(() => (this.note = `${this.t.response.large(byteSize(text.length))} · ${this.note}`));
  };

  private chosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    void this.readFiles([...(input.files ?? [])]);
    input.value = "";
  };

  private dragOver = (event: DragEvent): void => {
    event.preventDefault();
    this.over = true;
  };

  private drop = (event: DragEvent): void => {
    event.preventDefault();
    this.over = false;
    const files = [...(event.dataTransfer?.files ?? [])];
    const text = event.dataTransfer?.getData("text/plain") ?? "";
    if (files.length > 0) void this.readFiles(files);
    else if (text !== "") void this.read([{ name: this.t.response.pasted, body: text }]);
  };

  private async readFiles(files: File[]): Promise<void> {
    this.note = this.t.response.reading;
    const inputs: { name: string; body: Uint8Array }[] = [];
    const failed: string[] = [];
    for (const file of files) {
      try {
        inputs.push({ name: file.name, body: new Uint8Array(await file.arrayBuffer()) });
      } catch {
        failed.push(file.name);
      }
    }
    await this.read(inputs);
    if (failed.length > 0) this.note = failed.map((name) => this.t.response.unreadableFile(name)).join(" · ");
  }
}

/** Several bodies in one text, one JSON per line, as logs and `jq -c` give them; else the text as it is. */
function pieces(body: Uint8Array | string): (Uint8Array | string)[] {
  const text = typeof body === "string" ? body : startsLikeLines(body) ? new TextDecoder().decode(body) : null;
  if (text === null) return [body];
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const many = lines.length > 1 && lines.every((line) => /^\s*\{.*\}\s*$/.test(line));
  return many ? lines : [body];
}

const BRACES = [0x7b, 0x7d] as const;
/** Whether the first line of some bytes is a JSON object by itself; whole documents are not decoded twice for it. */
function startsLikeLines(bytes: Uint8Array): boolean {
  const end = bytes.indexOf(0x0a);
  return end > 0 && end < bytes.length - 2 && bytes[0] === BRACES[0] && (bytes[end - 1] === BRACES[1] || bytes[end - 2] === BRACES[1]);
}
