import { deepEqual, equal } from "node:assert/strict";
import {
  choiceRows,
  type Reruled,
  seedRows,
  seedsSaid,
  variantsOf,
} from "../../../notebooks/lib/reruling.ts";
import { results } from "../../../pipeline/reproduce.ts";
import { rulings } from "../../../pipeline/findings/ruling.ts";
import { rulingDraws } from "../../../pipeline/statistics/resample.ts";

const nano = await results("data/nano");
const recorded = {
  kind: "measured",
  findings: nano.rulings,
} as unknown as Parameters<typeof seedRows>[0];

/** Progress of rulings that were made. */
const made = (...all: (typeof nano.rulings)[]): Reruled => ({
  done: new Map(all.map((each, at) => [`seed ${at + 1}`, each])),
  of: all.length,
  problem: null,
});

Deno.test("seedRows() counts what other seeds say of each finding, and the span of their p: two seeds by hand", () => {
  const [first] = nano.rulings;
  const says = (says: "supported" | "undecided", adjustedP: number) =>
    nano.rulings.map((each) =>
      each === first ? { ...each, says, adjustedP } : each
    );
  const [row] = seedRows(
    recorded,
    made(says("supported", 0.0123), says("undecided", 0.5)),
  );
  deepEqual(row, {
    finding: "finding-1",
    "on record": "insufficient",
    "p on record": null,
    supported: 1,
    "point only": 0,
    undecided: 1,
    contradicted: 0,
    insufficient: 0,
    "p from": 0.012,
    "p to": 0.5,
  });
  equal(
    seedsSaid(recorded, made(says("supported", 0.01))),
    "1 of 1 say something else of finding-1.",
  );
});

Deno.test("seedRows() of the seeds that are drawn add up to their number, whatever the finding", () => {
  const all = [1, 2, 3].map((nth) =>
    rulings(nano.study, nano.measurements, undefined, rulingDraws(nth))
  );
  for (const row of seedRows(recorded, made(...all))) {
    const { supported, undecided, contradicted, insufficient } =
      row as unknown as Record<string, number>;
    equal(
      supported! + (row as unknown as Record<string, number>)["point only"]! +
        undecided! + contradicted! + insufficient!,
      3,
    );
  }
});

Deno.test("choiceRows() waits for what is not ruled on yet, and shows it beside the record", () => {
  const rows = (done: Reruled) =>
    choiceRows(recorded, done).map((row) => row["so chosen"]);
  deepEqual(rows(made()), nano.rulings.map(() => "…"));
  deepEqual(
    rows(made(nano.rulings)),
    nano.rulings.map(({ says }) => says),
  );
});

Deno.test("variantsOf() offers only what changes something: nothing in nano, two choices in the paper", async () => {
  deepEqual(variantsOf(nano), []);
  equal(variantsOf(await results("data/paper")).length, 2);
});
