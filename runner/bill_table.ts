/** Bills as a text table. */
import { hoursOwed } from "./pace.ts";
import type { Bill } from "./plan.ts";

const NUMBER = new Intl.NumberFormat("en-US", {
  maximumSignificantDigits: 15,
});

/** A column: its head, and what a row says in it; numbers are summed up in the last line. */
type BillColumn = readonly [head: string, of: (bill: Bill) => string | number];

const PLAN: readonly BillColumn[] = [
  ["run", (bill) => bill.run],
  ["problems", (bill) => String(bill.problems)],
  ["samples", (bill) => String(bill.samples)],
  ["generations", (bill) => bill.generations],
  ["thinking tokens", (bill) => bill.thinkingTokens],
  ["answer tokens, at most", (bill) => bill.answerTokens],
  ["disk, MiB", (bill) => Math.ceil(bill.diskBytes / 2 ** 20)],
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

/** What everything costs; `pace` gives the decoded tokens a second of a bill's server, null where nobody knows. */
export function planTable(
  bills: readonly Bill[],
  pace: (bill: Bill) => number | null,
): string {
  const hours: BillColumn = ["hours owed", (bill) => {
    const owed = hoursOwed(bill, pace(bill));
    return owed === null ? "?" : roundedHours(owed);
  }];
  const columns = bills.some((bill) => pace(bill) !== null)
    ? PLAN.toSpliced(-1, 0, hours)
    : PLAN;
  return table(columns, bills);
}

/** Hours to two digits that count, so that a second still shows and a month has no decimals. */
const roundedHours = (hours: number) =>
  hours >= 100 ? Math.round(hours) : Number(hours.toPrecision(2));

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
      ? said(
        Number((cells as number[]).reduce((a, b) => a + b, 0).toPrecision(9)),
      )
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
