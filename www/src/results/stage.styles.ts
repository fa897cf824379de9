import { css } from "lit";

export const resultsStyles = css`
  & {
    display: grid;
    gap: 18px;
    container-type: inline-size;
  }
  & > * {
    min-inline-size: 0;
  }
  .origin {
    color: var(--_muted);
  }
  .emulated-note {
    justify-self: start;
    padding: 4px 12px;
    border-radius: 99px;
    background: var(--_warning-soft);
    color: var(--_warning);
  }
  .charts {
    display: grid;
    gap: 24px 36px;
  }
  .charts > * {
    min-inline-size: 0;
  }
  @container (min-width: 860px) {
    .charts {
      grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    }
  }
  h3 {
    margin-block-end: 6px;
    font-size: 1rem;
  }
  figcaption {
    margin-block-end: 8px;
  }
  figure .muted {
    font-size: 0.923em;
  }
  .chart {
    display: block;
    inline-size: 100%;
    max-inline-size: 760px;
    block-size: auto;
    overflow: visible;
  }
  .chart text {
    fill: var(--_muted);
    font-size: 11px;
  }
  /* A narrow chart is drawn smaller, its words are not. */
  @container (max-width: 480px) {
    .chart text {
      font-size: 19px;
    }
  }
  .chart .count {
    text-anchor: end;
    font-variant-numeric: tabular-nums;
  }
  .chart .grid {
    stroke: var(--_line);
  }
  .chart .axis {
    stroke: var(--_edge);
  }
  .chart rect {
    fill: var(--_state);
  }
  .chart .area {
    fill: color-mix(in srgb, var(--_ok) 18%, transparent);
  }
  .chart .line {
    fill: none;
    stroke: var(--_ok);
    stroke-width: 1.75;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    padding-inline-start: 46px;
    color: var(--_muted);
    font-size: 0.923em;
  }
  .legend .icon {
    color: var(--_state);
  }
  summary {
    color: var(--_accent);
  }
  figure .scroll {
    max-block-size: 300px;
    overflow: auto;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  .where th,
  .where td {
    padding: 3px 8px 3px 0;
    border: 0;
    vertical-align: middle;
  }
  .where th {
    inline-size: 40%;
    overflow-wrap: anywhere;
    font-weight: 400;
  }
  .where .bar {
    display: inline-block;
    min-inline-size: 2px;
    block-size: 14px;
    margin-inline-end: 8px;
    border-radius: 2px;
    background: var(--_error);
    print-color-adjust: exact;
    vertical-align: -2px;
  }
  .where td:last-child {
    inline-size: 64px;
    text-align: end;
  }
  .failures ul {
    display: grid;
    gap: 10px 24px;
  }
  @container (min-width: 860px) {
    .failures ul {
      grid-template-columns: 1fr 1fr;
    }
  }
  .failures li {
    padding: 10px 14px;
    border: 1px solid var(--_line);
    border-inline-start: 4px solid var(--_error);
    border-radius: var(--_radius);
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .what {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 10px;
  }
  .what button {
    margin-inline-start: auto;
  }
  .examples-of {
    font-size: 0.923em;
  }
  .export {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    margin-block-end: 10px;
    color: var(--_muted);
  }
  .export button {
    color: var(--_text);
  }
  .read > * + * {
    margin-block-start: 8px;
  }
  @media print {
    .export,
    .read {
      display: none;
    }
  }
`;
