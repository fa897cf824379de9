/** The emulator as the command line uses it. Kept apart by the bundler, like `api.ts`. */
export { createEmulator, emulatorChoices, testAccessKey } from "../emulator-node.js";
