import { css } from "lit";

export const signingStyles = css`
  :host {
    container-type: inline-size;
  }
  .options {
    display: grid;
    gap: 12px 16px;
  }
  @container (min-width: 520px) {
    .options {
      grid-template-columns: 1fr 1fr;
    }
    .wide {
      grid-column: 1 / -1;
    }
  }
  legend,
  .options label:not(.segments label) {
    padding: 0;
    margin-block-end: 4px;
    color: var(--_muted);
    font-size: 0.923em;
    font-weight: 600;
  }
  .hint {
    color: var(--_muted);
    font-size: 0.857em;
    line-height: 1.5;
  }
  .waiting {
    margin-block-start: 18px;
    padding: 28px 18px;
    border: 1px dashed var(--_edge);
    border-radius: var(--_radius);
    color: var(--_muted);
    text-align: center;
  }
  .problem,
  .sample-id {
    margin-block-start: 12px;
    padding: 7px 10px;
    border-radius: var(--_radius);
    font-size: 0.923em;
  }
  .problem {
    background: var(--_error-soft);
    color: var(--_error);
  }
  .sample-id {
    background: var(--_warning-soft);
    color: var(--_warning);
  }
  .time {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    margin-block-start: 18px;
    padding-block-start: 14px;
    border-block-start: 1px solid var(--_line);
    font-variant-numeric: tabular-nums;
  }
  .time.soon,
  .time.expired {
    color: var(--_error);
    font-weight: 600;
  }
  .steps {
    counter-reset: step;
    margin-block-start: 18px;
  }
  .steps > li {
    counter-increment: step;
    position: relative;
    padding-inline-start: 38px;
    padding-block-end: 22px;
  }
  .steps > li::before {
    content: counter(step);
    position: absolute;
    inset-inline-start: 0;
    inset-block-start: 0;
    display: grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    border-radius: 50%;
    border: 1px solid var(--_edge);
    color: var(--_muted);
    font-size: 0.857em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  /* The line that leads from one step to the next. */
  .steps > li:not(:last-child)::after {
    content: "";
    position: absolute;
    inset-inline-start: 12px;
    inset-block: 30px 6px;
    inline-size: 1px;
    background: var(--_line);
  }
  .steps h3 {
    font-size: 1em;
    line-height: 24px;
  }
  .note {
    color: var(--_muted);
    font-size: 0.857em;
  }
  .body {
    margin-block-start: 7px;
  }
  .body > h3 {
    margin-block-start: 18px;
  }
  .body .hint {
    margin-block: 4px 0;
  }
  .body .label,
  .body label {
    margin-block: 8px 4px;
    font-size: 0.923em;
  }
  .body label:first-child {
    margin-block-start: 0;
  }
  .body table th,
  .body table td {
    padding-block: 4px;
    overflow-wrap: anywhere;
  }
  .body table tbody th {
    white-space: nowrap;
  }
`;
