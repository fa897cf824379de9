import { css } from "lit";

/**
 * The look all elements share. Every colour and size is a custom property that a host page may set (`--refresh-accent` …);
 * light and dark follow the `color-scheme` in force.
 */
export const tokens = css`
  :host {
    --_text: var(--refresh-text, light-dark(#1a2029, #e4e9f0));
    --_muted: var(--refresh-muted, light-dark(#566070, #a2adbb));
    --_surface: var(--refresh-surface, light-dark(#ffffff, #171c23));
    --_sunken: var(--refresh-sunken, light-dark(#f4f6f9, #11151b));
    --_hover: var(--refresh-hover, light-dark(#eef2f7, #202833));
    --_line: var(--refresh-line, light-dark(#dce1e9, #2c3541));
    --_edge: var(--refresh-edge, light-dark(#838d9b, #6c7987));
    --_accent: var(--refresh-accent, light-dark(#0a5dab, #74b6ff));
    --_on-accent: var(--refresh-on-accent, light-dark(#ffffff, #0a1624));
    --_error: var(--refresh-error, light-dark(#b3221b, #ff9088));
    --_error-soft: var(--refresh-error-soft, light-dark(#fdefed, #391d1c));
    --_warning: var(--refresh-warning, light-dark(#865200, #f0b956));
    --_warning-soft: var(--refresh-warning-soft, light-dark(#fff6e3, #33280f));
    --_notice: var(--refresh-notice, light-dark(#3d5a80, #9cc3ee));
    --_notice-soft: var(--refresh-notice-soft, light-dark(#eef4fb, #18293c));
    --_ok: var(--refresh-ok, light-dark(#18693a, #74cf95));
    --_ok-soft: var(--refresh-ok-soft, light-dark(#e7f5ec, #143020));
    --_other: var(--refresh-other, light-dark(#6a3fa0, #c9a6f5));
    --_radius: var(--refresh-radius, 6px);
    --_mono: var(
      --refresh-mono,
      ui-monospace,
      SFMono-Regular,
      "Cascadia Mono",
      "Segoe UI Mono",
      Menlo,
      Consolas,
      "Noto Sans Mono CJK SC",
      monospace
    );
    display: block;
    color: var(--_text);
    /* That of our texts, whichever that of the page is. */
    direction: ltr;
    /* Room between Han and Latin where the text itself has none. */
    text-autospace: normal;
  }
  :host([hidden]) {
    display: none;
  }
`;

export const basics = css`
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  p,
  ul,
  ol,
  dl,
  dd,
  h3,
  h4,
  pre,
  fieldset,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h3 {
    font-size: 1em;
  }
  fieldset {
    border: 0;
    min-inline-size: 0;
  }
  code,
  pre,
  .mono {
    font-family: var(--_mono);
    font-size: 0.923em;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .muted {
    color: var(--_muted);
  }
  .icon {
    flex: none;
    inline-size: 1em;
    block-size: 1em;
    vertical-align: -0.125em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  /* Characters that would be invisible or turn the text around, shown by name. */
  .oddity {
    padding-inline: 0.25em;
    border-radius: 3px;
    background: var(--_warning-soft);
    color: var(--_warning);
    font-size: 0.85em;
  }
  bdi {
    unicode-bidi: isolate;
  }
`;

export const controls = css`
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  input:not([type="radio"], [type="checkbox"], [type="file"]),
  select,
  textarea {
    inline-size: 100%;
    /* In Firefox a field of a row is otherwise never narrower than its twenty characters. */
    min-inline-size: 0;
    min-block-size: 34px;
    padding: 5px 9px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  textarea {
    display: block;
    font-family: var(--_mono);
    font-size: 0.923em;
    line-height: 1.5;
    resize: vertical;
  }
  [aria-invalid="true"] {
    border-color: var(--_error);
    box-shadow: inset 0 0 0 1px var(--_error);
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 0.85;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-block-size: 28px;
    padding: 3px 10px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_surface);
    cursor: pointer;
    line-height: 1.35;
  }
  button:hover {
    background: var(--_hover);
  }
  button.primary {
    min-block-size: 36px;
    padding-inline: 18px;
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }
  button.primary:hover {
    filter: brightness(1.08);
  }
  button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--_accent);
  }
  button.quiet:hover {
    background: var(--_hover);
  }
  label,
  .label {
    display: block;
    font-weight: 600;
  }
  .segments {
    display: inline-flex;
    flex-wrap: wrap;
    padding: 2px;
    gap: 2px;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_sunken);
  }
  .segments label {
    display: inline-flex;
    align-items: center;
    min-block-size: 28px;
    padding: 2px 10px;
    border-radius: var(--_radius);
    font-weight: 500;
    color: var(--_muted);
    cursor: pointer;
  }
  .segments input {
    position: absolute;
    opacity: 0;
    inline-size: 1px;
    block-size: 1px;
  }
  .segments label:has(:checked) {
    background: var(--_surface);
    color: var(--_text);
    box-shadow:
      0 0 0 1px var(--_line),
      0 1px 2px rgb(0 0 0 / 0.08);
  }
  .segments label:has(:focus-visible) {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  .segments label:hover {
    color: var(--_text);
  }
  summary {
    cursor: pointer;
    padding-block: 4px;
  }
  @media (forced-colors: active) {
    .segments label:has(:checked) {
      outline: 2px solid Highlight;
    }
  }
`;
