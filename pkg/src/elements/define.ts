/** Defines classes as elements. A class can stand under one name only, so every name gets a class of its own; doing it twice is harmless. */
export function define(prefix: string, elements: Record<string, CustomElementConstructor>): void {
  for (const [name, element] of Object.entries(elements)) {
    if (customElements.get(prefix + name) === undefined) customElements.define(prefix + name, class extends element {});
  }
}
