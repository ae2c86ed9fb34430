import { deepEqual, equal, ok } from "node:assert/strict";
import { parseHTML } from "linkedom";
import { FIGURES } from "../../../pipeline/figures/mod.ts";
import { OURS } from "../../../pipeline/figures/ours.ts";
import { frontiers } from "../../../pipeline/frontier.ts";
import { results } from "../../../pipeline/reproduce.ts";
import type { Measurement } from "../../../pipeline/study/measurement.ts";
import type { Results } from "../../../pipeline/study/results.ts";
import {
  inTemporaryFolder,
  tinyBenchmark,
  writeTinyDataSet,
} from "../../fixtures/tiny.ts";

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
  // No knowledge benchmark, no model above the eviction pivot.
  deepEqual(words, ["figure-04", "figure-11"]);
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

/** Draws everything of some results; no picture and no caption has a number that is none. */
function drawnSoundly(found: Results): string[] {
  return [...FIGURES, ...OURS].map(({ name, draw }) => {
    const { svg, caption } = draw(found);
    for (const text of [svg, caption]) {
      ok(!/NaN|Infinity|undefined/.test(text), `${name}: ${caption}`);
    }
    return caption;
  });
}

/** Results with a floor under every frontier, of the measurements that are kept. */
function withFloor(
  { study: { claims, ...study }, ...found }: Results,
  floor: number,
  keep: (measurement: Measurement) => boolean = () => true,
): Results {
  const frontierFloor = Object.fromEntries(
    study.benchmarks.map(({ name }) => [name, floor]),
  );
  const floored = { ...study, claims: { ...claims, frontierFloor } };
  const measurements = found.measurements.filter(keep);
  return {
    ...found,
    study: floored,
    measurements,
    frontiers: frontiers(measurements, floored),
  };
}

Deno.test("every figure says in words that a floor leaves the frontier empty", () => {
  const captions = drawnSoundly(withFloor(paper, 1));
  for (const at of [1, 3, 4, 5, 6, 7]) {
    ok(
      /frontier is empty: no scenario reaches its floor/.test(
        captions[at - 1]!,
      ),
      captions[at - 1],
    );
  }
  ok(captions[1]!.startsWith("Not drawn: "));
  ok(/frontier is empty/.test(captions[7]!));
  drawnSoundly(withFloor(nano, 1));
});

Deno.test("every figure of one model, of one budget, or with a floor few reach, is drawn soundly", () => {
  const [, model] = paper.study.models;
  const { budget } = paper.measurements[0]!;
  drawnSoundly(withFloor(paper, 0, (m) => m.model.name === model!.name));
  drawnSoundly(withFloor(paper, 0, (m) => m.budget === budget));
  const best = Math.max(
    ...paper.measurements.filter(({ group }) => group > 1)
      .map(({ accuracy }) => accuracy),
  );
  drawnSoundly(withFloor(paper, best));
});

Deno.test("every figure of one problem is drawn soundly", () =>
  inTemporaryFolder(async (folder) => {
    await writeTinyDataSet(
      `${folder}/set`,
      "set",
      (all) => all.filter(({ problem }) => problem === "p-1"),
      {},
      {
        ...tinyBenchmark,
        problems: tinyBenchmark.problems.slice(0, 1),
      },
    );
    drawnSoundly(await results(`${folder}/set`));
  }));
