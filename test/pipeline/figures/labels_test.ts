import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  type Box,
  dotBoxes,
  lineBoxes,
  placed,
  type Wanted,
} from "../../../pipeline/figures/labels.ts";

const frame = { width: 200, height: 100 };
const free = { solid: [], thin: [] };
const wanted = (text: string, ...beside: [number, number][]): Wanted => ({
  text,
  colour: "#000000",
  beside,
  sides: ["right", "below", "above", "left"],
});

const meet = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

Deno.test("placed() puts a label to the right of its point, or below it where a dot is in the way", () => {
  const [right] = placed([wanted("4B", [50, 50])], free, frame);
  ok(right!.box.left > 50 && right!.box.top < 50 && right!.box.bottom > 50);
  const solid = dotBoxes([{ x: 65, y: 50, r: 4 }]);
  const [below] = placed([wanted("4B", [50, 50])], { ...free, solid }, frame);
  ok(below!.box.top > 50);
});

Deno.test("placed() crosses a line only where there is no other place", () => {
  const thin = lineBoxes([[65, 0], [65, 100]]);
  const [below] = placed([wanted("4B", [50, 50])], { ...free, thin }, frame);
  ok(below!.box.right < 64);
  const everywhere = lineBoxes(
    Array.from({ length: 50 }, (_, i) => [4 * i, i % 2 ? 0 : 100]),
  );
  const [some] = placed(
    [wanted("4B", [50, 50])],
    { ...free, thin: everywhere },
    frame,
  );
  ok(some!.box.left > 50);
});

Deno.test("placed() leaves out a label without a free place", () => {
  const solid = dotBoxes([{ x: 100, y: 50, r: 200 }]);
  deepEqual(placed([wanted("4B", [50, 50])], { ...free, solid }, frame), []);
});

Deno.test("placed() never lets labels meet each other, a dot or the frame's border", () => {
  const point = fc.tuple(
    fc.integer({ min: 0, max: 200 }),
    fc.integer({ min: 0, max: 100 }),
  );
  fc.assert(fc.property(
    fc.array(point, { maxLength: 12 }),
    fc.array(point, { maxLength: 12 }),
    (dots, points) => {
      const solid = dotBoxes(dots.map(([x, y]) => ({ x, y, r: 4 })));
      const boxes = placed(
        points.map((at) => wanted("0.6B", at)),
        { solid, thin: [] },
        frame,
      ).map(({ box }) => box);
      boxes.forEach((box, i) => {
        ok(
          box.left >= 0 && box.right <= 200 && box.top >= 0 &&
            box.bottom <= 100,
        );
        ok(
          ![...solid, ...boxes.slice(i + 1)].some((other) => meet(box, other)),
        );
      });
    },
  ));
});

Deno.test("lineBoxes() follow a line: the middle of each lies on it, its ends too", () => {
  const boxes = lineBoxes([[0, 0], [30, 40]]);
  equal(boxes.length, Math.ceil(50 / 4) + 1);
  for (const { left, right, top, bottom } of boxes) {
    ok(Math.abs((top + bottom) / 2 - (4 / 3) * (left + right) / 2) < 1e-9);
  }
  deepEqual(boxes.at(-1), { left: 29, right: 31, top: 39, bottom: 41 });
});
