import { equal, ok } from "node:assert/strict";
import { serialScaling } from "../../../pipeline/figures/figure_01.ts";
import { results } from "../../../pipeline/reproduce.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../../fixtures/tiny.ts";

const count = (svg: string, part: string) => svg.split(part).length - 1;

/** The dots of a figure outside its legend: those with a place in the data. */
const dots = (svg: string) =>
  [...svg.matchAll(/<g data-mark="dot".*?<\/g>/g)].map(([group]) => group)
    .filter((group) => count(group, "<path") + count(group, "<circle") > 0);

Deno.test("figure 1 of nano: twelve dots, five and four of them ringed, its origin", async () => {
  const { svg, caption } = serialScaling.draw(await results("data/nano"));
  ok(svg.includes("Data set nano, measured with vllm 0.32.0"), svg);
  ok(svg.includes("48 problems, 32 samples each"));
  ok(svg.includes("bootstrap-t"));
  ok(!svg.includes("SIMULATED"));
  ok(svg.includes("16-bit 3M weights"));
  ok(caption.includes("MiB"));
  const shown = dots(svg).map((group) =>
    count(group, "<path") + count(group, "<circle")
  );
  const ringed = dots(svg).filter((group) => group.includes('stroke="#1a1a1a"'))
    .map((group) => count(group, "<path") + count(group, "<circle"));
  // Bits, two budgets, and the ring of the frontier.
  const legend = 1 + 2 + 1;
  equal(shown.reduce((a, b) => a + b, 0) - legend, 12);
  equal(ringed.reduce((a, b) => a + b, 0) - 1, 10);
});

Deno.test("figure 1 says SIMULATED when nothing generated", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(`${folder}/set`, "set", (same) => same, {
      kind: "simulated",
    });
    const { svg } = serialScaling.draw(await results(`${folder}/set`));
    ok(svg.includes(">SIMULATED<"));
    ok(svg.includes("Data set set, SIMULATED with by hand 1"));
  }));

Deno.test("figure 1 of one model, one budget is drawn", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(`${folder}/set`, "set", (same) => same, {
      models: [(await results("data/nano")).study.models[0]],
      budgets: [8],
    });
    const { svg } = serialScaling.draw(await results(`${folder}/set`));
    ok(!/NaN|Infinity|undefined/.test(svg), svg);
  }));

Deno.test("figure 1 of a set without mathematics says so in words", () =>
  inTemporaryFolder(async (folder) => {
    const nano = await results("data/nano");
    await writeTinyDataSet(`${folder}/set`, "set", (same) => same, {
      benchmarks: [{
        name: "sums",
        label: "Sums",
        task: "knowledge",
        answer: "integer",
        grammar: nano.study.benchmarks[0]!.grammar,
        file: "sums.json",
      }],
    });
    const { svg } = serialScaling.draw(await results(`${folder}/set`));
    ok(svg.includes("Not drawn: the data set has no serial measurement"), svg);
  }));
