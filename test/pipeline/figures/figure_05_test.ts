import { deepEqual, ok } from "node:assert/strict";
import { parallelScaling } from "../../../pipeline/figures/figure_05.ts";
import { results } from "../../../pipeline/reproduce.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../../fixtures/tiny.ts";

Deno.test("figure 5 of nano: both frontiers, the bands of the study, group sizes where they change", async () => {
  const found = await results("data/nano");
  const { svg } = parallelScaling.draw(found);
  ok(svg.includes('stroke-dasharray="6,4"'));
  ok(svg.includes('stroke-dasharray="1.5,3.5"'));
  ok(svg.includes("G 3, 4, 6 claimed →"));
  ok(svg.includes("G 8, 12, 16 claimed →"));
  const groups = found.frontiers.find(({ scope }) => scope === "parallel")!
    .members.map(({ group }) => group);
  const named = [...svg.matchAll(/<text[^>]*>(\d+)<\/text>/g)]
    .map(([, text]) => Number(text));
  const changed = groups.filter((group, i) => group !== groups[i - 1]);
  // Axis and legend name numbers too; every second change at least is named.
  const seen = named.filter((group) => changed.includes(group));
  ok(seen.length >= changed.length / 2, `${seen} of ${changed}`);
  deepEqual(found.frontiers.filter(({ scope }) => scope === "run").length, 2);
});

Deno.test("figure 5 of a set without votes says so in words", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(`${folder}/set`, "set", (same) => same, {
      groups: [1],
    });
    const { svg } = parallelScaling.draw(await results(`${folder}/set`));
    ok(svg.includes("Not drawn: the data set has no votes"), svg);
  }));
