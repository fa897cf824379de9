import { init, version } from "cdn-refresh-tasks";

await init("core.wasm");
document.documentElement.dataset.core = version();
