import { deepEqual, equal, match } from "node:assert/strict";
import { plannedRuns, runName } from "../../pipeline/study/run.ts";
import {
  notForEngine,
  servedName,
  servedNames,
  shareOut,
  unservable,
} from "../../runner/served.ts";
import { tinyStudy } from "../fixtures/tiny.ts";

const runs = plannedRuns(tinyStudy({ weightBits: [4, 16] }));
const streaming = plannedRuns(tinyStudy({
  kvStrategies: [{ kind: "full" }, {
    kind: "streaming",
    retained: 4,
    interval: 4,
  }],
}));

Deno.test("servedName() adds the bits of quantized weights", () => {
  deepEqual(runs.map(servedName), ["one-w4", "one", "two-w4", "two"]);
});

Deno.test("shareOut() sends each run to the server of its name, and says who is left out", () => {
  const { byName, left } = shareOut(
    runs,
    new Set(["two", "one-w4"]),
    new Set(),
  );
  deepEqual(
    [...byName].map(([name, its]) => [name, its.map(runName)]),
    [["two", ["sums/two-w16-full"]], ["one-w4", ["sums/one-w4-full"]]],
  );
  deepEqual(
    left.map(({ run, why }) => [runName(run), why]),
    [
      ["sums/one-w16-full", "no server serves one"],
      ["sums/two-w4-full", "no server serves two-w4"],
    ],
  );
});

Deno.test("shareOut() leaves out a compressed cache, which vLLM does not keep", () => {
  equal(unservable(streaming[0]!), null);
  const { byName, left } = shareOut(streaming, new Set(["one"]), new Set());
  equal(byName.get("one")!.length, 1);
  const compressed = left.filter(({ run }) => run.kv.kind !== "full");
  equal(compressed.length, 2);
  for (const { why } of compressed) match(why, /needs the engine/);
});

Deno.test("shareOut() sends to an engine what vLLM leaves out", () => {
  const { byName, left } = shareOut(
    streaming,
    new Set(["one"]),
    new Set(),
    notForEngine,
  );
  deepEqual(byName.get("one")!.map(runName), ["sums/one-w16-streaming-4"]);
  deepEqual(
    left.map(({ why }) => why),
    [
      "vLLM generates with the full cache",
      "vLLM generates with the full cache",
      "no server serves two",
    ],
  );
  deepEqual(servedNames(runs, notForEngine), []);
});

Deno.test("shareOut() leaves out what is sealed, a server that has nothing else is idle", () => {
  const sealed = new Set(["sums/two-w16-full"]);
  const { byName, left } = shareOut(runs, new Set(["two", "one"]), sealed);
  deepEqual(
    [...byName].map(([name, its]) => [name, its.map(runName)]),
    [["two", []], ["one", ["sums/one-w16-full"]]],
  );
  match(
    left.find(({ run }) => runName(run) === "sums/two-w16-full")!.why,
    /^it is sealed; /,
  );
});

Deno.test("servedNames() are those of runs that a server of ours can generate, each once", () => {
  deepEqual(servedNames([...runs, ...runs]), [
    "one-w4",
    "one",
    "two-w4",
    "two",
  ]);
  deepEqual(servedNames(streaming), ["one", "two"]);
  deepEqual(servedNames(streaming.filter(({ kv }) => kv.kind !== "full")), []);
});
