import { css } from "lit";

export const planStyles = css`
  .times {
    margin-block-start: 10px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 5px;
  }
  .chips button {
    max-inline-size: 100%;
    border-color: var(--_line);
    color: var(--_muted);
    font-family: var(--_mono);
    font-size: 0.857em;
    overflow-wrap: anywhere;
  }
  .chips button[aria-pressed="true"] {
    border-color: var(--_accent);
    background: var(--_notice-soft);
    color: var(--_text);
    font-weight: 600;
  }
  .more .fields {
    margin-block-start: 10px;
  }
  .more summary {
    color: var(--_accent);
  }
  .plan {
    display: grid;
    gap: 10px;
    margin-block-start: 20px;
    padding-block-start: 16px;
    border-block-start: 1px solid var(--_line);
  }
  .plan.alone {
    margin-block-start: 0;
    padding-block-start: 0;
    border-block-start: 0;
  }
  .plan.alone > h3:first-child {
    margin-block-start: 0;
  }
  .mend {
    color: var(--_error);
  }
  .plan > * {
    min-inline-size: 0;
  }
  .plan h3 {
    margin-block-start: 8px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 4px 12px;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }

  /* The line: what is held, what of it is asked, what is out of reach. */
  .track {
    position: relative;
    block-size: 66px;
    overflow: hidden;
  }
  .track > span {
    position: absolute;
    inset-block-start: 6px;
  }
  .track .held {
    block-size: 34px;
    border: 1px solid var(--_edge);
    border-radius: 3px;
    background: var(--_sunken);
  }
  .track .bar {
    inset-block-start: 12px;
    block-size: 22px;
    min-inline-size: 2px;
    border: 1px solid var(--_accent);
    border-radius: 2px;
    background: color-mix(in srgb, var(--_accent) 45%, var(--_surface));
  }
  .track .out,
  .key.out::before {
    border: 1px dashed var(--_warning);
    background: repeating-linear-gradient(135deg, var(--_warning-soft) 0 4px, var(--_warning) 4px 5px);
  }
  .track .before {
    border-inline-start: 0;
    border-start-start-radius: 0;
    border-end-start-radius: 0;
  }
  .track .after {
    border-inline-end: 0;
    border-start-end-radius: 0;
    border-end-end-radius: 0;
  }
  .track .tick {
    block-size: 46px;
    border-inline-start: 1px solid var(--_edge);
  }
  .track .tick span {
    position: absolute;
    inset-block-start: 42px;
    transform: translateX(-50%);
    padding-inline: 2px;
    background: var(--_surface);
    color: var(--_muted);
    font-size: 0.857em;
    line-height: 18px;
    white-space: nowrap;
  }
  .track .now {
    border-inline-start: 2px solid var(--_text);
  }
  .track .now span {
    z-index: 1;
    color: var(--_text);
    font-weight: 600;
  }
  figcaption {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    color: var(--_muted);
    font-size: 0.857em;
  }
  .key::before {
    content: "";
    display: inline-block;
    inline-size: 14px;
    block-size: 10px;
    margin-inline-end: 6px;
    border: 1px solid var(--_edge);
    border-radius: 2px;
    background: var(--_sunken);
  }
  .key.window::before {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 45%, var(--_surface));
  }
  .zone {
    margin-inline-start: auto;
  }
  .unreachable li {
    padding: 6px 10px;
    border-radius: var(--_radius);
    background: var(--_warning-soft);
    font-size: 0.923em;
  }
  .unreachable li + li {
    margin-block-start: 4px;
  }
  .unreachable .icon {
    color: var(--_warning);
  }

  .routes {
    display: grid;
    gap: 6px;
  }
  .routes li {
    padding: 8px 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .routes .chosen {
    border-color: var(--_ok);
    border-inline-start-width: 4px;
  }
  .price {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 10px;
  }
  .tag {
    padding: 1px 7px;
    border-radius: 99px;
    background: var(--_ok-soft);
    color: var(--_ok);
    font-size: 0.857em;
  }
  .tag.unsafe {
    background: var(--_warning-soft);
    color: var(--_warning);
  }
  .because {
    margin-block-start: 3px;
    color: var(--_muted);
    font-size: 0.923em;
    overflow-wrap: anywhere;
  }
  .windows td,
  .windows th {
    padding-block: 4px;
    white-space: nowrap;
  }
  .windows td:last-child {
    min-inline-size: 24ch;
    white-space: normal;
  }
  .calls {
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .calls li {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: start;
    gap: 10px;
    padding: 8px 12px;
  }
  .calls li + li {
    border-block-start: 1px solid var(--_line);
  }
  .calls .number {
    min-inline-size: 2ch;
    color: var(--_muted);
    text-align: end;
  }
  .operation {
    color: var(--_muted);
    font-size: 0.857em;
    overflow-wrap: anywhere;
  }
  .pairs code {
    margin-inline-end: 6px;
    overflow-wrap: anywhere;
  }
  .pairs .name {
    color: var(--_accent);
  }
  @container (max-width: 420px) {
    .calls li {
      grid-template-columns: auto 1fr;
    }
    .calls button {
      grid-column: 2;
      justify-self: start;
    }
    .track .tick:not(.now) span {
      font-size: 0.786em;
    }
  }
  @media print {
    .plan button {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .track .bar {
      background: Highlight;
    }
    .track .out {
      background: none;
    }
    .chips button[aria-pressed="true"] {
      outline: 2px solid Highlight;
    }
  }
`;
