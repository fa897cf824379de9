import { css } from "lit";

export const learnStyles = css`
  & {
    container-type: inline-size;
  }
  .pair {
    display: grid;
    gap: 24px 32px;
    margin-block-end: 28px;
  }
  .pair > * {
    min-inline-size: 0;
  }
  @media (min-width: 1080px) {
    .pair {
      grid-template-columns: minmax(0, 10fr) minmax(0, 11fr);
    }
  }
  h3 {
    margin-block-end: 10px;
    font-size: 1rem;
  }
  .row {
    display: flex;
    gap: 8px;
    margin-block-start: 4px;
  }
  .row button {
    flex: none;
    min-block-size: 34px;
  }
  .hint {
    margin-block: 4px 10px;
    color: var(--_muted);
    font-size: 0.923em;
  }
  .found {
    padding: 10px 14px;
    border: 1px solid var(--_line);
    border-inline-start: 4px solid var(--_state, var(--_muted));
    border-radius: var(--_radius);
    overflow-wrap: anywhere;
  }
  .found.yes {
    --_state: var(--_ok);
  }
  .found.no {
    --_state: var(--_warning);
  }
  .found .icon {
    color: var(--_state, var(--_muted));
  }
  .found ul {
    display: grid;
    gap: 4px;
    margin-block-start: 4px;
  }
  .typing {
    margin-block-start: 16px;
    color: var(--_muted);
    font-size: 0.923em;
  }
`;
