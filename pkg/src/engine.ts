import { RefreshTasksError } from "./errors.js";

/** The smallest module that uses a simd128 instruction. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** Says in words what an engine lacks, where compiling would only say "invalid opcode". */
export function assertSupported(): void {
  if (typeof WebAssembly !== "object") {
    throw new RefreshTasksError("UnsupportedEngine", "this engine has no WebAssembly, or it is switched off");
  }
  if (!WebAssembly.validate(SIMD_PROBE)) {
    throw new RefreshTasksError(
      "UnsupportedEngine",
      "this engine has no WebAssembly SIMD: Chrome 91, Firefox 89, Safari 16.4, Node 16.4 or newer is needed",
    );
  }
}
