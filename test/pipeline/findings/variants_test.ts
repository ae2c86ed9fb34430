import { deepEqual, equal } from "node:assert/strict";
import { rulings } from "../../../pipeline/findings/ruling.ts";
import { chosenVariants } from "../../../pipeline/findings/variants.ts";
import { results } from "../../../pipeline/reproduce.ts";
import { GIB } from "../../../pipeline/study/memory.ts";

const nano = await results("data/nano");
const paper = await results("data/paper", { variants: true });

Deno.test("chosenVariants() of nano are none: nothing tied, no floor", () => {
  deepEqual(chosenVariants(nano.study, nano.measurements), []);
});

Deno.test("variantRuling() of the paper rules on every finding, tied embeddings once, without a floor, missing answers voting", () => {
  const names = paper.rulings.map(({ finding }) => finding);
  equal(paper.variants.length, 4);
  for (const { says } of paper.variants) deepEqual(Object.keys(says), names);
  const [, floor] = paper.variants;
  const { frontierFloor: _, ...claims } = paper.study.claims;
  deepEqual(
    floor!.says,
    Object.fromEntries(
      rulings({ ...paper.study, claims }, paper.measurements)
        .map(({ finding, says }) => [finding, says]),
    ),
  );
});

Deno.test("the paper's measurements are left as they were: 16-bit 0.6B has 1.40 GiB, not the 1.11 of one embedding", () => {
  const { weightBytes } = paper.measurements.find(({ model, bits }) =>
    model.name === "qwen3-0.6b" && bits === 16
  )!;
  equal((weightBytes / GIB).toFixed(2), "1.40");
});
