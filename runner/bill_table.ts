/** Bills as a text table. */
import type { Bill } from "./plan.ts";

const NUMBER = new Intl.NumberFormat("en-US");

/** A column: its head, and what a row says in it; numbers are summed up in the last line. */
type BillColumn = readonly [head: string, of: (bill: Bill) => string | number];

const PLAN: readonly BillColumn[] = [
  ["run", (bill) => bill.run],
  ["problems", (bill) => String(bill.problems)],
  ["samples", (bill) => String(bill.samples)],
  ["generations", (bill) => bill.generations],
  ["thinking tokens", (bill) => bill.thinkingTokens],
  ["answer tokens, at most", (bill) => bill.answerTokens],
  ["generations done", (bill) => bill.doneGenerations],
  [
    "state",
    (bill) => bill.hindrance ? `${bill.state}, ${bill.hindrance}` : bill.state,
  ],
];

const STATUS: readonly BillColumn[] = [
  ["run", (bill) => bill.run],
  ["generations", (bill) => bill.generations],
  ["done", (bill) => bill.doneGenerations],
  ["thinking tokens", (bill) => bill.thinkingTokens],
  ["done", (bill) => bill.doneThinkingTokens],
  ["%", (bill) => (100 * bill.doneGenerations / bill.generations).toFixed(1)],
  ["state", (bill) => bill.state],
];

/** What everything costs. */
export function planTable(bills: readonly Bill[]): string {
  return table(PLAN, bills);
}

/** How far everything is. */
export function statusTable(bills: readonly Bill[]): string {
  return table(STATUS, bills);
}

function table(columns: readonly BillColumn[], bills: readonly Bill[]): string {
  const said = (value: string | number) =>
    typeof value === "number" ? NUMBER.format(value) : value;
  const rows = bills.map((bill) => columns.map(([, of]) => of(bill)));
  const total = columns.map((_, at) => {
    if (at === 0) return "total";
    const cells = rows.map((row) => row[at]);
    return cells.length > 0 && cells.every((cell) => typeof cell === "number")
      ? said((cells as number[]).reduce((a, b) => a + b, 0))
      : "";
  });
  const lines = [
    columns.map(([head]) => head),
    ...rows.map((row) => row.map(said)),
    total,
  ];
  const widths = columns.map((_, at) =>
    Math.max(...lines.map((line) => line[at]!.length))
  );
  const last = columns.length - 1;
  return lines.map((line) =>
    line.map((cell, at) =>
      at === 0 || (at === last && columns[at]![0] === "state")
        ? cell.padEnd(widths[at]!)
        : cell.padStart(widths[at]!)
    ).join("  ").trimEnd()
  ).join("\n");
}
