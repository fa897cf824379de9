import { css } from "lit";

/** A word on what it stands beside, to be minded. */
export const tag = css`
  .tag {
    padding: 1px 7px;
    border-radius: 99px;
    background: var(--_warning-soft);
    color: var(--_warning);
    font-size: 0.857em;
    font-weight: 500;
  }
`;
