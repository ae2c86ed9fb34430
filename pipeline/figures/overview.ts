/** The page over all data sets: what each is, what it says of the findings, where its page is. */
import type { Kind } from "../study/kind.ts";
import type { Says } from "../study/ruling.ts";
import { type Cell, htmlTable, section } from "./html.ts";
import { kindWarning } from "./kind_warning.ts";
import { kindSaid } from "./origin.ts";
import { html, warned } from "./page.ts";
import { badge } from "./page_findings.ts";
import { escaped } from "./svg.ts";

/** What is known of a data set whose page stands in a folder beside this one. */
export interface ListedSet {
  readonly folder: string;
  /** Null for a study without result files. */
  readonly findings: {
    readonly title: string;
    readonly kind: Kind;
    readonly partial: boolean;
    readonly findings: readonly {
      readonly finding: string;
      readonly says: Says;
    }[];
  } | null;
}

/** The overview as HTML. */
export function overview(sets: readonly ListedSet[]): string {
  const names = [
    ...new Set(
      sets.flatMap(({ findings }) =>
        findings?.findings.map(({ finding }) => finding) ?? []
      ),
    ),
  ];
  const warnings = new Set(
    sets.flatMap(({ findings }) => findings ? kindWarning(findings) : []),
  );
  return html(
    "notallbits: data sets",
    `<header>
<h1>notallbits: data sets</h1>
<p>How a reasoning model should spend a fixed amount of memory: one page for each data set, with its figures, tables and findings.</p>
${warned([...warnings])}</header>
<main id="content" tabindex="-1">
${
      section(
        "sets",
        "Data sets and their rulings",
        htmlTable(
          "Data sets and their rulings",
          [
            "Data set",
            ...names.map((name) => name.replace(/^finding-/, "Finding ")),
          ],
          sets.map((set) => row(set, names)),
          "words",
        ),
      )
    }</main>
`,
  );
}

function row(
  { folder, findings }: ListedSet,
  names: readonly string[],
): Cell[] {
  const link = `<a href="${escaped(folder)}/index.html">${escaped(folder)}</a>`;
  if (!findings) {
    return [{ html: `${link}: no result files yet` }, ...names.map(() => "–")];
  }
  const said = new Map(
    findings.findings.map(({ finding, says }) => [finding, says]),
  );
  const partial = findings.partial ? ", PARTIAL" : "";
  return [
    {
      html: `${link}, ${kindSaid(findings)}${partial}: ${
        escaped(findings.title)
      }`,
    },
    ...names.map((name) => {
      const says = said.get(name);
      return says ? badge(says) : "–";
    }),
  ];
}
