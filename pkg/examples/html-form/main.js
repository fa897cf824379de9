import { init } from "./node_modules/cdn-refresh-tasks/dist/browser.js";
import { bindForm } from "./node_modules/cdn-refresh-tasks/dist/form.js";

const form = document.forms.query;
const output = form.querySelector("output");

// Where wasm cannot run, the form is sent as it always was.
form.addEventListener("refresh-unavailable", ({ detail }) => console.warn(detail.error.message));
await init().catch(() => {});

const bound = bindForm(form, { timeZone: "UTC" });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  output.value = JSON.stringify(bound.check().request);
});
