/** What outputs would be made from now: programs, data and options, by their digests. */
import { dirname, join, relative } from "node:path";
import { digests, type Made } from "../store/made.ts";
import { DATA, FIGURES, outputFolder } from "./data_set_folders.ts";

/** Files of a data set that can decide its outputs; its journals and weights cannot. */
const READ = /^(?!.*\/weights\/).*\.(json|arrow)$/;

const root = join(import.meta.dirname!, "../..");

/** Digests of the pipeline's own files and of the packages it locks; none where they may not be read. */
export function programDigests(): Made["code"] {
  const paths = ["pipeline", "deno.json", "deno.lock"].map((name) =>
    relative(".", join(root, name))
  );
  return digests(paths, /\.(ts|json|lock)$/);
}

/** What a data set's outputs would be made from now. Timings may be another set's, so every timing counts. */
export function madeNow(
  folder: string,
  code: Made["code"],
  options: Readonly<Record<string, unknown>>,
): Made {
  const lent = digests(
    [dirname(folder)],
    new RegExp(`^${DATA}/[^/]+/timing\\.arrow$`),
  );
  return {
    asked: [
      `Deno ${Deno.version.deno}`,
      ...Object.keys(options).filter((name) => options[name]).map((name) =>
        `--${name}`
      ),
    ].join(" "),
    code,
    data: { ...lent, ...digests([folder], READ) },
    outputs: digests([outputFolder(folder)]),
  };
}

/** What the page over all sets would be made from now. */
export function overviewNow(): Made {
  return {
    asked: "overview",
    code: {},
    data: digests([FIGURES], /\/findings\.json$|^[^/]+\/[^/]+\/index\.html$/),
    outputs: digests([join(FIGURES, "index.html")]),
  };
}
