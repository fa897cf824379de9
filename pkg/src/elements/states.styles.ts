import { css } from "lit";

/** The colour of each state, as `--_state` of whatever has its class. */
export const stateColours = css`
  .succeeded {
    --_state: var(--_ok);
  }
  .running {
    --_state: var(--_accent);
  }
  .failed {
    --_state: var(--_error);
  }
  .canceled {
    --_state: var(--_muted);
  }
  .unknown {
    --_state: var(--_other);
  }
`;
