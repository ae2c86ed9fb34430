import { deepEqual, equal, ok } from "node:assert/strict";
import { latency } from "../../../pipeline/figures/figure_06.ts";
import { throughput } from "../../../pipeline/figures/figure_07.ts";
import { publishedPoints } from "../../../pipeline/figures/published.ts";
import { results } from "../../../pipeline/reproduce.ts";

const paper = await results("data/paper");
const aime = paper.study.benchmarks[0]!;

const accuracyOf = (model: string, bits: number, budget: number) =>
  100 *
  paper.measurements.find((m) =>
    m.benchmark.name === aime.name && m.kv.kind === "full" && m.group === 1 &&
    m.model.name === model && m.bits === bits && m.budget === budget
  )!.accuracy;

Deno.test("publishedPoints() of latency are the paper's two, at the accuracy of their scenarios", () => {
  const points = publishedPoints(paper, aime, (p) => p.latencySeconds);
  deepEqual(
    points.map(({ name, cost, accuracy }) => [name, cost, accuracy]),
    [
      ["14B 16-bit 6k", 137.7, accuracyOf("qwen3-14b", 16, 6000)],
      ["14B 4-bit 10k", 130.1, accuracyOf("qwen3-14b", 4, 10000)],
    ],
  );
});

Deno.test("publishedPoints() of throughput, whose precision the paper does not tell, are at the mean of three accuracies", () => {
  const points = publishedPoints(paper, aime, (p) => p.requestsPerSecond);
  deepEqual(points.map(({ name, cost }) => [name, cost]), [
    ["0.6B 2k", 2.9],
    ["1.7B 2k", 2.64],
  ]);
  const three = [4, 8, 16].map((bits) => accuracyOf("qwen3-0.6b", bits, 2000));
  const mean = three.reduce((sum, each) => sum + each) / 3;
  ok(Math.abs(points[0]!.accuracy - mean) < 1e-9);
});

Deno.test("figures 6 and 7 tell published speeds in legend and caption, and none where a study has none", () => {
  for (
    const [figure, said] of [[latency, "137.7 s"], [
      throughput,
      "2.64/s",
    ]] as const
  ) {
    const { svg, caption } = figure.draw(paper);
    ok(svg.includes("A100 80 GB, published"));
    ok(svg.includes(said));
    ok(caption.includes("Crosses: speeds published for A100 80 GB"));
    const { publishedSpeeds: _, ...study } = paper.study;
    const without = figure.draw({ ...paper, study });
    ok(!without.svg.includes("published"));
    equal(without.caption.includes("Crosses"), false);
  }
});
