// What a pupil downloads before a page of theirs runs: its JavaScript and CSS, gzipped, followed through
// Vite's manifest. Lazily imported parts (the teacher's) are not counted. `npm run build` fails above a limit.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

/** Bytes by page; 1 kB is 1000 bytes, as families' data packs count. */
export const LIMITS = {
  "class.html": 100_000,
  "way.html": 40_000,
  "day.html": 50_000,
  "replay.html": 60_000,
};

/** @typedef {{file: string, css?: string[], imports?: string[], dynamicImports?: string[]}} Chunk */
/** @typedef {Record<string, Chunk>} Manifest */

/**
 * The files a page needs at once: its chunk, all it imports statically, and their CSS; sorted, each once.
 * @param {Manifest} manifest
 * @param {string} page
 * @returns {string[]}
 */
export function initialFiles(manifest, page) {
  const files = /** @type {Set<string>} */ (new Set());
  const seen = /** @type {Set<string>} */ (new Set());
  const visit = (/** @type {string} */ key) => {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    if (!chunk) throw new Error(`the manifest has no ${key}`);
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  visit(page);
  return [...files].sort();
}

/**
 * Each file with its gzipped size in bytes.
 * @param {string[]} files
 * @param {(file: string) => Uint8Array} read
 * @returns {{file: string, bytes: number}[]}
 */
export function gzippedSizes(files, read) {
  return files.map((file) => ({ file, bytes: gzipSync(read(file), { level: 9 }).length }));
}

/** @param {string} dist */
function main(dist) {
  const manifest = JSON.parse(readFileSync(join(dist, ".vite", "manifest.json"), "utf8"));
  const kB = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  for (const [page, limit] of Object.entries(LIMITS)) {
    const sizes = gzippedSizes(initialFiles(manifest, page), (file) => readFileSync(join(dist, file)));
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { file, bytes } of sizes) console.log(`  ${kB(bytes).padStart(9)}  ${file}`);
    console.log(`  ${kB(total).padStart(9)}  of ${kB(limit)} gzipped, before ${page} runs`);
    if (total > limit) {
      console.error(`${page} is ${kB(total - limit)} over its budget.`);
      process.exitCode = 1;
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  main(join(import.meta.dirname, "..", "dist"));
