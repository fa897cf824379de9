import { init } from "./node_modules/cdn-refresh-tasks/dist/browser.js";
import { defineElements } from "./node_modules/cdn-refresh-tasks/dist/elements.js";

await init();
defineElements();

const form = document.querySelector("refresh-query-form");
form.draft = { DomainName: "example.com" };
// Events rise through the page like those of any other element.
document.addEventListener("refresh-submit", ({ detail }) => {
  document.querySelector("refresh-signing").request = detail.request;
  document.querySelector("output").value = JSON.stringify(detail.request);
});
