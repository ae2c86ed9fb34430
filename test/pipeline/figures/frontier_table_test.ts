import { deepEqual, equal, match, ok } from "node:assert/strict";
import { frontierTable } from "../../../pipeline/figures/frontier_table.ts";
import { results } from "../../../pipeline/reproduce.ts";

const nano = await results("data/nano");

Deno.test("frontierTable() of nano: ten members, each kept in a share of the resamples", () => {
  const { columns, rows } = frontierTable(nano)!;
  equal(rows.length, 10);
  equal(columns[3]![0], "memory_mib");
  deepEqual(rows[0]!.slice(0, 5), ["0.6M", "16-bit", "24", "1.18", "11.6"]);
  const kept = rows.map((row) => Number(row[7]));
  ok(kept.every((share) => share > 0 && share <= 100));
  // The cheapest and the most accurate scenario are on every frontier.
  equal(kept[0], 100);
  ok(kept.at(-1)! > 90);
  ok(rows.every((row) => row.at(-1) === "–"));
});

Deno.test("frontierTable() lists what lies within epsilon of the best for as much memory, and how far behind", () => {
  const { claims } = nano.study;
  const at = (full: number) =>
    frontierTable({
      ...nano,
      study: {
        ...nano.study,
        claims: { ...claims, epsilon: { full, compressed: 0.02 } },
      },
    })!;
  equal(at(0).rows.length, 10);
  // 3M has 12.6 and 29.2 % with 24 and 48 tokens, where 0.6M has 52.4.
  const { rows, note } = at(0.4);
  deepEqual(
    rows.filter((row) => row.at(-1) !== "–").map((row) => row.at(-1)),
    [(52.4 - 12.6).toFixed(1), rows[7]!.at(-1)],
  );
  ok(Number(rows[7]!.at(-1)) < 40);
  match(note, /come within 40\.0 points of it\.$/);
});

Deno.test("frontierTable() of a study without results is none", () => {
  equal(frontierTable({ ...nano, measurements: [], frontiers: [] }), null);
});
