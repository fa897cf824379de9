import { init, version } from "/pkg/dist/browser.js";

await init();
postMessage(version());
