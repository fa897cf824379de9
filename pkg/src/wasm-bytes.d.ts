// esbuild's `base64` loader: the file's bytes as text.
declare module "*.wasm" {
  const base64: string;
  export default base64;
}

// ES2026, newer than our target's library; absent in older engines.
interface Uint8ArrayConstructor {
  fromBase64?(base64: string): Uint8Array<ArrayBuffer>;
}
