import { deepEqual, equal, throws } from "node:assert/strict";
import { join } from "node:path";
import { readResult } from "../../../pipeline/store/result_file.ts";
import {
  resultBytes,
  writeResultFile,
} from "../../../pipeline/store/result_writer.ts";
import { tableFromIPC } from "apache-arrow";
import { tableBytes } from "../../../pipeline/store/arrow.ts";
import { fileBytes } from "../../../pipeline/store/arrow_writer.ts";
import { GENERATION_COLUMNS } from "../../../pipeline/study/generation.ts";
import { plannedRuns } from "../../../pipeline/study/run.ts";
import {
  inTemporaryFolder,
  tinyGenerations,
  tinyMetadata,
  tinyStudy,
} from "../../fixtures/tiny.ts";

const study = tinyStudy();
const [run] = plannedRuns(study);
const metadata = tinyMetadata(study, run!, "tiny");

Deno.test("resultBytes() and readResult() keep rows, nulls and origin", () => {
  const rows = tinyGenerations(
    study,
    run!,
    (_, sample) => sample === 0 ? null : "12}",
  )
    .map((row, i) => ({
      ...row,
      naturalEnd: i % 2 ? 5 : null,
      waits: i,
      seed: 2 ** 32 - 1 - i,
    }));
  const { generations, metadata: read } = readResult(
    resultBytes(rows, metadata),
    "f",
  );
  deepEqual(read, metadata);
  equal(generations.rows, 24);
  deepEqual(generations.answers, ["12}"]);
  deepEqual([...generations.answer.subarray(0, 4)], [-1, -1, 0, 0]);
  deepEqual([...generations.naturalEnd.subarray(0, 2)], [-1, 5]);
  deepEqual([...generations.seed.subarray(0, 2)], [2 ** 32 - 1, 2 ** 32 - 2]);
  deepEqual(generations.problems, ["p-1", "p-2", "p-3"]);
});

Deno.test("readResult() refuses a file without our metadata", () => {
  const bare = (metadata: Record<string, string>) =>
    tableBytes(GENERATION_COLUMNS, { rows: 0, cell: () => null }, metadata);
  throws(
    () => readResult(bare({ schema: "2" }), "f"),
    /Cannot read f: its schema is 2, not 1/,
  );
  throws(
    () => readResult(bare({ schema: "1" }), "f"),
    /its run metadata are not JSON/,
  );
  throws(
    () => readResult(bare({ schema: "1", run: "{}" }), "f"),
    /Cannot read f: its run metadata/,
  );
});

Deno.test("writeResultFile() writes these bytes", () =>
  inTemporaryFolder(async (folder) => {
    const rows = tinyGenerations(study, run!);
    await writeResultFile(folder, "f.arrow", rows, metadata);
    deepEqual(
      await Deno.readFile(join(folder, "f.arrow")),
      resultBytes(rows, metadata),
    );
  }));

Deno.test("readResult() names the file and the column whose words are not there", () => {
  const table = tableFromIPC(
    resultBytes(tinyGenerations(study, run!), metadata),
  );
  const codes = table.getChild("problem")!.data[0]!.values as Int32Array;
  codes[5] = 1000;
  throws(() => readResult(fileBytes(table), "f"), {
    name: "TypeError",
    message: "Cannot read f: column problem: row 5 has no such word",
  });
});
