// How the pages are built: one HTML file per door, each with its own script, everything inside the bundle and nothing
// fetched from elsewhere. A page is added by writing its HTML file beside this one. No aliases: imports are paths.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const pages = ["desk", "seat", "display"]
  .map((name) => ({ name, file: resolve(import.meta.dirname, `${name}.html`) }))
  .filter(({ file }) => existsSync(file));

export default defineConfig({
  plugins: [svelte()],
  // Relative addresses let one build serve the window and a folder opened from the disk alike.
  base: "./",
  // The window's content policy allows no inline data in scripts; small pictures stay files.
  build: {
    target: ["es2022", "safari16"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: Object.fromEntries(pages.map(({ name, file }) => [name, file])),
    },
  },
  clearScreen: false,
  // Components under test must be the browser's build of Svelte, not the server's.
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    passWithNoTests: true,
  },
});
