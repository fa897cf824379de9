/** What every entry of the package offers; the entries differ in how they load the core. */
export { CoreStoppedError, NotInitializedError, RefreshTasksError } from "./errors.js";
