import { deepEqual, equal, match, ok } from "node:assert/strict";
import { constraintsTable } from "../../../pipeline/figures/constraints_table.ts";
import { results } from "../../../pipeline/reproduce.ts";

const paper = await results("data/paper");

Deno.test("constraintsTable() has C1 to C51, what was loosened in both forms, what is not met with the reason", () => {
  const { rows, note } = constraintsTable(paper)!;
  const names = rows.map(([name]) => name!);
  deepEqual(
    [...new Set(names.map((name) => /^C\d+/.exec(name)![0]))],
    Array.from({ length: 51 }, (_, i) => `C${i + 1}`),
  );
  ok(names.includes("C33") && names.includes("C33, first written"));
  const unmet = rows.filter((row) => row[4] === "not met");
  equal(unmet.length, 7);
  ok(unmet.every((row) => row.at(-1) !== ""));
  match(note, /does not meet 7, with the reason/);
  const held = rows.filter((row) => row[2] === "held");
  ok(held.every((row) => row[4] === "met"));
  ok(note.startsWith(`${held.length} criteria are held, all of them met`));
  match(note, /C44 at 1\.7B and C47 at 1\.7B given up/);
});

Deno.test("constraintsTable() of a measured set is none", async () => {
  equal(constraintsTable(await results("data/nano")), null);
});
