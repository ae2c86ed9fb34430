import { equal } from "node:assert/strict";
import { memoryUnit, tokensSaid } from "../../../pipeline/figures/unit.ts";
import { readDataSetStudy } from "../../../pipeline/store/data_set.ts";

Deno.test("memoryUnit() is GiB for the paper's models and MiB for the small ones", async () => {
  equal(memoryUnit(await readDataSetStudy("data/paper")).name, "GiB");
  equal(memoryUnit(await readDataSetStudy("data/nano")).name, "MiB");
});

Deno.test("tokensSaid() says thousands as people do", () => {
  equal(tokensSaid(208), "208");
  equal(tokensSaid(18000), "18k");
  equal(tokensSaid(2500), "2500");
});
