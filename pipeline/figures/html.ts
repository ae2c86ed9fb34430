/** Pieces of HTML that the sections of a page share. */
import { escaped } from "./svg.ts";

/** A cell: text, or HTML that is known to be sound. */
export type Cell = string | { readonly html: string };

const inner = (cell: Cell) =>
  typeof cell === "string" ? escaped(cell) : cell.html;

/**
 * A table that scrolls inside itself where the page is narrow, with the keyboard
 * too. Its label is read to those who cannot see it; the first cell of a row names the row.
 */
export function htmlTable(
  label: string,
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
  kind: "numbers" | "words" = "numbers",
): string {
  const row = ([name, ...cells]: readonly Cell[]) =>
    `<tr><th scope="row">${inner(name ?? "")}</th>${
      cells.map((cell) => `<td>${inner(cell)}</td>`).join("")
    }</tr>\n`;
  return `<div class="wide" role="region" tabindex="0" aria-label="${
    escaped(label)
  }, table"><table class="${kind}">
<thead><tr>${
    heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join("")
  }</tr></thead>
<tbody>
${rows.map(row).join("")}</tbody>
</table></div>
`;
}

/** Words that unfold. */
export function folded(summary: string, html: string): string {
  return `<details><summary>${escaped(summary)}</summary>${html}</details>\n`;
}

/** A section of the page with its heading. */
export function section(id: string, heading: string, html: string): string {
  return `<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${escaped(heading)}</h2>
${html}</section>
`;
}
