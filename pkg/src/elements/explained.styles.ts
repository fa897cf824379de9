import { css } from "lit";
import { tag } from "./tag.styles.js";

/** Faults and explanations: names beside what they hold. */
export const explained = css`
  .fault,
  .explanation {
    padding: 12px 14px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .fault {
    border-inline-start: 4px solid var(--_error);
  }
  .fault h3 .icon {
    color: var(--_error);
  }
  .fault h3,
  .explanation h3 {
    font-size: 1em;
    overflow-wrap: anywhere;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(6em, max-content) 1fr;
    gap: 5px 16px;
    margin-block-start: 8px;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .explanation > .muted {
    margin-block-start: 8px;
    font-size: 0.857em;
  }
  ${tag}
  @media (max-width: 480px) {
    dl {
      grid-template-columns: 1fr;
      gap: 0;
    }
    dd {
      margin-block-end: 8px;
    }
  }
`;
