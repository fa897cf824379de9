import { css } from "lit";

export const tasksStyles = css`
  :host {
    container-type: inline-size;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    margin-block-end: 8px;
  }
  .bar input[type="search"] {
    flex: 1 1 240px;
    inline-size: auto;
    max-inline-size: 420px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .chips button {
    border-color: var(--_line);
    border-radius: 99px;
  }
  .chips [aria-pressed="true"] {
    border-color: var(--_state);
    box-shadow: inset 0 0 0 1px var(--_state);
    font-weight: 600;
  }
  .chips .icon,
  .badge .icon {
    color: var(--_state);
  }
  .count {
    margin-inline-start: auto;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  .scroller {
    position: relative;
    max-block-size: var(--refresh-tasks-height, min(70vh, 720px));
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    /* Rows above that turn out taller must not push the reader's place away. */
    overflow-anchor: none;
  }
  table {
    inline-size: 100%;
    border-collapse: separate;
    border-spacing: 0;
    table-layout: fixed;
  }
  thead th {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    padding: 0 12px;
    block-size: 36px;
    border-block-end: 1px solid var(--_line);
    background: var(--_sunken);
    color: var(--_muted);
    font-size: 0.923em;
    font-weight: 600;
    text-align: start;
    white-space: nowrap;
  }
  thead button {
    margin-inline: -8px;
    padding-inline: 8px;
    border-color: transparent;
    background: transparent;
    font-weight: 600;
  }
  .arrow {
    inline-size: 0.8em;
    text-align: start;
  }
  tbody:not(.spacer) td {
    block-size: 37px;
    padding: 4px 12px;
    border-block-end: 1px solid var(--_line);
    overflow: hidden;
    text-overflow: ellipsis;
    vertical-align: middle;
    white-space: nowrap;
  }
  tbody:not(.spacer):hover tr:not(.detail) td {
    background: var(--_hover);
  }
  .spacer td {
    padding: 0;
    border: 0;
  }
  .state {
    inline-size: 192px;
  }
  .progress {
    inline-size: 136px;
  }
  .type {
    inline-size: 100px;
  }
  .created {
    inline-size: 152px;
  }
  .reason {
    inline-size: 16%;
  }
  .badge {
    display: flex;
    align-items: baseline;
    gap: 6px;
    font-weight: 500;
    word-break: keep-all;
  }
  .badge .icon {
    align-self: center;
  }
  .mark {
    padding-inline: 6px;
    border-radius: 99px;
    background: var(--_warning-soft);
    color: var(--_warning);
    font-size: 0.857em;
    font-weight: 400;
  }
  .as-sent {
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--_muted);
    font-weight: 400;
  }
  .failed .reason {
    color: var(--_error);
  }
  td.progress .number {
    display: inline-block;
    min-inline-size: 3.2em;
    text-align: end;
  }
  .track {
    display: inline-block;
    inline-size: 48px;
    block-size: 6px;
    margin-inline-end: 6px;
    border-radius: 3px;
    background: var(--_line);
    overflow: hidden;
    vertical-align: 0.1em;
  }
  .track span {
    display: block;
    block-size: 100%;
    background: var(--_state);
  }
  .open {
    display: flex;
    justify-content: start;
    inline-size: 100%;
    padding-inline: 4px;
    margin-inline-start: -4px;
    border-color: transparent;
    background: transparent;
    text-align: start;
    min-inline-size: 0;
  }
  .open > .icon {
    color: var(--_muted);
    transition: rotate 0.12s;
  }
  .open[aria-expanded="true"] > .icon {
    rotate: 90deg;
  }
  .open bdi {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .open:focus-visible {
    outline-offset: -2px;
  }
  .remarked,
  .remark .icon {
    color: var(--_warning);
  }
  tbody:not(.spacer) .detail td {
    padding: 8px 16px 14px 36px;
    background: var(--_sunken);
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .remark {
    margin-block-end: 6px;
  }
  dl {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 4px 16px;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
    min-inline-size: 0;
  }
  .empty {
    padding: 24px;
    color: var(--_muted);
    text-align: center;
  }
  .unprinted {
    display: none;
  }
  .narrow-sort {
    display: none;
    font-weight: 400;
  }
  @container (max-width: 1000px) {
    .type,
    .track {
      display: none;
    }
    .state {
      inline-size: 176px;
    }
    .progress {
      inline-size: 92px;
    }
    .created {
      inline-size: 144px;
    }
    .reason {
      inline-size: 14%;
    }
  }
  /* Narrow: a task is two or three lines instead of a row of columns. */
  @container (max-width: 760px) {
    .narrow-sort {
      display: block;
    }
    .type {
      display: block;
    }
    thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    thead tr {
      position: relative;
    }
    table,
    tbody {
      display: block;
    }
    tbody:not(.spacer) tr:not(.detail) {
      display: grid;
      grid-template-columns: 1fr auto;
      padding-block: 5px;
      border-block-end: 1px solid var(--_line);
    }
    tbody:not(.spacer) tr td {
      display: block;
      inline-size: auto;
      block-size: auto;
      padding: 1px 12px;
      border: 0;
    }
    tbody td.path {
      grid-column: 1 / -1;
      order: -1;
    }
    tbody td.reason {
      grid-column: 1 / -1;
      order: 9;
    }
    tbody td.reason:empty {
      display: none;
    }
    tbody td.created {
      text-align: end;
    }
    tbody:not(.spacer) tr:not(.detail) td:is(.progress, .created) {
      padding-inline-start: 0;
    }
    tbody:not(.spacer) tr td.state {
      padding-inline-end: 0;
      white-space: normal;
    }
    .track {
      display: inline-block;
      inline-size: 30px;
    }
    tbody:not(.spacer) .detail td {
      padding: 8px 12px;
    }
    dl {
      grid-template-columns: 1fr;
      gap: 0;
    }
    dd {
      margin-block-end: 6px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .open > .icon {
      transition: none;
    }
  }
  @media print {
    .scroller:not(.long) {
      max-block-size: none;
      overflow: visible;
    }
    .unprinted {
      display: block;
    }
    .bar {
      display: none;
    }
    /* Repeated on each sheet, its buttons would be left out. */
    thead {
      display: table-row-group;
    }
    thead th {
      position: static;
    }
    .track,
    .track span {
      print-color-adjust: exact;
    }
    tbody:not(.spacer) td {
      white-space: normal;
      overflow-wrap: anywhere;
    }
    tbody:not(.spacer) {
      break-inside: avoid;
    }
    .open bdi {
      white-space: normal;
    }
  }
`;
