// The compiler must be told which tags are elements: `isCustomElement: (tag) => tag.startsWith("refresh-")`.
import { init } from "cdn-refresh-tasks";
import { defineElements } from "cdn-refresh-tasks/elements";
import { createApp } from "vue";
import App from "./App.vue";

await init();
defineElements();
createApp(App).mount("#app");
