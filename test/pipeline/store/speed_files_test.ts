import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import {
  type CountedMemory,
  MEMORY_COLUMNS,
} from "../../../pipeline/study/counted_memory.ts";
import {
  MEMORY_FILE,
  memoryOrigin,
  readMemory,
  readTimingFile,
  readTimings,
  TIMING_FILE,
  timingOrigin,
} from "../../../pipeline/store/speed_files.ts";
import {
  memoryBytes,
  writeTimings,
} from "../../../pipeline/store/speed_writer.ts";
import { rowSource, tableBytes } from "../../../pipeline/store/arrow.ts";
import { type Timing, TIMING_COLUMNS } from "../../../pipeline/study/timing.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

const timings: Timing[] = [1, 8].map((concurrency) => ({
  model: "one",
  weightBits: 16,
  kv: "full",
  budget: 8,
  concurrency,
  latencySeconds: 0.25,
  requestsPerSecond: 4,
  outputTokensPerSecond: 32,
  kvTokens: 2 ** 33,
  preemptions: 0,
  outOfMemory: concurrency > 1,
  method: "measured",
}));

Deno.test("writeTimings() and readTimings() keep every attempt", () =>
  inTemporaryFolder(async (folder) => {
    await writeTimings(folder, timings, { engine: "by hand" });
    deepEqual(
      readTimings(await Deno.readFile(join(folder, TIMING_FILE)), "t"),
      timings,
    );
  }));

Deno.test("memoryBytes() and readMemory() keep every configuration", () => {
  const counted: CountedMemory[] = [null, 541_000_000].map((
    serverReportedBytes,
  ) => ({
    model: "one",
    weightBits: 4,
    kv: "full",
    parameterBytes: 540_901_376,
    serverReportedBytes,
    kvBytesPerToken: 114_688,
  }));
  const bytes = memoryBytes(counted, { engine: "by hand" });
  deepEqual(readMemory(bytes, "m"), counted);
  deepEqual(memoryOrigin(bytes, "m"), { engine: "by hand" });
});

Deno.test("readTimings() keeps a method it does not know as it is", () =>
  inTemporaryFolder(async (folder) => {
    const guessed = { ...timings[0]!, method: "guessed" as "fitted" };
    await writeTimings(folder, [guessed], {});
    const bytes = await Deno.readFile(join(folder, TIMING_FILE));
    equal(readTimings(bytes, "t")[0]!.method, "guessed");
  }));

Deno.test("readTimings() and readMemory() refuse another schema, and rows without a value", () => {
  for (
    const [columns, read] of [
      [TIMING_COLUMNS, readTimings],
      [MEMORY_COLUMNS, readMemory],
    ] as const
  ) {
    const bytes = (nullable: boolean, schema: string) => {
      const some = columns.map((column) => ({ ...column, nullable }) as never);
      return tableBytes(some, rowSource(some, [{}]), { schema });
    };
    throws(() => read(bytes(true, "2"), "f"), {
      name: "TypeError",
      message: "Cannot read f: its schema is 2, not 1",
    });
    throws(() => read(bytes(true, "1"), "f"), {
      name: "DataProblems",
      message:
        /^Cannot read f: \d+ problems\n {2}- f, row 0: column model has no value\n/,
    });
  }
});

Deno.test("readTimingFile() gives the timings of a folder, null where there are none, and lets through what is wrong", () =>
  inTemporaryFolder(async (folder) => {
    deepEqual([TIMING_FILE, MEMORY_FILE], ["timing.arrow", "memory.arrow"]);
    equal(await readTimingFile(folder), null);
    await writeTimings(folder, timings, { engine: "by hand" });
    deepEqual(await readTimingFile(folder), timings);
    const file = join(folder, TIMING_FILE);
    deepEqual(timingOrigin(await Deno.readFile(file), "t"), {
      engine: "by hand",
    });
    await Deno.writeTextFile(file, "none");
    await rejects(readTimingFile(folder), /^TypeError: Cannot read \S+timing/);
  }));

Deno.test("timingOrigin() and memoryOrigin() are null where none was written", () => {
  for (
    const [columns, origin] of [
      [TIMING_COLUMNS, timingOrigin],
      [MEMORY_COLUMNS, memoryOrigin],
    ] as const
  ) {
    const bytes = tableBytes(columns, rowSource(columns, []), { schema: "1" });
    equal(origin(bytes, "f"), null);
  }
});

Deno.test("timingOrigin() and memoryOrigin() name a file whose origin is not JSON", () => {
  const none = rowSource(TIMING_COLUMNS, []);
  const said = { schema: "1", origin: "{" };
  throws(
    () => timingOrigin(tableBytes(TIMING_COLUMNS, none, said), "t.arrow"),
    /^TypeError: Cannot read t\.arrow: its origin is not JSON$/,
  );
  throws(
    () => memoryOrigin(tableBytes(MEMORY_COLUMNS, none, said), "m.arrow"),
    /^TypeError: Cannot read m\.arrow: its origin is not JSON$/,
  );
});
