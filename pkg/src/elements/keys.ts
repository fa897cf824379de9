/** Resolves once the next frame is on the screen, in a task of its own; at once in a tab that is not shown and makes none. */
function painted(): Promise<void> {
  if (document.hidden) return Promise.resolve();
  const { port1, port2 } = new MessageChannel();
  // A message sent while a frame is made arrives once that is painted.
  requestAnimationFrame(() => port2.postMessage(null));
  return new Promise((resolve) => (port1.onmessage = () => resolve()));
}

/** What is typed is painted before anything that follows from it; keys that follow each other faster than frames are followed once. */
export class Keys {
  private pressed = 0;
  private followed = 0;

  press(): void {
    this.pressed += 1;
  }

  /** Does `follow` now where no key waits for its frame, else after a frame without another. */
  follow(follow: () => void): void | Promise<void> {
    if (this.pressed === this.followed) return follow();
    return this.settled().then(follow);
  }

  private async settled(): Promise<void> {
    while (this.followed !== this.pressed) {
      this.followed = this.pressed;
      await painted();
    }
  }
}
