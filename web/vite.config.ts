import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `goldlabel serve` in another terminal; the dev server only serves the app's own sources.
const server = "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  base: "/",
  build: {
    // hatch_build.py moves the finished folder to src/goldlabel/static in one step,
    // so that a running server never sees half a build.
    outDir: "dist",
    emptyOutDir: true,
    sourcemap: false,
    // The Content-Security-Policy allows our own files only: no data: URLs, no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every page needs, apart from our own code: stays cached over our releases.
        codeSplitting: {
          groups: [{ name: "vendor", test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/ }],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": server, "/media": server },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    passWithNoTests: true,
    // Styles are empty in tests, but for the test that reads them.
    css: { include: [/\.css\?raw/] },
  },
});
