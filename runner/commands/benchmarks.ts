/** `deno task benchmarks`: where benchmarks come from, and how downloaded files become those of a data set. */
import { runCommand, UsageError } from "../../pipeline/commands/command.ts";
import { dataSetFolderOf } from "../../pipeline/commands/data_set_folders.ts";
import {
  readDataSetStudy,
  writeBenchmarkFile,
} from "../../pipeline/store/data_set.ts";
import {
  messagesFile,
  writeMessages,
} from "../../pipeline/store/private_messages.ts";
import type { Benchmark } from "../../pipeline/study/benchmark.ts";
import { aime25 } from "../benchmarks/aime25.ts";
import { gpqaDiamond } from "../benchmarks/gpqa_diamond.ts";
import type { Converted, Row } from "../benchmarks/row.ts";
import { downloadedRows } from "./downloaded.ts";

const HELP = `
deno task benchmarks
deno task benchmarks aime25 FILE... --set SET
deno task benchmarks gpqa-diamond FILE --set SET

The texts of these benchmarks are not ours to hand on. Download them, then
convert what you have; .jsonl, .json, .csv and .parquet files are read.

  aime25        The 30 problems of AIME 2025, I and II. Public mirrors on the
                Hugging Face Hub: math-ai/aime25 (test.jsonl), opencompass/AIME2025
                (two .jsonl files), MathArena/aime_2025 or its two halves
                aime_2025_I and aime_2025_II (.parquet), yentinglin/aime_2025
                (.parquet). Name all the files you have; each problem is
                recognised by its published answer.
  gpqa-diamond  The 198 questions of GPQA's diamond subset: Idavidrein/gpqa on the
                Hugging Face Hub (gpqa_diamond.csv), after agreeing there not to
                put examples online. The choices of each question are put into
                one order, which follows from the choiceSeed of the study.

Two files are written. The benchmark file that the study names holds problem ids
and expected answers, may be shown, and is sealed. What is asked of the model is
kept in <set>/.private/, which git ignores, and is sent to the model's server and
nowhere else: result files and logs hold no text, prompt or token id of it.
`;

/** The benchmarks we can convert. */
const CONVERTERS: Readonly<
  Record<string, (rows: readonly Row[], benchmark: Benchmark) => Converted>
> = {
  aime25: (rows) => aime25(rows),
  "gpqa-diamond": (rows, { choiceSeed, name }) => {
    if (choiceSeed === undefined) {
      throw new RangeError(
        `Cannot order the choices of ${name}: the study gives it no choiceSeed`,
      );
    }
    return gpqaDiamond(rows, choiceSeed);
  },
};

await runCommand({
  help: HELP,
  options: { set: { type: "string" } },
  run: async ({ values, positionals }) => {
    const [name, ...files] = positionals;
    if (name === undefined) {
      console.log(HELP.trim());
      return 0;
    }
    const convert = Object.hasOwn(CONVERTERS, name) ? CONVERTERS[name]! : null;
    if (!convert) {
      throw new UsageError(
        `Cannot convert ${name}: name one of ${
          Object.keys(CONVERTERS).join(", ")
        }`,
      );
    }
    if (files.length === 0 || values.set === undefined) {
      throw new UsageError(
        `Name the files you have downloaded, and the data set with --set`,
      );
    }
    const folder = dataSetFolderOf(values.set);
    const study = await readDataSetStudy(folder);
    const benchmark = study.benchmarks.find((each) => each.name === name);
    if (!benchmark) {
      throw new RangeError(
        `Cannot convert ${name} for ${folder}: its study has ${
          study.benchmarks.map((each) => each.name).join(", ")
        }`,
      );
    }
    const rows = (await Promise.all(files.map(downloadedRows))).flat();
    const { problems, messages } = convert(rows, benchmark);
    await writeMessages(folder, name, messages);
    const path = await writeBenchmarkFile(folder, benchmark, [...problems]);
    console.log(`${path}: ${problems.length} problems`);
    console.log(
      `${messagesFile(folder, name)}: what is asked, not to be shown`,
    );
    return 0;
  },
});
