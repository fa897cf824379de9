const KEPT = 60;
const times: number[] = [];
let listening = false;

/** From a key pressed in any field to the picture after it, in ms. */
export function watchTyping(): void {
  if (listening) return;
  listening = true;
  document.addEventListener(
    "input",
    ({ timeStamp }) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        times.push(performance.now() - timeStamp);
        if (times.length > KEPT) times.shift();
      };
      // A message sent while a frame is made arrives once that is painted.
      requestAnimationFrame(() => channel.port2.postMessage(null));
    },
    { capture: true, passive: true },
  );
}

/** Median and worst of the last keys; null before the first. */
export function typingTimes(): { median: number; worst: number; keys: number } | null {
  if (times.length === 0) return null;
  const sorted = [...times].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1] as number, worst: sorted.at(-1) as number, keys: sorted.length };
}
