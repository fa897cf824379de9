import { css } from "lit";

/** Tables that are read, not operated. */
export const readable = css`
  .scroll {
    position: relative;
    overflow-x: auto;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 7px 12px;
    text-align: start;
    vertical-align: top;
    border-block-end: 1px solid var(--_line);
  }
  tbody tr:last-child > * {
    border-block-end: 0;
  }
  thead th {
    background: var(--_sunken);
    color: var(--_muted);
    font-size: 0.923em;
    font-weight: 600;
    white-space: nowrap;
  }
  tbody th {
    font-weight: 500;
  }
`;
