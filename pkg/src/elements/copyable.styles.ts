import { css } from "lit";

/** Text that is meant to be copied: wraps anywhere, keeps its line breaks. */
export const copyable = css`
  .code {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: start;
    gap: 4px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_sunken);
  }
  .code pre {
    padding: 8px 10px;
    max-block-size: 22em;
    overflow: auto;
    line-height: 1.55;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .code button {
    margin: 4px;
    font-size: 0.923em;
  }
  .code .name {
    color: var(--_accent);
  }
  .code .sign {
    color: var(--_muted);
  }
  .code mark {
    padding: 1px 4px;
    border-radius: 3px;
    background: var(--_warning-soft);
    color: var(--_warning);
    font-weight: 600;
  }
  /* Narrow: the button above the text, which then has the whole width. */
  @container (max-width: 480px) {
    .code {
      grid-template-columns: 1fr;
      gap: 0;
    }
    .code .copy {
      order: -1;
      justify-self: end;
    }
    .code:has(.copy) pre {
      padding-block-start: 0;
    }
  }
  @media print {
    .code pre {
      max-block-size: none;
      overflow: visible;
    }
    button {
      display: none;
    }
  }
`;
