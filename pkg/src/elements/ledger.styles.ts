import { css } from "lit";

export const ledgerStyles = css`
  .sentence {
    display: flex;
    align-items: baseline;
    gap: 8px;
    padding: 10px 14px;
    border: 1px solid var(--_line);
    border-inline-start: 4px solid var(--_state);
    border-radius: var(--_radius);
    background: var(--_soft);
    font-weight: 600;
  }
  .sentence .icon {
    align-self: start;
    margin-block-start: 0.25em;
    color: var(--_state);
  }
  .proven {
    --_state: var(--_ok);
    --_soft: var(--_ok-soft);
  }
  .gaps,
  .unproven {
    --_state: var(--_warning);
    --_soft: var(--_warning-soft);
  }
  .open {
    --_state: var(--_accent);
    --_soft: var(--_notice-soft);
  }
  .missing,
  .assumptions {
    display: grid;
    gap: 4px;
    padding-inline-start: 18px;
    list-style: disc;
    overflow-wrap: anywhere;
  }
  .missing {
    margin-block-start: 8px;
  }
  details {
    margin-block-start: 6px;
  }
  summary {
    color: var(--_accent);
  }
  h3 {
    margin-block: 14px 6px;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 26px;
    margin-block-start: 6px;
  }
  dt {
    color: var(--_muted);
    font-size: 0.923em;
  }
  .number {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .gap .state {
    color: var(--_warning);
    font-weight: 600;
  }
  .done .state {
    color: var(--_ok);
  }
  .hint {
    margin-block-start: 6px;
    font-size: 0.923em;
  }
  .pager {
    margin-block-start: 8px;
  }
`;
