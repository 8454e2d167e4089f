/**
 * The pages, one build: hashed files under /assets, precompressed copies beside them, nothing inline
 * (the server's CSP is script-src 'self'). The oldest browsers we promise are the build target.
 */
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { commonHead } from "./build/head.mjs";
import { precompress } from "./build/precompress.mjs";

const page = (name: string) => resolve(import.meta.dirname, `${name}.html`);

export default defineConfig({
  plugins: [commonHead(), precompress()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: ["chrome109", "edge109", "firefox115", "safari15.4"],
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        account: page("account"),
        index: page("index"),
        class: page("class"),
        day: page("day"),
        family: page("family"),
        office: page("office"),
        record: page("record"),
        replay: page("replay"),
        setup: page("setup"),
        way: page("way"),
      },
    },
  },
  server: {
    proxy: {
      "/api": "http://127.0.0.1:8080",
      "/whip": "http://127.0.0.1:8080",
      "/whep": "http://127.0.0.1:8080",
      "/socket.io": { target: "http://127.0.0.1:8080", ws: true },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "build/**/*.test.ts"],
    isolate: false, // src/testing/fresh.ts does it for less
    setupFiles: ["src/testing/fresh.ts", "src/testing/catalogue.ts"],
    sequence: { setupFiles: "list" },
  },
});
