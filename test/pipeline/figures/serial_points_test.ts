import { equal, ok } from "node:assert/strict";
import {
  memoryColumn,
  percent,
  scenarioCell,
  serialPoints,
} from "../../../pipeline/figures/serial_points.ts";
import { results } from "../../../pipeline/reproduce.ts";

const nano = await results("data/nano");

Deno.test("serialPoints() are mathematics with one sample and the full cache", () => {
  const { measurements, scored, drawn } = serialPoints(nano)!;
  equal(measurements.length, 12);
  ok(measurements.every(({ group, kv }) => group === 1 && kv.kind === "full"));
  equal(scored[3]!.cost, measurements[3]!.totalBytes);
  equal(drawn.problems, 48);
  equal(serialPoints({ ...nano, frontiers: [] }), null);
});

Deno.test("scenarios, shares and memory are said as tables say them", () => {
  equal(scenarioCell(nano.measurements[0]!), "0.6M 16-bit 24");
  equal(percent(0.1234), "12.3");
  const { column, said } = memoryColumn(nano);
  equal(column.join("; "), "memory_mib; Memory, MiB");
  equal(said(3 * 2 ** 20), "3.00");
});
