/** What a client does once it is asked: loaded with its first call, so that the pure half costs nothing of it. */
import { type Draft, type Operation, type TaskRequest, check } from "../check.js";
import { InvalidRequestError, ServiceError } from "../errors.js";
import type { TaskPage } from "../parse.js";
import { madeByUs } from "../prepare.js";
import type { Setup } from "./index.js";
import { type Reply, Transport, answerOf, isHopeless } from "./transport.js";

/** A single request is tried this often where trying again helps. */
const ATTEMPTS = 5;

const transports = new WeakMap<Setup, Transport>();
export function transportOf(setup: Setup): Transport {
  let transport = transports.get(setup);
  if (transport === undefined) transports.set(setup, (transport = new Transport(setup)));
  return transport;
}

export async function describe(setup: Setup, draft: Draft, operation: Operation, signal: AbortSignal | undefined): Promise<TaskPage> {
  signal?.throwIfAborted();
  const transport = transportOf(setup);
  const { request, diagnostics } = check(draft, { ...setup.words, operation, now: transport.now() });
  if (request === null) throw new InvalidRequestError(diagnostics);
  for (let attempt = 1; ; attempt += 1) {
    const reply = await transport.send(request, operation, attempt, signal);
    const answer = answerOf(reply, setup.words.locale);
    if (answer.kind === "page") return answer;
    const hopeless = "detail" in reply && isHopeless(reply.detail);
    if (!answer.retryable || hopeless || attempt >= ATTEMPTS) throw new ServiceError(transport.redacted(answer));
    // An `onAttempt` may have ended it.
    signal?.throwIfAborted();
    // Full jitter over a doubling base, or what the service asked for.
    await setup.clock.sleep(answer.retryAfterMs ?? Math.random() * Math.min(20_000, 500 * 2 ** attempt), signal);
  }
}

export const send = (setup: Setup, request: TaskRequest, signal: AbortSignal | undefined): Promise<Reply> =>
  transportOf(setup).send(request, madeByUs(request).operation, 1, signal);
