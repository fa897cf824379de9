/** The package as the command line uses it: by its own public face, so that both share one loaded core. Kept apart by the bundler. */
export * from "../node.js";
