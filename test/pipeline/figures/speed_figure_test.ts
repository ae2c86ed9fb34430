import { deepEqual, equal, ok } from "node:assert/strict";
import { latency } from "../../../pipeline/figures/figure_06.ts";
import { throughput } from "../../../pipeline/figures/figure_07.ts";
import { drawnFigures } from "../../../pipeline/figures/outputs.ts";
import { results } from "../../../pipeline/reproduce.ts";
import { shapesTimed } from "../../../pipeline/study/lent_speeds.ts";

const paper = await results("data/paper");
const nano = await results("data/nano");
const [lent] = paper.lent;

Deno.test("figures 6 and 7 of the paper are drawn again with the H100's speeds, and say whose accuracy and whose speed they show", () => {
  const { timed, planned } = shapesTimed(lent!.measurements);
  for (const figure of [latency, throughput]) {
    const [again, ...others] = figure.lent!(paper);
    deepEqual(others, []);
    deepEqual(again!.name, `${figure.name}-qwen3-h100`);
    ok(again!.svg.includes(">SIMULATED<"));
    const left = lent!.measurements.filter(({ benchmark, latencySeconds }) =>
      benchmark.name === "aime25" && latencySeconds === null
    ).length;
    equal(
      again!.caption.includes(`${left} scenarios without a timing`),
      left > 0,
    );
    for (const text of [again!.svg, again!.caption]) {
      ok(
        /SIMULATED accuracy, measured speed of qwen3-h100 \(NVIDIA H100/.test(
          text,
        ),
      );
      ok(text.includes(`${timed} of ${planned} shapes`));
      ok(
        text.includes(
          "speeds at 6k to 30k tokens are fitted to those of shorter generations, not measured",
        ),
      );
      ok(!/NaN|Infinity|undefined/.test(text));
    }
  }
});

Deno.test("a figure with lent speeds tells how many scenarios have none, and says in words that all have none", () => {
  const without = (keep: (model: string) => boolean) => ({
    ...paper,
    lent: [{
      ...lent!,
      measurements: lent!.measurements.map((m) =>
        keep(m.model.name) ? m : { ...m, latencySeconds: null }
      ),
      frontiers: [],
    }],
  });
  const [some] = latency.lent!(without((model) => model === "qwen3-0.6b"));
  ok(
    / \d+ scenarios without a timing are left out\./.test(some!.caption),
    some!.caption,
  );
  const [none] = latency.lent!(without(() => false));
  ok(none!.svg.includes("Not drawn: "));
});

Deno.test("drawnFigures() puts a figure with lent speeds behind the one it repeats", () => {
  deepEqual(
    drawnFigures(paper).map(({ label }) => label).slice(4, 10),
    [
      "Figure 5",
      "Figure 6",
      "Figure 6, qwen3-h100",
      "Figure 7",
      "Figure 7, qwen3-h100",
      "Figure 8",
    ],
  );
  ok(drawnFigures(nano).every(({ label }) => !label?.includes(",")));
});
