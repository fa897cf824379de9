/** The elements as JSX knows them, for whichever library: no type of one is named here. */
import type { RefreshEvents } from "./types.js";

type Tag = Extract<keyof HTMLElementTagNameMap, `refresh-${string}`>;
type Listeners = { [Name in keyof RefreshEvents as `on${Name}`]?: (event: RefreshEvents[Name]) => void };

interface Common<Element> {
  key?: string | number;
  ref?: ((element: Element | null) => void) | { current: Element | null } | null;
  id?: string;
  lang?: string;
  className?: string;
  hidden?: boolean;
}

/** `declare module "react" { namespace JSX { interface IntrinsicElements extends RefreshJsx {} } }` gives tags, properties and events their types. */
export type RefreshJsx = {
  [Name in Tag]: Partial<Omit<HTMLElementTagNameMap[Name], keyof HTMLElement>> & Listeners & Common<HTMLElementTagNameMap[Name]>;
};
