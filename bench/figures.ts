/**
 * How long the figures of `paper` take: the twelve as SVG, and all as PNG and PDF.
 * The first time counts for a fresh process, the least of several for the machine.
 *
 *   deno task bench-figures
 */
import { availableParallelism } from "node:os";
import { FIGURES } from "../pipeline/figures/mod.ts";
import { drawnFigures } from "../pipeline/figures/outputs.ts";
import { makePictures } from "../pipeline/figures/picture_makers.ts";
import { pictures } from "../pipeline/figures/pictures.ts";
import { results } from "../pipeline/reproduce.ts";
import {
  readRendering,
  RENDERING_PROGRAMS,
} from "../pipeline/store/rendering.ts";

/** Seconds that something takes, each of several times. */
async function seconds(
  times: number,
  run: () => unknown,
): Promise<number[]> {
  const taken = [];
  for (let i = 0; i < times; i++) {
    const since = performance.now();
    await run();
    taken.push((performance.now() - since) / 1000);
  }
  return taken;
}

function tell(what: string, taken: readonly number[], promised: number): void {
  console.log(
    `${what}: first ${taken[0]!.toFixed(2)} s, least of ${taken.length} ${
      Math.min(...taken).toFixed(2)
    } s, promised ${promised} s`,
  );
}

const found = await results("data/paper", { variants: true });
console.log(`${availableParallelism()} cores`);
tell(
  "twelve figures as SVG",
  await seconds(6, () => FIGURES.map(({ draw }) => draw(found))),
  1,
);
const figures = drawnFigures(found);
const rendering = await readRendering();
tell(
  `${figures.length} figures as PNG and PDF, and all in one PDF`,
  await seconds(
    4,
    () => makePictures(pictures(figures, RENDERING_PROGRAMS), rendering),
  ),
  5,
);
