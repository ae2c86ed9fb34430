import { deepEqual, equal, match } from "node:assert/strict";
import { rulings } from "../../../pipeline/findings/ruling.ts";
import {
  chosenVariants,
  timedBy,
  variantRuling,
} from "../../../pipeline/findings/variants.ts";
import { results } from "../../../pipeline/reproduce.ts";
import { GIB } from "../../../pipeline/study/memory.ts";

const nano = await results("data/nano");
const paper = await results("data/paper", { variants: true });

Deno.test("chosenVariants() of nano are none: nothing tied, no floor", () => {
  deepEqual(chosenVariants(nano.study, nano.measurements), []);
});

Deno.test("variantRuling() of the paper rules on every finding, tied embeddings once, without a floor, missing answers voting, the H100's timings", () => {
  const names = paper.rulings.map(({ finding }) => finding);
  equal(paper.variants.length, 5);
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

Deno.test("timedBy() rules with the timings it is given, and tells finding 4 in full", () => {
  const timings = paper.variants.at(-1)!;
  match(timings.statement, /^The timings of qwen3-h100, \d+ of 18 shapes$/);
  const [told, ...others] = timings.inFull;
  deepEqual(others, []);
  equal(told!.finding, "finding-4");
  equal(told!.says, timings.says["finding-4"]);
  for (const { statement } of told!.parts) {
    match(statement, /The timings are those of qwen3-h100\.$/);
  }
  for (const { inFull } of paper.variants.slice(0, -1)) deepEqual(inFull, []);
});

Deno.test("timedBy() without a timing of every shape leaves finding 4 insufficient, with how many are missing; the other findings need none", () => {
  const some = paper.measurements.map((m) => ({
    ...m,
    latencySeconds: m.bits === 8 ? null : m.latencySeconds,
  }));
  const { statement, says, inFull } = variantRuling(
    timedBy(paper.study, "clock", some),
  );
  equal(statement, "The timings of clock, 12 of 18 shapes");
  equal(says["finding-4"], "insufficient");
  match(inFull[0]!.because, /48 of 144 scenarios have no latency/);
  equal(says["finding-6"], paper.rulings[5]!.says);
});

Deno.test("the paper's measurements are left as they were: 16-bit 0.6B has 1.40 GiB, not the 1.11 of one embedding", () => {
  const { weightBytes } = paper.measurements.find(({ model, bits }) =>
    model.name === "qwen3-0.6b" && bits === 16
  )!;
  equal((weightBytes / GIB).toFixed(2), "1.40");
});
