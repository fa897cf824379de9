import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { type Prepared, type TaskRequest, prepare } from "../index.js";
import { copyButton } from "./copy.js";
import { copyable } from "./copyable.styles.js";
import { copying } from "./copying.styles.js";
import { againIcon, severityIcon } from "./icons.js";
import { canonicalLines, queryPairs, queryView } from "./query-view.js";
import { readable } from "./readable.styles.js";
import { ReadingElement } from "./reading-element.js";
import { curlLine, opensslLine } from "./shell.js";
import { signingStyles } from "./signing.styles.js";
import { basics, controls, tokens } from "./styles.js";
import { minutesLeft } from "./time.js";
import type { SigningElement } from "./types.js";

type Version = "v1" | "v3";

/** Stands in until the reader's own id is there, so that every step can be seen. */
const SAMPLE_ID = "YourAccessKeyId";
const SOON_MS = 60_000;
/** Stands where the signature will stand; only letters, so that nothing encodes it. */
const PLACE = "SIGNATUREPLACE";

export class Signing extends ReadingElement implements SigningElement {
  static override styles = [tokens, basics, controls, copyable, copying, readable, signingStyles];

  @property({ attribute: false }) accessor request: TaskRequest | null = null;
  @state() private accessor version: Version = "v3";
  @state() private accessor method: "GET" | "POST" = "POST";
  @state() private accessor endpoint = "";
  @state() private accessor accessKeyId = "";
  @state() private accessor signature = "";
  @state() private accessor now = Date.now();
  @state() private accessor prepared: Prepared | null = null;
  @state() private accessor problem = "";

  private timer: ReturnType<typeof setInterval> | undefined;
  private inputs = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => (this.now = Date.now()), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.size === 1 && changed.has("now")) return;
    // A nonce is spent only when something that is signed has changed.
    const { request, version, method, endpoint, accessKeyId } = this;
    const inputs = request === null ? "" : JSON.stringify([request, version, method, endpoint.trim(), accessKeyId.trim(), this.problem && this.language]);
    if (inputs === this.inputs) return;
    this.inputs = inputs;
    this.again();
  }

  private again(): void {
    const { request, version, method, endpoint, accessKeyId } = this;
    this.signature = "";
    this.problem = "";
    this.now = Date.now();
    if (request === null) {
      this.prepared = null;
      return;
    }
    try {
      this.prepared = prepare(request, {
        accessKeyId: accessKeyId.trim() || SAMPLE_ID,
        signature: version,
        method,
        locale: this.language,
        ...(endpoint.trim() === "" ? {} : { endpoint: endpoint.trim() }),
      });
    } catch (error) {
      // An endpoint that is no address, or an id that cannot be signed: said where it was typed, and nothing stale is shown.
      this.prepared = null;
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  protected override render() {
    return html`${this.renderChoices()}
    ${this.problem === "" ? nothing : html`<p class="problem" role="alert">${severityIcon.error} ${this.problem}</p>`}
    ${this.prepared === null ? html`<p class="waiting">${this.t.signing.waiting}</p>` : this.renderSteps(this.prepared)}`;
  }

  private renderChoices() {
    const { t } = this;
    const version = (value: Version, label: string) =>
      html`<label><input type="radio" name="version" .checked=${this.version === value} @change=${() => this.choose(value)} />${label}</label>`;
    const method = (value: "GET" | "POST") =>
      html`<label><input type="radio" name="method" .checked=${this.method === value} @change=${() => (this.method = value)} />${value}</label>`;
    const typed = (event: Event) => (event.target as HTMLInputElement).value;
    return html`<div class="options">
      <fieldset>
        <legend>${t.signing.version}</legend>
        <div class="segments">${version("v3", t.signing.v3)} ${version("v1", t.signing.v1)}</div>
      </fieldset>
      <fieldset>
        <legend>${t.signing.method}</legend>
        <div class="segments">${method("POST")} ${method("GET")}</div>
      </fieldset>
      <div>
        <label for="access-key-id">${t.signing.accessKeyId}</label>
        <input
          id="access-key-id"
          class="mono"
          part="control"
          .value=${live(this.accessKeyId)}
          autocomplete="off"
          spellcheck="false"
          autocapitalize="off"
          placeholder=${SAMPLE_ID}
          aria-describedby="access-key-id-hint"
          @input=${(event: Event) => (this.accessKeyId = typed(event))}
        />
      </div>
      <div>
        <label for="endpoint">${t.signing.endpoint}</label>
        <input
          id="endpoint"
          class="mono"
          part="control"
          .value=${live(this.endpoint)}
          autocomplete="off"
          spellcheck="false"
          autocapitalize="off"
          placeholder="cdn.aliyuncs.com"
          @input=${(event: Event) => (this.endpoint = typed(event))}
        />
      </div>
      <p class="hint wide" id="access-key-id-hint">
        ${t.signing.accessKeyIdHint}${t.space}${t.signing.noSecret}${this.version === "v1" ? [t.space, t.signing.v1Note] : nothing}
      </p>
    </div>`;
  }

  private choose(version: Version): void {
    this.version = version;
    this.method = version === "v1" ? "GET" : "POST";
  }

  private renderSteps(prepared: Prepared) {
    const { t, version } = this;
    const pairs = queryPairs(prepared.canonicalQuery);
    const line = opensslLine(prepared.stringToSign, version);
    return html`${this.renderTime(prepared)}
      ${this.accessKeyId.trim() === "" ? html`<p class="sample-id">${severityIcon.warning} ${t.signing.sampleId}</p>` : nothing}
      <ol class="steps">
        ${this.step(t.signing.parameters, t.signing.parametersNote(pairs.length), this.renderPairs(pairs))}
        ${this.step(
          t.signing.canonicalQuery,
          t.signing.canonicalQueryNote,
          prepared.canonicalQuery === "" ? html`<p class="muted">${t.signing.emptyQuery}</p>` : this.code(queryView(prepared.canonicalQuery), prepared.canonicalQuery, t.signing.canonicalQuery),
        )}
        ${prepared.canonicalRequest === null
          ? nothing
          : this.step(
              t.signing.canonicalRequest,
              t.signing.canonicalRequestNote,
              this.code(canonicalLines(prepared.canonicalRequest), prepared.canonicalRequest, t.signing.canonicalRequest),
            )}
        ${this.step(
          t.signing.stringToSign,
          version === "v1" ? t.signing.stringToSignV1 : t.signing.stringToSignV3,
          this.code(prepared.stringToSign, prepared.stringToSign, t.signing.stringToSign, "string-to-sign"),
        )}
        ${this.step(t.signing.sign, t.signing.signNote, html`${this.code(line, line, "openssl", "openssl")}<p class="hint">${t.signing.shellNote}</p>`)}
        ${this.step(t.signing.place, version === "v1" ? t.signing.placeV1 : t.signing.placeV3, this.renderPlace(prepared))}
      </ol>`;
  }

  private step(title: string, note: string, body: TemplateResult) {
    return html`<li>
      <h3>${title}</h3>
      <p class="note">${note}</p>
      <div class="body">${body}</div>
    </li>`;
  }

  private code(shown: unknown, text: string, label: string, id?: string) {
    return html`<div class="code" data-id=${id ?? nothing}>
      <pre part="code" translate="no" tabindex="0" role="group" aria-label=${label}>${shown}</pre>
      ${copyButton(this.t, text, label)}
    </div>`;
  }

  private renderTime(prepared: Prepared) {
    const { t } = this;
    const left = prepared.expiresAt - this.now;
    const word = left <= 0 ? t.signing.expired : t.signing.timeLeft(minutesLeft(left));
    const soon = left <= 0 ? t.signing.expired : left < SOON_MS ? t.signing.expiresSoon : "";
    return html`<div class="time ${left <= 0 ? "expired" : left < SOON_MS ? "soon" : ""}">
      <span>${word}</span>
      <button type="button" @click=${() => this.again()} title=${t.signing.againHint}>${againIcon} ${t.signing.again}</button>
      <span class="sr" role="status">${soon}</span>
    </div>`;
  }

  private renderPairs(pairs: [string, string][]) {
    const { t } = this;
    if (pairs.length === 0) return html`<p class="muted">${t.signing.emptyQuery}</p>`;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t.signing.parameters}>
      <table translate="no">
        <thead>
          <tr>
            <th scope="col">${t.signing.name}</th>
            <th scope="col">${t.signing.value}</th>
          </tr>
        </thead>
        <tbody>
          ${pairs.map(([name, value]) => html`<tr><th scope="row"><code>${name}</code></th><td><code>${value}</code></td></tr>`)}
        </tbody>
      </table>
    </div>`;
  }

  private renderPlace(prepared: Prepared) {
    const { t } = this;
    const given = this.signature.trim();
    let problem = "";
    let finished: ReturnType<Prepared["finish"]> | undefined;
    try {
      finished = prepared.finish(given || PLACE);
    } catch (error) {
      problem = (error as Error).message;
    }
    const signed = given !== "" && finished !== undefined;
    const curl = curlLine(finished ?? prepared.finish(PLACE));
    const mark = (text: string) =>
      !signed ? text.split(PLACE).map((piece, index) => html`${index > 0 ? html`<mark>${this.t.signing.signature}</mark>` : nothing}${piece}`) : text;
    return html`<label for="signature">${t.signing.signatureField}</label>
      <input
        id="signature"
        class="mono"
        part="control"
        .value=${live(this.signature)}
        autocomplete="off"
        spellcheck="false"
        autocapitalize="off"
        aria-describedby="signature-hint"
        aria-invalid=${problem !== ""}
        @input=${(event: Event) => (this.signature = (event.target as HTMLInputElement).value)}
      />
      ${problem === "" ? html`<p class="hint" id="signature-hint">${t.signing.signatureHint}</p>` : html`<p class="problem" id="signature-hint" role="alert">${severityIcon.error} ${problem}</p>`}
      <p class="label">${t.signing.curl}</p>
      <div class="code" data-id="curl">
        <pre part="code" translate="no" tabindex="0" role="group" aria-label=${t.signing.curl}>${mark(curl)}</pre>
        ${signed ? copyButton(t, curl, t.signing.curl) : nothing}
      </div>`;
  }
}
