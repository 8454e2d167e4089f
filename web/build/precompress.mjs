// Writes file.gz and file.br beside every text file of the build, so the server sends them as they are.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync, constants as zlib } from "node:zlib";

const TEXT = /\.(html|js|css|svg|json|txt|webmanifest)$/;
/** Below this a compressed copy saves no packet. */
const SMALLEST = 512;

/**
 * Every file below a folder, hidden folders (the manifest's) left out.
 * @param {string} folder
 * @returns {string[]}
 */
function filesOf(folder) {
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesOf(path) : [path]));
}

/** @param {string} path */
export function compressFile(path) {
  const plain = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
  const parameters = { [zlib.BROTLI_PARAM_QUALITY]: 11, [zlib.BROTLI_PARAM_SIZE_HINT]: plain.length };
  writeFileSync(`${path}.br`, brotliCompressSync(plain, { params: parameters }));
}

/** @returns {import("vite").Plugin} */
export function precompress() {
  let folder = "dist";
  return {
    name: "bucgiang-precompress",
    apply: "build",
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const path of filesOf(folder)) {
        if (TEXT.test(path) && statSync(path).size >= SMALLEST) compressFile(path);
      }
    },
  };
}
