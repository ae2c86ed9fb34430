/** The page's section on findings. */
import type { Results } from "../study/results.ts";
import type { PartOutcome, Ruling, Says } from "../study/ruling.ts";
import { estimateSaid, RULING_MEANINGS } from "./findings_report.ts";
import { type Cell, folded, htmlTable, section } from "./html.ts";
import { percentSaid } from "./said.ts";
import { escaped } from "./svg.ts";

/** A ruling as a coloured word. */
export function badge(says: Says): { readonly html: string } {
  return { html: `<span class="${says.replace(" ", "-")}">${says}</span>` };
}

const number = ({ finding }: Pick<Ruling, "finding">) =>
  finding.replace(/^\D*/, "");

/** The rulings in a table, the figure that shows them, every finding in full, and other choices. */
export function findingsSection(results: Results, glance: string): string {
  const { rulings } = results;
  return section(
    "findings",
    "Findings",
    `${overview(rulings)}${glance}${rulings.map(article).join("")}${
      variantTable(results)
    }${
      folded(
        "What the five rulings mean",
        `<dl>\n${
          Object.entries(RULING_MEANINGS).map(([says, means]) =>
            `<dt>${badge(says as Says).html}</dt><dd>${escaped(means)}</dd>\n`
          ).join("")
        }</dl>`,
      )
    }`,
  );
}

function overview(rulings: readonly Ruling[]): string {
  return htmlTable(
    "Rulings at a glance",
    ["Finding", "Claim", "Ruling", "Resamples that hold", "Adjusted p"],
    rulings.map((ruling): Cell[] => [
      { html: `<a href="#${ruling.finding}">Finding ${number(ruling)}</a>` },
      ruling.claim,
      badge(ruling.says),
      ruling.passingShare === null ? "–" : percentSaid(ruling.passingShare),
      ruling.adjustedP === null ? "–" : ruling.adjustedP.toFixed(3),
    ]),
    "words",
  );
}

function article(ruling: Ruling): string {
  const { claim, says, because, adjustedP, estimates, parts, sensitivity } =
    ruling;
  const p = adjustedP === null ? "" : `, adjusted p ${adjustedP.toFixed(3)}`;
  return `<article id="${ruling.finding}">
<h3>Finding ${number(ruling)}: ${badge(says).html}${p}</h3>
<p>${escaped(claim)}</p>
<p>${escaped(capital(because))}.</p>
${
    estimates.map((estimate) => `<p>${escaped(estimateSaid(estimate))}</p>\n`)
      .join("")
  }${partList(parts, `Parts of finding ${number(ruling)}`)}${
    partList(sensitivity, `Beside finding ${number(ruling)}, without a vote`)
  }</article>
`;
}

const capital = (text: string) =>
  `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function partList(list: readonly PartOutcome[], summary: string): string {
  if (list.length === 0) return "";
  const item = ({ part, statement, outcome, because }: PartOutcome) =>
    `<li>(${escaped(part)}) ${escaped(statement)} <b>${escaped(outcome)}</b>: ${
      escaped(because)
    }</li>\n`;
  return folded(summary, `<ul>\n${list.map(item).join("")}</ul>`);
}

function variantTable({ rulings, variants }: Results): string {
  if (variants.length === 0) return "";
  const rows: Cell[][] = [
    ["as the study says", ...rulings.map(({ says }) => badge(says))],
    ...variants.map(({ statement, says }): Cell[] => [
      statement,
      ...rulings.map(({ finding }) => {
        const ruling = says[finding];
        return ruling ? badge(ruling) : "–";
      }),
    ]),
  ];
  return `<h3 id="choices">The rulings under other choices</h3>
<p>${
    rows.length - 1
  } choices were declared that could have been made otherwise; a ruling that changes with one rests on it.</p>
${
    htmlTable(
      "Rulings under other choices",
      ["Choice", ...rulings.map((ruling) => `Finding ${number(ruling)}`)],
      rows,
      "words",
    )
  }${
    variants.flatMap(({ statement, inFull }) =>
      inFull.map(({ parts, sensitivity, ...ruling }) =>
        partList(
          [...parts, ...sensitivity],
          `Finding ${number(ruling)}, ${ruling.says}. ${statement}`,
        )
      )
    ).join("")
  }`;
}
