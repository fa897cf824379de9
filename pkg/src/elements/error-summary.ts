import { html } from "lit";
import type { Diagnostic } from "../index.js";
import { severityIcon } from "./icons.js";
import { prose } from "./prose.js";
import type { Texts } from "./text/index.js";

/** What stands in the way, in the order of the form; takes the focus when a form is submitted, and leads to each field. */
export function errorSummary(t: Texts, errors: Diagnostic[], go: (diagnostic: Diagnostic) => void) {
  const follow = (event: Event, diagnostic: Diagnostic) => {
    event.preventDefault();
    go(diagnostic);
  };
  return html`<div class="error-summary" part="error-summary" role="group" tabindex="-1" aria-labelledby="error-summary-title">
    <h3 id="error-summary-title">${severityIcon.error} ${t.form.summary(errors.length)}</h3>
    <ul>
      ${errors.map(
        (diagnostic) =>
          html`<li>
            <a href="#field-${diagnostic.params[0] ?? ""}" @click=${(event: Event) => follow(event, diagnostic)}
              >${prose(diagnostic.message)}</a
            >
          </li>`,
      )}
    </ul>
  </div>`;
}
