/** What Vite is told, alike for the site that is built and the one that is served. */
import { config, observable } from "@observablehq/notebook-kit/vite";
import { fileURLToPath } from "node:url";
import type { InlineConfig } from "vite";
import { offline } from "./offline.ts";

/** The notebooks' folder. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Configuration of Vite; `publicDir` holds the data. */
export function site(publicDir: string): InlineConfig {
  const { resolve, ...kit } = config();
  return {
    ...kit,
    configFile: false,
    root: ROOT,
    publicDir,
    plugins: [offline(), observable({ template: here("./page.html") })],
    resolve: {
      alias: [
        ...(resolve!.alias as { find: RegExp; replacement: string }[]),
        // What the pipeline takes from Deno and the notebooks have to bring.
        { find: /^node:zlib$/, replacement: here("../lib/zlib.ts") },
        { find: /^node:crypto$/, replacement: here("../lib/crypto.ts") },
      ],
      // The pipeline's own copies stand for all.
      dedupe: ["@observablehq/plot", "apache-arrow", "arquero"],
    },
    logLevel: "warn",
  };
}
