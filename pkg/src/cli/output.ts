/** The two streams: rows on standard output, with backpressure; everything said to people on standard error. */
import { once } from "node:events";
// picocolors: the smallest and fastest of its kind, honours NO_COLOR, FORCE_COLOR and pipes; what most of npm's tools use.
import picocolors from "picocolors";

const wanted = (stream: NodeJS.WriteStream): boolean =>
  !process.env["NO_COLOR"] && !process.argv.includes("--no-color") && (!!process.env["FORCE_COLOR"] || process.argv.includes("--color") || (stream.isTTY && process.env["TERM"] !== "dumb"));

/** Colours for what goes to standard output, and to standard error: one may be piped while the other is a terminal. */
export const paint = picocolors.createColors(wanted(process.stdout));
export const paintError = picocolors.createColors(wanted(process.stderr));

let closed = false;
let failure: NodeJS.ErrnoException | undefined;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  closed = true;
  if (error.code !== "EPIPE") failure = error;
});
// Nobody is left to tell.
process.stderr.on("error", () => {});

/** Whether the reader of standard output has gone (`| head`). */
export const outputClosed = (): boolean => closed;
/** Why writing failed, where it was not the reader's leaving: a full disk, for one. */
export const outputFailure = (): NodeJS.ErrnoException | undefined => failure;

/** Writes, and waits while the reader is slow. */
export async function write(text: string): Promise<void> {
  if (closed) return;
  if (!process.stdout.write(text) && !closed) {
    await Promise.race([once(process.stdout, "drain"), once(process.stdout, "close"), once(process.stdout, "error")]).catch(() => {});
  }
}

/** All that was written has left this process, or never will. */
export const flushed = (): Promise<void> =>
  new Promise((resolve) => {
    if (closed) return resolve();
    process.stdout.once("error", () => resolve());
    process.stdout.write("", () => resolve());
  });

/** One line for people. */
export const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** What came from elsewhere, for a terminal: no control character of it reaches the terminal. */
export const printable = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) =>
    character === "\t" ? " " : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
