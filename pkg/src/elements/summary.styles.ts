import { css } from "lit";

export const summaryStyles = css`
  .share {
    display: flex;
    gap: 2px;
    block-size: 8px;
    border-radius: 4px;
    overflow: hidden;
    background: var(--_line);
  }
  .share span {
    print-color-adjust: exact;
    min-inline-size: 3px;
    background: var(--_state);
  }
  .canceled {
    --_state: var(--_edge);
  }
  .states {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 22px;
    margin-block-start: 10px;
  }
  .states b {
    font-size: 1.15em;
    font-variant-numeric: tabular-nums;
  }
  .states .icon {
    color: var(--_state);
  }
  .states .canceled .icon {
    color: var(--_muted);
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 28px;
    margin-block-start: 12px;
  }
  dt {
    color: var(--_muted);
    font-size: 0.857em;
  }
  dd {
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .partial {
    margin-block-start: 12px;
    padding: 7px 10px;
    border-radius: var(--_radius);
    background: var(--_warning-soft);
    color: var(--_warning);
  }
`;
