import { deepEqual, equal, ok } from "node:assert/strict";
import { revotes } from "../../../pipeline/aggregate/revote.ts";
import { measured } from "../../../pipeline/measured.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../../fixtures/tiny.ts";

/** Accuracies of groups of 3 when of four samples the first is right and the others are as given. */
async function votes(folder: string, others: (string | null)[]) {
  await writeTinyDataSet(
    `${folder}/set`,
    "set",
    (generations) =>
      generations.map((each) => ({
        ...each,
        answer: each.sample === 0
          ? { "p-1": "7}", "p-2": "42}", "p-3": "999}" }[each.problem]!
          : others[each.sample - 1]!,
      })),
  );
  const { recounted, measurements } = await measured(`${folder}/set`, {
    recounted: true,
  });
  const again = revotes(recounted, measurements);
  const of3 = (list: typeof measurements) =>
    list.filter(({ group }) => group === 3)[0]!.accuracy;
  return {
    abstaining: of3(measurements),
    others: again.map((each) => of3([...each.measurements])),
    serial: again.map((each) =>
      each.measurements.filter(({ group }) => group === 1)
        .map(({ accuracy }) => accuracy)
    ),
    counted: measurements.filter(({ group }) => group === 1)
      .map(({ accuracy }) => accuracy),
  };
}

Deno.test("revotes() by hand: one right and three missing samples, three of the four vote", () =>
  inTemporaryFolder(async (folder) => {
    const { abstaining, others, serial, counted } = await votes(
      folder,
      [null, null, null],
    );
    // The right sample is drawn three times in four, and then the others abstain ...
    ok(Math.abs(abstaining - 3 / 4) < 1e-12);
    // ... or outvote it two to one, or tie with it, each for itself.
    ok(Math.abs(others[0]! - 0) < 1e-12, String(others[0]));
    ok(Math.abs(others[1]! - 3 / 4 / 3) < 1e-12, String(others[1]));
    for (const each of serial) deepEqual(each, counted);
  }));

Deno.test("revotes() are none where no answer is missing", () =>
  inTemporaryFolder(async (folder) => {
    equal((await votes(folder, ["1}", "2}", "1}"])).others.length, 0);
  }));
