import { deepEqual, equal, ok } from "node:assert/strict";
import { parseHTML } from "linkedom";
import { FIGURES } from "../../../pipeline/figures/mod.ts";
import { results } from "../../../pipeline/reproduce.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../../fixtures/tiny.ts";

const paper = await results("data/paper");
const nano = await results("data/nano");

/** How many pictures a figure puts inside its sheet. */
const panels = (svg: string) => svg.split("<svg ").length - 2;

Deno.test("FIGURES are the paper's twelve, in its order", () => {
  deepEqual(
    FIGURES.map(({ name }) => name),
    Array.from(
      { length: 12 },
      (_, i) => `figure-${String(i + 1).padStart(2, "0")}`,
    ),
  );
});

Deno.test("every figure of the paper's grid is drawn with the panels it has there", () => {
  const drawn = FIGURES.map(({ draw }) => draw(paper).svg);
  deepEqual(drawn.map(panels), [1, 2, 3, 1, 1, 1, 1, 3, 6, 18, 9, 9]);
  for (const svg of drawn) {
    ok(svg.includes("Data set paper, SIMULATED with simulator 1"));
    ok(svg.includes(">SIMULATED<"));
    ok(!/NaN|Infinity|undefined/.test(svg));
    ok(/\d+ problems, (32|32 or 8) samples each/.test(svg));
  }
});

Deno.test("every figure of nano is drawn, or says in words what nano lacks", () => {
  const words = FIGURES.filter(({ draw }) =>
    draw(nano).svg.includes("Not drawn: ")
  ).map(({ name }) => name);
  // No knowledge benchmark, no timings, no model above the small ones.
  deepEqual(words, ["figure-04", "figure-06", "figure-07", "figure-11"]);
});

Deno.test("every figure is well-formed and alike whatever was drawn before", () => {
  for (const { draw } of FIGURES) {
    const { svg } = draw(nano);
    equal(draw(nano).svg, svg);
    const { document } = parseHTML(`<body>${svg}</body>`);
    equal(document.querySelectorAll("svg").length, panels(svg) + 1);
  }
});

Deno.test("every figure of one model, one budget, one sample that votes is a picture or words", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(`${folder}/set`, "set", (same) => same, {
      models: [nano.study.models[0]],
      budgets: [8],
      groups: [1],
    });
    const found = await results(`${folder}/set`);
    for (const { draw } of FIGURES) {
      ok(!/NaN|Infinity|undefined/.test(draw(found).svg));
    }
  }));
