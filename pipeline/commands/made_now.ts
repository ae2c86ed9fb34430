/** What outputs would be made from now: programs, data and options, by their digests. */
import { join, relative } from "node:path";
import { borrowed, digests, type Made } from "../store/made.ts";
import { FIGURES, outputFolder } from "./data_set_folders.ts";

/** Files that can decide the outputs of a data set; its journals and weights cannot. */
const read = (folder: string) =>
  new RegExp(
    `^(?!${RegExp.escape(folder)}/weights/[^/]+/).*\\.(json|arrow)$`,
  );

const root = join(import.meta.dirname!, "../..");

/** Digests of the pipeline's own files and of the packages it locks; none where they may not be read. */
export function programDigests(): Made["code"] {
  const paths = ["pipeline", "deno.json", "deno.lock"].map((name) =>
    relative(".", join(root, name))
  );
  return digests(paths, /\.(ts|json|lock)$/);
}

/** What a data set's outputs would be made from now. */
export function madeNow(
  folder: string,
  code: Made["code"],
  options: Readonly<Record<string, unknown>>,
): Made {
  return {
    asked: [
      `Deno ${Deno.version.deno}`,
      ...Object.keys(options).filter((name) => options[name]).map((name) =>
        `--${name}`
      ),
    ].join(" "),
    code,
    data: digests([folder, ...borrowed(folder)], read(folder)),
    outputs: digests([outputFolder(folder)]),
  };
}

/** What the page over all sets would be made from now. */
export function overviewNow(code: Made["code"]): Made {
  return {
    asked: "overview",
    code,
    data: digests([FIGURES], /\/findings\.json$|^[^/]+\/[^/]+\/index\.html$/),
    outputs: digests([join(FIGURES, "index.html")]),
  };
}
