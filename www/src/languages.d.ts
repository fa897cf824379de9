/** Halves of the package's languages, cut by the build. */
declare module "cdn-refresh-tasks/languages/*" {
  const half: import("./load.js").Half;
  export default half;
}
