/** Tables as CSV. */

/** Text that a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r\n\0]/;

/** Text that must stand in quotes. */
const QUOTED = /[",\n\r]/;

/** A table as CSV: numbers in full, nothing where there is none, text never read as a formula. */
export function csv(
  names: readonly string[],
  rows: Iterable<readonly (string | number | null)[]>,
): string {
  const lines = [names.map(quoted).join(",")];
  for (const row of rows) lines.push(row.map(cell).join(","));
  return `${lines.join("\n").trimEnd()}\n`;
}

function cell(value: string | number | null): string {
  if (typeof value !== "string") return String(value ?? "");
  return quoted(FORMULA.test(value) ? `'${value}` : value);
}

const quoted = (text: string) =>
  QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
