import { tag } from "cdn-refresh-tasks/elements/tag.styles";
import { css } from "lit";

export const runStyles = css`
  & {
    container-type: inline-size;
  }
  .settings {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
  }
  fieldset,
  .field {
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  legend,
  .field label {
    padding: 0;
    margin-block-end: 5px;
    color: var(--_muted);
    font-size: 0.923em;
    font-weight: 600;
  }
  .segments .off {
    opacity: 0.6;
    cursor: not-allowed;
  }
  .hint {
    max-inline-size: 90ch;
    margin-block-start: 5px;
    color: var(--_muted);
    font-size: 0.923em;
  }
  .emulated,
  .aim {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 12px 24px;
  }
  .emulated select {
    inline-size: auto;
    max-inline-size: 100%;
  }
  .patience select {
    inline-size: 8em;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 5px;
  }
  .chips button {
    min-block-size: 34px;
    border-color: var(--_line);
    color: var(--_muted);
  }
  .chips button[aria-pressed="true"] {
    border-color: var(--_accent);
    background: var(--_notice-soft);
    color: var(--_text);
    font-weight: 600;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 10px;
    margin-block-start: 16px;
  }
  button[aria-disabled="true"] {
    opacity: 0.55;
    cursor: default;
  }
  .problem {
    color: var(--_error);
    overflow-wrap: anywhere;
  }
  .under-way {
    display: grid;
    gap: 12px;
    margin-block-start: 18px;
    padding-block-start: 16px;
    border-block-start: 1px solid var(--_line);
  }
  .under-way > * {
    min-inline-size: 0;
  }
  .phase {
    display: flex;
    align-items: center;
    gap: 7px;
  }
  .phase .icon {
    color: var(--_state);
  }
  .running {
    --_state: var(--_accent);
  }
  .finished {
    --_state: var(--_ok);
  }
  .paused,
  .cancelled {
    --_state: var(--_muted);
  }
  .deadline {
    --_state: var(--_warning);
  }
  .failed {
    --_state: var(--_error);
  }
  progress {
    display: block;
    inline-size: 100%;
    block-size: 8px;
    margin-block: 6px;
    border: 0;
    border-radius: 4px;
    background: var(--_line);
    overflow: hidden;
    appearance: none;
  }
  progress::-webkit-progress-bar {
    background: var(--_line);
  }
  progress::-webkit-progress-value {
    border-radius: 4px;
    background: var(--_state);
  }
  progress::-moz-progress-bar {
    background: var(--_state);
  }
  .figures {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .figures span {
    white-space: nowrap;
  }
  ${tag}
  .faults-met summary {
    color: var(--_notice);
  }
  .faults-met ul {
    display: grid;
    gap: 4px;
    margin-block-start: 4px;
    padding-inline-start: 18px;
    list-style: disc;
    overflow-wrap: anywhere;
  }
  .hand {
    display: grid;
    gap: 8px;
    padding: 14px;
    border: 1px solid var(--_accent);
    border-radius: var(--_radius);
  }
  .hand > * {
    min-inline-size: 0;
  }
  .hand summary {
    color: var(--_accent);
  }
  .hand .actions {
    margin-block-start: 0;
  }
`;
