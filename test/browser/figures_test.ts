/** Every figure of every data set in a real browser: no text meets another, none leaves the figure. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { drawnFigures } from "../../pipeline/figures/outputs.ts";
import { results } from "../../pipeline/reproduce.ts";
import { dataSets } from "../../pipeline/store/data_set.ts";
import { nanoStrategies } from "../fixtures/nano_strategies.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../fixtures/tiny.ts";
import type { MeasuredFigure, TextBox } from "./chromium/tasks.ts";
import { IS_WANTED, look } from "./chromium.ts";

/** Pixels by which boxes may meet: they hold more than the ink. */
const SLACK = 1;
/** The smallest font that is readable where README shows a figure. */
const SMALLEST = 10;

const ignore = !IS_WANTED;

const meet = (a: TextBox, b: TextBox) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > SLACK &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > SLACK;

/** What a reader would complain about. */
function faults({ name, width, height, texts }: MeasuredFigure): string[] {
  const outside = texts.filter(({ left, right, top, bottom }) =>
    left < 0 || top < 0 || right > width || bottom > height
  ).map(({ text }) => `${name}: "${text}" leaves the figure`);
  const small = texts.filter(({ size }) => size < SMALLEST)
    .map(({ text, size }) => `${name}: "${text}" is ${size} pixels small`);
  const pairs = texts.flatMap((a, i) =>
    texts.slice(i + 1).filter((b) => meet(a, b))
      .map((b) => `${name}: "${a.text}" meets "${b.text}"`)
  );
  return [...outside, ...small, ...pairs];
}

async function expectReadable(
  figures: readonly { readonly name: string; readonly svg: string }[],
): Promise<void> {
  const found = await look({ figures });
  equal(found.figures.length, figures.length);
  for (const { texts } of found.figures) ok(texts.length > 1);
  deepEqual(found.figures.flatMap(faults), []);
}

Deno.test({
  name: "a figure whose texts meet, leave it or are too small is noticed",
  ignore,
  fn: async () => {
    const svg = (texts: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" width="100" height="50" font-family="DejaVu Sans" font-size="12">${texts}</svg>`;
    const { figures } = await look({
      figures: [
        {
          name: "meet",
          svg: svg(
            `<text x="5" y="20">one</text><g transform="translate(5,5)"><text x="6" y="15">two</text></g>`,
          ),
        },
        { name: "out", svg: svg(`<text x="90" y="20">three</text>`) },
        { name: "tiny", svg: svg(`<text x="5" y="20" font-size="6">x</text>`) },
        {
          name: "well",
          svg: svg(
            `<text x="5" y="20">one</text><text x="5" y="40">two</text><g class="watermark"><text x="5" y="20">W</text></g>`,
          ),
        },
      ],
    });
    deepEqual(figures.flatMap(faults), [
      `meet: "one" meets "two"`,
      `out: "three" leaves the figure`,
      `tiny: "x" is 6 pixels small`,
    ]);
  },
});

for (const intervals of [false, true]) {
  Deno.test({
    name: `no text of any figure of any data set meets another or leaves it${
      intervals ? ", with all intervals" : ""
    }`,
    ignore,
    fn: async () => {
      const figures = [];
      for (const set of await dataSets("data")) {
        const found = await results(set, { variants: true });
        for (const { name, svg } of drawnFigures(found, { intervals })) {
          figures.push({ name: `${set}/${name}`, svg });
        }
      }
      ok(figures.length >= 30);
      await expectReadable(figures);
    },
  });
}

Deno.test({
  name: "nor of small models under KV strategies",
  ignore,
  fn: async () => {
    for (const simulated of [false, true]) {
      await expectReadable(drawnFigures(await nanoStrategies(simulated)));
    }
  },
});

Deno.test({
  name: "nor of one model, one budget and long names",
  ignore,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const nano = await results("data/nano");
      await writeTinyDataSet(`${folder}/set`, "set", (same) => same, {
        models: [{ ...nano.study.models[0], label: "A model of a long name" }],
        budgets: [8],
      });
      await expectReadable(drawnFigures(await results(`${folder}/set`)));
    }),
});
