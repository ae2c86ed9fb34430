import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import { plannedRuns, runName } from "../../pipeline/study/run.ts";
import { samplesWanted, selectedBy } from "../../runner/selection.ts";
import { tinyStudy } from "../fixtures/tiny.ts";

const study = tinyStudy({
  weightBits: [4, 8, 16],
  kvStrategies: [{ kind: "full" }, {
    kind: "streaming",
    retained: 4,
    interval: 4,
  }],
});
const runs = plannedRuns(study);
const selected = (...texts: string[]) =>
  runs.filter(selectedBy(texts, study)).map(runName);

Deno.test("selectedBy() wants every key, and any value of a key", () => {
  deepEqual(selected("model=one,bits=4", "kv=full"), ["sums/one-w4-full"]);
  deepEqual(selected("bits=4,bits=8", "model = two", "kv=streaming-4"), [
    "sums/two-w4-streaming-4",
    "sums/two-w8-streaming-4",
  ]);
  equal(selected().length, runs.length);
  equal(selected("benchmark=sums").length, runs.length);
});

Deno.test("selectedBy() refuses what the study does not have, with what it has", () => {
  const refused = (text: string, message: RegExp) =>
    throws(() => selected(text), { name: "RangeError", message });
  refused(
    "model=three",
    /Cannot select runs with model "three": the study has one, two/,
  );
  refused("bits=2", /the study has 4, 8, 16/);
  refused(
    "size=4",
    /Cannot select runs by "size=4": give benchmark=..., model=/,
  );
  refused("toString=4", /Cannot select runs by/);
  refused("one", /Cannot select runs by "one"/);
  refused("", /Cannot select runs by ""/);
});

Deno.test("selections by one key's values part the runs", () => {
  fc.assert(fc.property(fc.constantFrom("4", "8", "16"), (bits) => {
    const inside = selected(`bits=${bits}`);
    const outside = selected(
      ...["4", "8", "16"].filter((each) => each !== bits).map((each) =>
        `bits=${each}`
      ),
    );
    equal(inside.length + outside.length, runs.length);
    equal(new Set([...inside, ...outside]).size, runs.length);
  }));
});

Deno.test("samplesWanted() is a whole number up to the study's, all when none is given", () => {
  equal(samplesWanted(undefined, study), null);
  equal(samplesWanted("3", study), 3);
  for (const text of ["0", "5", "1.5", "many"]) {
    throws(
      () => samplesWanted(text, study),
      /Cannot generate .* give a whole number from 1 to 4/,
    );
  }
});
