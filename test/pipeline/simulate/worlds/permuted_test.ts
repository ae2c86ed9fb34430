import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import { results } from "../../../../pipeline/reproduce.ts";
import {
  PERMUTATIONS,
  permutedConfigurations,
  permutedRuns,
} from "../../../../pipeline/simulate/worlds/permuted.ts";
import { kvName } from "../../../../pipeline/study/kv_strategy.ts";

const { measurements } = await results("data/paper");
const all = Int32Array.from(measurements, (_, at) => at);

for (const { name, order } of PERMUTATIONS) {
  Deno.test(`${name} is an order of all places, another one each time, the same for the same seed`, () => {
    const first = order(measurements, 7, 0);
    deepEqual(first.toSorted(), all);
    deepEqual(order(measurements, 7, 0), first);
    notDeepEqual(order(measurements, 7, 1), first);
    notDeepEqual(order(measurements, 8, 0), first);
  });

  Deno.test(`${name} exchanges what has as many problems, samples, tokens and votes`, () => {
    order(measurements, 7, 3).forEach((from, at) => {
      const [own, other] = [measurements[at]!, measurements[from]!];
      for (
        const key of ["benchmark", "problems", "samples", "budget", "group"]
      ) {
        equal(other[key as "budget"], own[key as "budget"], key);
      }
    });
  });
}

Deno.test("N7a keeps the scenarios of a configuration together, on both benchmarks", () => {
  const others = new Map<string, Set<string>>();
  permutedConfigurations.order(measurements, 7, 0).forEach((from, at) => {
    const [own, other] = [measurements[at]!, measurements[from]!];
    equal(kvName(other.kv), kvName(own.kv));
    const name = `${own.model.name} ${own.bits}`;
    others.set(
      name,
      (others.get(name) ?? new Set()).add(`${other.model.name} ${other.bits}`),
    );
  });
  equal(others.size, 18);
  ok([...others.values()].every(({ size }) => size === 1));
});

Deno.test("N7b gives some compressed caches the answers of another strategy", () => {
  const order = permutedRuns.order(measurements, 7, 0);
  const other = (at: number) => kvName(measurements[order[at]!]!.kv);
  ok(
    measurements.some(({ kv }, at) =>
      kv.kind === "rkv" && other(at).startsWith("hqq")
    ),
  );
});

for (const { name, order } of PERMUTATIONS) {
  Deno.test(`${name} is refused where a scenario is missing that another name has`, () => {
    const budget = measurements.at(-1)!.budget;
    const without = measurements.slice(0, -1);
    throws(
      // Some order in fifty gives its place to another name.
      () => {
        for (let nth = 0; nth < 50; nth++) order(without, 7, nth);
      },
      new RegExp(`^RangeError: Cannot mix up names: .* has no .*${budget}`),
    );
  });
}
