/** Tables of what was measured, for people. */

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table in Markdown, columns aligned. */
export function markdown({ title, head, rows }: Table): string {
  const widths = head.map((name, at) =>
    Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0))
  );
  const line = (cells: readonly string[]) =>
    `| ${
      widths.map((width, at) => (cells[at] ?? "").padEnd(width)).join(" | ")
    } |`;
  return [
    `### ${title}`,
    "",
    line(head),
    line(widths.map((width) => "-".repeat(width))),
    ...rows.map(line),
    "",
  ].join("\n");
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2;
}

/** Least, middle and most of some seconds, in whole milliseconds. */
export function milliseconds(seconds: readonly number[]): string[] {
  return [Math.min(...seconds), median(seconds), Math.max(...seconds)]
    .map((each) => (1000 * each).toFixed(0));
}

/** The ratio of two medians. */
export function ratio(of: readonly number[], to: readonly number[]): string {
  return (median(of) / median(to)).toFixed(2);
}
