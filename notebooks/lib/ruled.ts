/** The rulings of a data set as a page shows them. */

interface Part {
  readonly part: string;
  readonly statement: string;
  readonly outcome: string;
  readonly because: string;
}

/** What `deno task reproduce` ruled. */
export interface Rulings {
  readonly findings: readonly {
    readonly finding: string;
    readonly claim: string;
    readonly says: string;
    readonly because: string;
    readonly adjustedP: number | null;
    readonly passingShare: number | null;
    readonly parts: readonly Part[];
    readonly sensitivity: readonly Part[];
    readonly estimates: readonly {
      readonly statement: string;
      readonly unit: string;
      readonly value: number;
      readonly lower: number;
      readonly upper: number;
    }[];
  }[];
  readonly variants?: readonly {
    readonly statement: string;
    readonly says: Readonly<Record<string, string>>;
  }[];
}

/** The rulings of a data set that was shipped. */
export async function rulingsOf(name: string): Promise<Rulings> {
  return await (await fetch(
    new URL(`data/${name}/findings.json`, document.baseURI),
  )).json();
}

type Html = (
  strings: TemplateStringsArray,
  ...values: readonly unknown[]
) => HTMLElement;

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

const partOf = (html: Html) => ({ part, statement, outcome, because }: Part) =>
  html`<li><b>(${part}) ${outcome}</b>: ${statement} <i>${because}.</i></li>`;

/** One finding, opened: its parts, the forms that do not decide, and what other choices would say. */
export function ruled(
  { findings, variants = [] }: Rulings,
  chosen: string,
  html: Html,
): HTMLElement {
  const found = findings.find(({ finding }) => finding === chosen)!;
  const { claim, says, because, adjustedP, passingShare } = found;
  return html`<section>
    <h2>${chosen}</h2>
    <p>${claim}</p>
    <p class="ruling" id="ruling">${says}${
    adjustedP === null ? "" : `, adjusted p ${adjustedP.toFixed(3)}`
  }${
    passingShare === null
      ? ""
      : `; every part passes in ${
        percent(passingShare)
      } of joint resamples of the problems`
  }</p>
    <p>${because}</p>
    <h3>Parts that decide</h3>
    <ul>${found.parts.map(partOf(html))}</ul>
    ${
    found.sensitivity.length > 0
      ? html`
        <div>
          <h3>Forms that do not decide</h3>
          <ul>${found.sensitivity.map(partOf(html))}</ul>
        </div>
      `
      : ""
  }
    ${
    variants.length > 0
      ? html`
        <div>
          <h3>Under other declared choices</h3>
          <ul>${variants.map(({ statement, says }) =>
            html`<li>${statement}: <b>${says[chosen]}</b></li>`
          )}</ul>
        </div>
      `
      : ""
  }
  </section>`;
}
