// How the pages are built: one HTML file per door, each with its own script, everything inside the bundle and nothing
// fetched from elsewhere. Each page is built by itself (`--mode seat`), so that a phone fetches one script and one sheet
// and nothing of the desk. A page is added by writing its HTML file beside this one. No aliases: imports are paths.
import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const DOORS = ["seat", "display"];

export default defineConfig(({ mode }) => {
  const page = DOORS.includes(mode) ? mode : "desk";
  const file = resolve(import.meta.dirname, `${page}.html`);
  return {
    plugins: [svelte()],
    // Relative addresses let one build serve the window and a folder opened from the disk alike.
    base: "./",
    // The window's content policy allows no inline data in scripts; small pictures stay files.
    build: {
      target: ["es2022", "safari16"],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // The desk is built first and clears the folder; the others come beside it.
      emptyOutDir: page === "desk",
      rollupOptions: { input: { [page]: file } },
    },
    clearScreen: false,
    // Components under test must be the browser's build of Svelte, not the server's.
    resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
    test: {
      environment: "jsdom",
      include: ["src/**/*.test.ts"],
      passWithNoTests: true,
    },
  };
});
