import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  NULL_WORLDS,
  SWITCHED_WORLDS,
} from "../../../pipeline/simulate/worlds/mod.ts";
import { PERMUTATIONS } from "../../../pipeline/simulate/worlds/permuted.ts";
import type { Claimed } from "../../../pipeline/simulate/worlds/world.ts";
import { readDataSetStudy } from "../../../pipeline/store/data_set.ts";
import {
  nullCells,
  nullSuiteReport,
  specificityFixture,
  tooOften,
} from "../../../pipeline/trials/null_suite.ts";
import { RULES_CHANGED } from "../../../pipeline/trials/report.ts";
import {
  FIRST_SEED,
  type Trial,
  type Tried,
  tryWorlds,
} from "../../../pipeline/trials/trial.ts";

const study = await readDataSetStudy("data/paper");

/** Worlds of each kind here; `deno task null-suite` draws more. */
const WORLDS = 2;
/** Orders of names here, of one world. */
const ORDERS = 20;

const planned = (worlds: readonly Claimed[], trial: Partial<Trial>) =>
  worlds.map((world) => ({
    world,
    trial: {
      study,
      worlds: WORLDS,
      firstSeed: FIRST_SEED,
      problems: { math: 30, knowledge: 198 },
      ...trial,
    },
  }));

const nulls = await tryWorlds(planned(NULL_WORLDS, {}));
const permuted = await tryWorlds(
  planned(PERMUTATIONS, { worlds: 1, permutations: ORDERS }),
);

/** A cell says little, 0 of 2 leave 84 % possible, and cells of the same seeds cannot be added up: bench/null-suite.md has the evidence. */
Deno.test(`in ${WORLDS} worlds of each kind no finding is supported that is false in it`, () => {
  const cells = nullCells(nulls);
  deepEqual(cells.filter(({ supported }) => supported > 0), []);
  ok(cells.length > 0);
});

/** With a true share of 5 % more than 5 of 20 would be seen in 1 of 3,000 cells. */
Deno.test(`of ${ORDERS} orders of names none or few support a finding`, () => {
  const cells = nullCells(permuted);
  equal(cells.length, 11);
  deepEqual(cells.filter(({ supported }) => supported > 5), []);
});

Deno.test("N8: what cannot be compared is insufficient, every time", () => {
  for (const name of ["N8a", "N8b"]) {
    const { world, findings, fates } = nulls.find(({ world }) =>
      world.name === name
    )!;
    for (const finding of world.refutes) {
      const at = findings.indexOf(finding);
      deepEqual(
        fates.map((each) => each[at]),
        fates.map(() => "insufficient"),
        `${finding} in ${name}`,
      );
    }
  }
});

Deno.test("the specificity matrix on record: an effect switched off takes its finding and its dependants, and no other", async () => {
  const { findings, worlds }: ReturnType<typeof specificityFixture> = JSON
    .parse(await Deno.readTextFile("test/fixtures/specificity.json"));
  deepEqual(Object.keys(worlds), SWITCHED_WORLDS.map(({ name }) => name));
  for (const { name, refutes } of SWITCHED_WORLDS) {
    const fates = worlds[name]!;
    ok(fates.length >= 24);
    findings.forEach((finding, at) => {
      const supported = fates.filter((each) => each[at] === "s").length;
      if (refutes.includes(finding)) equal(supported, 0, `${finding} ${name}`);
      else ok(supported >= 0.8 * fates.length, `${finding} ${name}`);
    });
  }
});

Deno.test("the specificity matrix begins with the fates on record", async () => {
  const record: ReturnType<typeof specificityFixture> = JSON.parse(
    await Deno.readTextFile("test/fixtures/specificity.json"),
  );
  const { problems, firstSeed } = record;
  const switched = await tryWorlds(
    planned(SWITCHED_WORLDS, { worlds: 1, firstSeed, problems }),
  );
  deepEqual(
    Object.entries(specificityFixture(switched).worlds),
    Object.entries(record.worlds).map(([name, fates]) => [name, [fates[0]]]),
  );
});

Deno.test("a world that supports what is false in it more than one time in twenty is told of", () => {
  const tried = (supported: number): Tried => ({
    ...nulls[0]!,
    trial: { ...nulls[0]!.trial, worlds: 20 },
    fates: Array.from(
      { length: 20 },
      (_, i) =>
        nulls[0]!.findings.map(() =>
          i < supported ? "supported" : "not supported"
        ),
    ),
  });
  equal(tooOften([tried(1)]).length, 0);
  equal(tooOften([tried(2)]).length, nulls[0]!.findings.length);
  match(
    nullSuiteReport({ nulls: [tried(2)], permuted: [], switched: [] }),
    /F1 in N0 at 30 problems, 2 of 20;/,
  );
});

Deno.test("nullSuiteReport() says with which options it is made", () => {
  match(
    nullSuiteReport({ nulls, permuted, switched: [] }),
    /`deno task null-suite --problems 30 --worlds 2 --permutations 20 --write`/,
  );
});

Deno.test("the page on record owns up to the rules changed, in the words that are written now", async () => {
  const told = RULES_CHANGED.join("\n");
  const report = nullSuiteReport({ nulls, permuted, switched: [] });
  for (
    const page of [
      report,
      await Deno.readTextFile("bench/null-suite.md"),
      await Deno.readTextFile("bench/power.md"),
    ]
  ) {
    ok(page.includes(told));
  }
});
