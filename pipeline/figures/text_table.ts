/** A small table of text cells. */
import { csv } from "./csv.ts";
import { inertMarkdown } from "./markdown.ts";

/** A table of the paper, its cells as printed. */
export interface TextTable {
  /** "table-1": its file without the ending. */
  readonly name: string;
  readonly title: string;
  /** Column names and what they mean. */
  readonly columns: readonly (readonly [name: string, meaning: string])[];
  readonly rows: readonly (readonly string[])[];
  readonly note: string;
}

/** The table as CSV. */
export function tableCsv({ columns, rows }: TextTable): string {
  return csv(columns.map(([name]) => name), rows);
}

/** The table as Markdown, its meanings as heads. */
export function tableMarkdown(
  { title, columns, rows, note }: TextTable,
): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return inertMarkdown([
    `# ${title}`,
    "",
    line(columns.map(([, meaning]) => meaning)),
    line(columns.map((_, at) => (isNumeric(rows, at) ? "---:" : "---"))),
    ...rows.map(line),
    "",
    note,
    "",
  ].join("\n"));
}

/** Whether the cells of a column, past the first, read as numbers or nothing. */
function isNumeric(rows: TextTable["rows"], at: number): boolean {
  return at > 0 && rows.every((row) => /^([–-]?[\d.,]*\d|–?)$/.test(row[at]!));
}
