/** How a run can end. */
export const EXIT = {
  yes: 0,
  /** Some task failed or was canceled. */
  failed: 1,
  /** Invalid input or usage. */
  invalid: 2,
  /** Nothing proves that the answer is whole. */
  incomplete: 3,
  /** The service or the network. */
  service: 4,
  deadline: 124,
  interrupted: 130,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** An end with something to say: what happened, and what to do. */
export class Ending extends Error {
  constructor(
    readonly exit: Exit,
    message: string,
    readonly help: string | null = null,
  ) {
    super(message);
  }
}

export const usage = (message: string, help: string | null = null): Ending => new Ending(EXIT.invalid, message, help);
