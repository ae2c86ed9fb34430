import { deepEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { benchmarkFrom } from "../../../runner/imported/benchmark_from.ts";
import { matched } from "../../../runner/imported/matched.ts";
import { logged, logOf, wanted } from "../../fixtures/imported.ts";

const { benchmark } = wanted();

Deno.test("benchmarkFrom() worked by hand: numbered by place, leading zeros gone", () => {
  const log = logOf([
    logged({ position: 1, target: "042" }),
    logged({ position: 0, target: "7" }),
    logged({ position: 1, target: "42" }),
  ]);
  deepEqual(benchmarkFrom(log, "a", benchmark), [
    { id: "sums-01", answer: "7" },
    { id: "sums-02", answer: "42" },
  ]);
});

Deno.test("benchmarkFrom() makes a benchmark that its log matches by order", () => {
  const targets = fc.array(fc.nat(999), { minLength: 1, maxLength: 200 });
  fc.assert(fc.property(targets, (numbers) => {
    const problems = numbers.map((number, position) =>
      logged({ position, target: String(number) })
    );
    const log = logOf(problems);
    const file = {
      schema: 1 as const,
      benchmark: "sums",
      answer: "integer" as const,
      problems: benchmarkFrom(log, "a", benchmark),
    };
    deepEqual(
      matched(log, "a", benchmark, file, "order"),
      problems.map((each) => [each]),
    );
  }));
});

Deno.test("benchmarkFrom() refuses what has no place, no answer, or several", () => {
  const log = logOf([
    logged({ place: "line 1", position: null }),
    logged({ place: "line 2", target: "x" }),
    logged({ place: "line 3", position: 2, target: "1" }),
    logged({ place: "line 4", position: 2, target: "2" }),
  ]);
  throws(() => benchmarkFrom(log, "a", benchmark), {
    message: `Cannot import a: 4 problems
  - a: line 1: its place is not told
  - a: line 2: the grammar of sums does not read its expected answer
  - a: line 4: it expects 2, elsewhere 1
  - a: place 0 has no response`,
  });
});
