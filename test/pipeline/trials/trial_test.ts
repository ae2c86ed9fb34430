import { deepEqual, equal } from "node:assert/strict";
import { allEqual } from "../../../pipeline/simulate/worlds/all_equal.ts";
import { permutedConfigurations } from "../../../pipeline/simulate/worlds/permuted.ts";
import { readDataSetStudy } from "../../../pipeline/store/data_set.ts";
import {
  countOf,
  togetherOf,
  type Tried,
  tryWorlds,
  worldsOf,
} from "../../../pipeline/trials/trial.ts";

const study = await readDataSetStudy("data/paper");
const trial = {
  study,
  worlds: 2,
  firstSeed: 7,
  problems: { math: 30, knowledge: 198 },
};

Deno.test("tryWorlds() gives every world its own fates, one a world or one an order of names", async () => {
  const planned = [
    {
      world: permutedConfigurations,
      trial: { ...trial, worlds: 1, permutations: 2 },
    },
    { world: allEqual, trial },
  ];
  equal(worldsOf(planned), 3);
  let told = 0;
  const tried = await tryWorlds(planned, () => told++);
  equal(told, 3);
  deepEqual(
    tried.map(({ world: { name }, fates }) => [name, fates.length]),
    [["N7a", 2], ["N0", 2]],
  );
  const [alone] = await tryWorlds([planned[1]!]);
  deepEqual(alone!.fates, tried[1]!.fates);
});

Deno.test("countOf() and togetherOf() count worlds", () => {
  const tried: Tried = {
    world: allEqual,
    trial,
    findings: ["finding-1", "finding-2"],
    fates: [
      ["supported", "supported"],
      ["supported", "insufficient"],
      ["not supported", "supported"],
    ],
  };
  equal(countOf(tried, "finding-1", "supported"), 2);
  equal(countOf(tried, "finding-2", "insufficient"), 1);
  equal(togetherOf(tried), 1);
});
