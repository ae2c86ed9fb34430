/** The kit's built-in libraries come from a content network; here they come from the packages we have, or not at all. */
import type { Plugin } from "vite";

/** Where quoted addresses of libraries begin. */
const ADDRESS =
  /(["'`])https:\/\/cdn\.jsdelivr\.net\/npm\/((?:@[\w.-]+\/)?[\w.-]+)(?:@[\w.^~-]+)?((?:\/[\w./+-]+)?)\1/g;

/** Packages that are here, and how they are written without their bundler's suffix. */
const HERE = new Set([
  "@observablehq/plot",
  "@observablehq/inputs",
  "@duckdb/duckdb-wasm",
  "apache-arrow",
  "arquero",
  "htl",
  "d3",
]);

const ABSENT = "virtual:absent";

/** A Vite plugin that rewrites those addresses in the kit's files. */
export function offline(): Plugin {
  return {
    name: "offline",
    enforce: "pre",
    resolveId: (id) => id === ABSENT ? `\0${ABSENT}` : null,
    load: (id) =>
      id === `\0${ABSENT}`
        ? 'throw new Error("This library is not part of the site");\nexport default null; export const Icon = {Default: {}}; export const instance = null; export const register = null;'
        : null,
    transform(code, id) {
      if (!id.includes("notebook-kit") && !id.endsWith(".css")) return null;
      if (!code.includes("cdn.jsdelivr.net")) return null;
      return code.replace(ADDRESS, (_, quote, name, path) => {
        if (!HERE.has(name)) return `${quote}${ABSENT}${quote}`;
        const inner = path === "/+esm" ? "" : path;
        return `${quote}${name}${inner}${quote}`;
      });
    },
  };
}
