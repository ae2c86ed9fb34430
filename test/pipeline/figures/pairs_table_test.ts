import { deepEqual, equal, ok } from "node:assert/strict";
import { pairsTable } from "../../../pipeline/figures/pairs_table.ts";
import { results } from "../../../pipeline/reproduce.ts";

const paper = await results("data/paper");

Deno.test("pairsTable() of paper: the two pairs of finding 1 with their differences, inside their intervals", () => {
  const { rows } = pairsTable(paper)!;
  const named = rows.filter(([claimedBy]) => claimedBy === "1 (d)");
  deepEqual(named.map((row) => [row[1], row[3], row[5]]), [
    ["1.7B 8-bit 6k", "0.6B 8-bit 18k", "3.1"],
    ["4B 4-bit 10k", "1.7B 8-bit 18k", "4.6"],
  ]);
  for (const row of rows) {
    const [ahead, lower, upper] = row.slice(5).map(Number) as [
      number,
      number,
      number,
    ];
    ok(lower < ahead && ahead < upper, row.join(" "));
    ok(Math.abs(Number(row[2]) - Number(row[4]) - ahead) < 0.11);
  }
});

Deno.test("pairsTable() holds each scenario said to be dominated against the best of its rival for no more memory", () => {
  const { rows } = pairsTable(paper)!;
  const dominated = rows.filter(([claimedBy]) => claimedBy === "2 (c)");
  // 14B 4-bit by 8B 8-bit, 32B 4-bit by 14B 8-bit and by 8B 16-bit, eight budgets each.
  equal(dominated.length, 24);
  equal(dominated.filter((row) => row[3]!.startsWith("14B 4-bit")).length, 8);
  ok(
    dominated.every(([, better]) => /^(8B 8|8B 16|14B 8)-bit/.test(better!)),
  );
});

Deno.test("pairsTable() of a study that names none is none", () => {
  equal(pairsTable({ ...paper, study: { ...paper.study, claims: {} } }), null);
});
