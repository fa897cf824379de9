import { css } from "lit";

export const contractStyles = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    margin-block-end: 10px;
  }
  .bar input[type="search"] {
    flex: 1 1 180px;
    inline-size: auto;
    max-inline-size: 320px;
  }
  [role="tab"] {
    border-color: transparent;
    background: transparent;
    color: var(--_muted);
    font-weight: 500;
  }
  [role="tab"][aria-selected="true"] {
    background: var(--_surface);
    color: var(--_text);
    box-shadow:
      0 0 0 1px var(--_line),
      0 1px 2px rgb(0 0 0 / 0.08);
  }
  .note {
    margin-block-end: 10px;
  }
  :host {
    container-type: inline-size;
  }
  .scroll {
    position: relative;
    max-block-size: min(75vh, 760px);
    overflow: auto;
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
  }
  thead th {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
  }
  td,
  tbody th {
    line-height: 1.5;
    min-inline-size: 7em;
  }
  tbody th {
    white-space: nowrap;
  }
  .rules td:nth-child(3) {
    max-inline-size: 24em;
  }
  .conflicts tbody th {
    min-inline-size: 12em;
    white-space: normal;
  }
  @container (max-width: 760px) {
    thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    thead th {
      position: static;
    }
    table,
    tbody,
    tbody tr,
    tbody th,
    tbody td {
      display: block;
      max-inline-size: none;
    }
    tbody tr {
      padding-block: 8px;
      border-block-end: 1px solid var(--_line);
    }
    tbody th,
    tbody td {
      padding-block: 2px;
      border: 0;
      overflow-wrap: anywhere;
      white-space: normal;
    }
    tbody td[data-title]::before {
      content: attr(data-title) " ";
      color: var(--_muted);
      font-size: 0.857em;
    }
  }
  @media print {
    .scroll {
      max-block-size: none;
      overflow: visible;
    }
    .bar {
      display: none;
    }
  }
  .help,
  .kind {
    display: block;
    color: var(--_muted);
    font-size: 0.923em;
  }
  .kind {
    white-space: nowrap;
  }
  .kind.error .icon {
    color: var(--_error);
  }
  .kind.warning .icon {
    color: var(--_warning);
  }
  .kind.notice .icon {
    color: var(--_notice);
  }
  .small {
    font-size: 0.857em;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  .readings li + li {
    margin-block-start: 4px;
  }
  @media (forced-colors: active) {
    [role="tab"][aria-selected="true"] {
      outline: 2px solid Highlight;
    }
  }
`;
