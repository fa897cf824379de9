import { type TemplateResult, html, svg } from "lit";
import type { Diagnostic, TaskView } from "../index.js";

const icon = (shape: TemplateResult) => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${shape}</svg>`;

/** Every kind has a shape of its own, so that colour is never the only sign. */
export const severityIcon: Record<Diagnostic["severity"], TemplateResult> = {
  error: icon(svg`<path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2z M8 4.8v3.7 M8 11v.2"/>`),
  warning: icon(svg`<path d="M8 1.8 15 14H1z M8 6.2v3.6 M8 11.9v.2"/>`),
  notice: icon(svg`<circle cx="8" cy="8" r="6.4"/><path d="M8 7.4v3.8 M8 4.8v.2"/>`),
};

export const stateIcon: Record<TaskView["state"], TemplateResult> = {
  succeeded: icon(svg`<circle cx="8" cy="8" r="6.4"/><path d="m5 8.2 2.1 2.1L11 6"/>`),
  running: icon(svg`<circle cx="8" cy="8" r="6.4" stroke-dasharray="2.6 2.4"/><path d="M8 5v3.2l2 1.2"/>`),
  failed: icon(svg`<circle cx="8" cy="8" r="6.4"/><path d="m5.7 5.7 4.6 4.6 M10.3 5.7l-4.6 4.6"/>`),
  canceled: icon(svg`<circle cx="8" cy="8" r="6.4"/><path d="M3.6 12.4 12.4 3.6"/>`),
  unknown: icon(svg`<circle cx="8" cy="8" r="6.4"/><path d="M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2 M8 11.4v.2"/>`),
};

export const copyIcon = icon(svg`<rect x="5.5" y="5.5" width="8.5" height="8.5" rx="1.5"/><path d="M10.5 5.5V3.5A1.5 1.5 0 0 0 9 2H3.5A1.5 1.5 0 0 0 2 3.5V9a1.5 1.5 0 0 0 1.5 1.5h2"/>`);
export const doneIcon = icon(svg`<path d="m3 8.5 3.2 3.2L13 4.8"/>`);
export const fixIcon = icon(svg`<path d="M9.8 2.2a3.6 3.6 0 0 0-3.4 5L2 11.6 4.4 14l4.4-4.4a3.6 3.6 0 0 0 5-3.4l-2.3 2-2.2-.6-.6-2.2z"/>`);
export const chevronIcon = icon(svg`<path d="m6 3.5 4.5 4.5L6 12.5"/>`);
export const againIcon = icon(svg`<path d="M13.5 8A5.5 5.5 0 1 1 11.7 3.9 M13.5 1.8v3h-3"/>`);
