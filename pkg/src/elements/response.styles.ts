import { css } from "lit";

export const responseStyles = css`
  :host {
    display: grid;
    gap: 12px;
  }
  .drop {
    border-radius: var(--_radius);
  }
  .drop.over {
    outline: 2px dashed var(--_accent);
    outline-offset: 6px;
  }
  .drop > .muted {
    margin-block: 2px 6px;
    font-size: 0.923em;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    margin-block-start: 8px;
  }
  .remarks {
    padding: 8px 12px;
    border-radius: var(--_radius);
    background: var(--_warning-soft);
  }
  .remarks li,
  .bodies li {
    margin-block-start: 4px;
    overflow-wrap: anywhere;
  }
  .remarks .help {
    display: block;
    padding-inline-start: 1.4em;
    color: var(--_muted);
    font-size: 0.923em;
  }
  .remarks .notice .icon {
    color: var(--_notice);
  }
  .remarks .error .icon {
    color: var(--_error);
  }
  .remarks .warning .icon {
    color: var(--_warning);
  }
`;
