/** Result files whose table is not what it should be: told as it is read, with column and row. */
import { tableFromIPC } from "apache-arrow";
import { readResult } from "../../pipeline/store/result_file.ts";
import { fileBytes } from "../../pipeline/store/arrow_writer.ts";
import { tableBytes } from "../../pipeline/store/arrow.ts";
import { GENERATION_COLUMNS } from "../../pipeline/study/generation.ts";
import { plannedRuns, type RunMetadata } from "../../pipeline/study/run.ts";
import { validate } from "../../pipeline/validate.ts";
import {
  tinyBenchmark,
  tinyGenerations,
  tinyMetadata,
  tinyStudy,
} from "../fixtures/tiny.ts";
import { chances, type Trial, trial } from "./trial.ts";

const study = tinyStudy();
const [run] = plannedRuns(study);
const metadata = tinyMetadata(study, run!, "tiny");
const rows = tinyGenerations(study, run!);
const FILE = "tiny.arrow";
const SEED = 66;

const CELLS = rows.map((row) => [
  row.problem,
  row.sample,
  row.budget,
  row.answer,
  row.thinkingTokens,
  row.naturalEnd,
  row.waits,
  row.seed,
]);

/** A result file as anybody might write it. */
function bytesOf(
  said: Record<string, string>,
  { without, columns = GENERATION_COLUMNS }: {
    readonly without?: readonly [column: number, row: number];
    readonly columns?: Parameters<typeof tableBytes>[0];
  } = {},
): Uint8Array {
  return tableBytes(
    columns.map((column) => ({ ...column, nullable: true })),
    {
      rows: rows.length,
      cell: (column, row) =>
        column === without?.[0] && row === without[1]
          ? null
          : CELLS[row]![column]!,
    },
    said,
  );
}

const told = (said: RunMetadata) => ({
  schema: "1",
  run: JSON.stringify(said),
});

/** Null when reading says what it should. */
function reading(bytes: Uint8Array, says: RegExp): string | null {
  try {
    readResult(bytes, FILE);
    return `it was read, not told: ${says}`;
  } catch (error) {
    const { message } = error as Error;
    return says.test(message) ? null : message;
  }
}

const times = (count: number) => Array.from({ length: count }, (_, at) => at);

/** Columns that allow no null. */
const FULL = GENERATION_COLUMNS.flatMap((column, at) =>
  "nullable" in column ? [] : [at]
);

/** Each class so many times. */
export async function badTables(placements: number): Promise<Trial[]> {
  const below = chances(SEED);
  const cases = times(placements);
  return [
    await trial("a row without a value", cases, () => {
      const column = FULL[below(FULL.length)]!;
      const row = below(rows.length);
      const { name } = GENERATION_COLUMNS[column]!;
      return reading(
        bytesOf(told(metadata), { without: [column, row] }),
        new RegExp(`tiny\\.arrow, row ${row}: column ${name} has no value`),
      );
    }),
    await trial("another version of the schema", cases, (at) =>
      reading(
        bytesOf({ ...told(metadata), schema: String(at + 2) }),
        new RegExp(`its schema is ${at + 2}, not 1`),
      )),
    await trial("other columns", cases, () => {
      const gone = below(GENERATION_COLUMNS.length);
      const other = GENERATION_COLUMNS.map((column, at) =>
        at === gone ? { ...column, name: `${column.name}_2` } : column
      );
      return reading(
        bytesOf(told(metadata), { columns: other }),
        new RegExp(`it holds .*${other[gone]!.name}.*, not problem`),
      );
    }),
    await trial("metadata that are not a run's", cases, (at) =>
      reading(
        bytesOf({
          schema: "1",
          run: JSON.stringify({ ...metadata, weightBits: `${at}` }),
        }),
        /its run metadata: .*weightBits/s,
      )),
    await trial("a run other than the study plans", cases, (at) => {
      const sampling = { ...study.sampling, temperature: 1 + at / 100 };
      const result = readResult(
        bytesOf(told({ ...metadata, sampling })),
        FILE,
      );
      try {
        validate({
          dataSet: "tiny",
          study,
          benchmarks: new Map([["sums", tinyBenchmark]]),
          runs: [{ run: run!, file: FILE, ...result }],
        });
        return "it was taken";
      } catch (error) {
        const { message } = error as Error;
        const says = `tiny.arrow: its sampling is {`;
        return message.includes(says) ? null : message;
      }
    }),
    await trial("a row whose word is not there", cases, (at) => {
      const table = tableFromIPC(bytesOf(told(metadata)));
      const row = below(rows.length);
      const name = ["problem", "answer"][at % 2]!;
      const codes = table.getChild(name)!.data[0]!.values as Int32Array;
      codes[row] = [-1, -(2 ** 31), 1000, 2 ** 31 - 1][at % 4]!;
      return reading(
        fileBytes(table),
        new RegExp(`column ${name}: row ${row} has no such word`),
      );
    }),
    await trial("a word that is not UTF-8", cases, () => {
      const table = tableFromIPC(bytesOf(told(metadata)));
      const words = table.getChild("answer")!.data[0]!.dictionary!.data[0]!;
      const letters = words.values as unknown as Uint8Array;
      letters[below(letters.length)] = 0x80 + below(128);
      return reading(
        fileBytes(table),
        /column answer: its word \d+ is not UTF-8/,
      );
    }),
  ];
}
