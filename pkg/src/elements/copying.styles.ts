import { css } from "lit";

/** The button that copies, and what it says once it has. */
export const copying = css`
  .copy .before,
  .copy .after {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .copy .after,
  .copy .failed,
  .copy [data-state] .before {
    display: none;
  }
  .copy [data-state="done"] .after {
    display: inline-flex;
    color: var(--_ok);
  }
  .copy [data-state="failed"] .failed {
    display: inline;
    color: var(--_error);
  }
`;
