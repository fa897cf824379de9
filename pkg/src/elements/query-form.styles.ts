import { css } from "lit";

export const formStyles = css`
  :host {
    container-type: inline-size;
  }
  form {
    display: grid;
    gap: 18px;
  }
  .switches {
    display: flex;
    flex-wrap: wrap;
    gap: 10px 24px;
  }
  legend {
    padding: 0;
    margin-block-end: 6px;
    color: var(--_muted);
    font-size: 0.923em;
    font-weight: 600;
  }
  .group {
    position: relative;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--_line);
  }
  .group legend {
    float: inline-start;
    inline-size: 100%;
    color: var(--_text);
    font-size: 1em;
  }
  .fields,
  .spans {
    clear: both;
  }
  .spans {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    margin-block: -2px 6px;
    margin-inline: -8px;
  }
  .spans button {
    padding-inline: 8px;
    font-size: 0.923em;
  }
  .fields {
    display: grid;
    gap: 12px 16px;
  }
  @container (min-width: 460px) {
    .fields {
      grid-template-columns: 1fr 1fr;
    }
    .spans {
      clear: none;
      position: absolute;
      inset-block-start: 10px;
      inset-inline-end: 0;
      margin: 0;
    }
  }
  .field {
    min-inline-size: 0;
  }
  .field label {
    margin-block-end: 4px;
    font-weight: 500;
  }
  .field label code {
    margin-inline-start: 2px;
    color: var(--_muted);
    font-size: 0.857em;
  }
  .field[data-kind="time"] input,
  .field[data-param="TaskId"] input {
    font-family: var(--_mono);
    font-size: 0.923em;
  }
  .hint {
    margin-block-start: 3px;
    color: var(--_muted);
    font-size: 0.857em;
    line-height: 1.45;
  }
  .aside {
    display: block;
    color: var(--_text);
    font-variant-numeric: tabular-nums;
  }
  .finding {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 7px;
    margin-block-start: 6px;
    padding: 6px 9px;
    border-radius: var(--_radius);
    font-size: 0.923em;
    line-height: 1.45;
    overflow-wrap: anywhere;
  }
  .finding .icon {
    margin-block-start: 0.2em;
  }
  .finding .help {
    display: block;
    color: var(--_muted);
  }
  .finding .meta {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin-block-start: 4px;
  }
  .finding .code-name {
    color: var(--_muted);
    font-family: var(--_mono);
    font-size: 0.857em;
  }
  .fix {
    min-block-size: 26px;
    padding: 1px 8px;
    text-align: start;
    border-color: currentColor;
    color: var(--_accent);
  }
  .error {
    background: var(--_error-soft);
  }
  .error > .icon {
    color: var(--_error);
  }
  .warning {
    background: var(--_warning-soft);
  }
  .warning > .icon {
    color: var(--_warning);
  }
  .notice {
    background: var(--_notice-soft);
  }
  .notice > .icon {
    color: var(--_notice);
  }
  .error-summary {
    padding: 12px 14px;
    border: 1px solid var(--_error);
    border-inline-start-width: 5px;
    border-radius: var(--_radius);
    background: var(--_error-soft);
  }
  .error-summary h3 {
    font-size: 1em;
    color: var(--_error);
  }
  .error-summary li {
    margin-block-start: 6px;
  }
  .error-summary a {
    color: inherit;
    display: inline-block;
    padding-block: 2px;
    overflow-wrap: anywhere;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding-block-start: 14px;
    border-block-start: 1px solid var(--_line);
  }
  .verdict {
    background: none;
    font-weight: 500;
  }
  .verdict.ok {
    color: var(--_ok);
  }
  .verdict.warning {
    color: var(--_warning);
  }
  .verdict.error {
    color: var(--_error);
  }
  .paste summary {
    color: var(--_accent);
  }
  .paste textarea {
    margin-block: 4px 8px;
  }
`;
