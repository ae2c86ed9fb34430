import { deepEqual, equal, match } from "node:assert/strict";
import {
  type Asked,
  drawing,
  falseSaid,
  worldsOf,
} from "../../../notebooks/lib/null_worlds.ts";
import type { Progress } from "../../../notebooks/lib/following.ts";
import { results } from "../../../pipeline/reproduce.ts";
import type { Fate } from "../../../pipeline/trials/fates.ts";

const [nano, paper] = [await results("data/nano"), await results("data/paper")];

type Drawn = Progress<readonly (readonly Fate[])[]>;

/** What is known when all that was asked for is done. */
const drawn = (data: typeof nano, asked: Asked) =>
  new Promise<Drawn>((resolve) =>
    drawing(data, asked)((progress) => {
      if (progress.done.size === progress.of) resolve(progress);
    })
  );

const world = (name: string) =>
  worldsOf(paper).find((each) => each.name === name)!;

Deno.test("worldsOf() are all worlds for a simulated set, mixed up names for a measured one", () => {
  deepEqual(worldsOf(nano).map(({ name }) => name), ["N7a", "N7b"]);
  equal(worldsOf(paper).length, 20);
});

Deno.test("falseSaid() counts the findings that are false: none of 3 x 6 in N0 are supported", async () => {
  const asked = { worlds: [world("N0")], times: 3, problems: 1 };
  const found = await drawn(paper, asked);
  match(
    falseSaid(paper, asked, found),
    /^False positives: 0 of 18 rulings .* supported in none of 3 may still be in 70\.8 % of them/,
  );
});

Deno.test("falseSaid() counts false positives by hand: 2 of 10 rulings", () => {
  const asked = { worlds: [world("N5")], times: 5, problems: 1 };
  const fates = (...sixth: Fate[]): Drawn => ({
    done: new Map(sixth.map((fate, at) => [
      `N5 of 1, ${at}`,
      [[...Array<Fate>(5).fill("not supported"), fate]],
    ])),
    of: 5,
    problem: null,
  });
  const not = "not supported";
  match(
    falseSaid(
      paper,
      asked,
      fates(not, "supported", "insufficient", "supported", not),
    ),
    /^False positives: 2 of 10 rulings on findings that are false there \(20\.0 %\), most often finding-6 in N5: 2 of 5\./,
  );
});

Deno.test("falseSaid() says what will be drawn while nothing is", () => {
  const asked = { worlds: worldsOf(paper), times: 0, problems: 4 };
  equal(
    falseSaid(paper, asked, { done: new Map(), of: 0, problem: null }),
    "Nothing was drawn yet; it will be 120 problems of mathematics and 198 of knowledge each time.",
  );
});

Deno.test("drawing() mixes up the names of the data set itself, ten orders a draw", async () => {
  const found = await drawn(nano, {
    worlds: worldsOf(nano),
    times: 2,
    problems: 1,
  });
  deepEqual([...found.done.keys()], ["N7a 0", "N7b 0", "N7a 1", "N7b 1"]);
  deepEqual([...found.done.values()].map(({ length }) => length), [
    10,
    10,
    10,
    10,
  ]);
});
