/** `deno task notebooks` builds the site, `deno task explore` serves it as it is written. */
import { build, createServer } from "vite";
import { join } from "node:path";
import { shipData } from "./data.ts";
import { ROOT, site } from "./site.ts";

const [what, port] = Deno.args;
const pages = [...Deno.readDirSync(ROOT)]
  .map(({ name }) => name)
  .filter((name) => name.endsWith(".html"))
  .sort();
const publicDir = join(ROOT, ".data");
const sets = await shipData(join(ROOT, ".."), publicDir);
if (sets.length === 0) {
  console.error("No data set has outputs; run deno task reproduce first");
  Deno.exit(1);
}
const common = site(publicDir);
if (what === "build") {
  const outDir = join(ROOT, "dist");
  await build({
    ...common,
    build: {
      outDir,
      emptyOutDir: true,
      // A file that is inlined has no name any more.
      assetsInlineLimit: 0,
      rollupOptions: { input: pages.map((page) => join(ROOT, page)) },
    },
  });
  console.log(
    `notebooks/dist: ${pages.length} pages, data of ${sets.join(", ")}`,
  );
} else {
  const server = await createServer({
    ...common,
    server: {
      host: "127.0.0.1",
      port: Number(port ?? 8080),
      fs: { allow: [join(ROOT, "..")] },
    },
    optimizeDeps: { exclude: ["observable:runtime"] },
  });
  await server.listen();
  console.log(`Notebooks at ${server.resolvedUrls!.local[0]}`);
}
