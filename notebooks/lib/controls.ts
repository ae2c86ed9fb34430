/** What every notebook begins with: a data set to choose, and whose numbers these are. */
import { shipped } from "./data_set.ts";

/** A form of Observable's Inputs. */
type Form = HTMLElement & { readonly value: unknown };

type Html = (
  strings: TemplateStringsArray,
  ...values: readonly unknown[]
) => HTMLElement;

/** A form whose second field has the label too: a number has a slider beside it. */
export function labelled<F extends Element>(form: F): F {
  const label = form.querySelector("label")?.textContent ?? "";
  for (const field of form.querySelectorAll("input[type=range]")) {
    field.setAttribute("aria-label", label);
  }
  return form;
}

/** A list of the shipped data sets; its value is a name. */
export async function chooseSet(
  inputs: {
    readonly select: (
      choices: ReadonlyMap<string, string>,
      options: { readonly label: string },
    ) => Form;
  },
): Promise<Form> {
  const sets = await shipped();
  return inputs.select(
    new Map(sets.map(({ name, kind }) => [`${name} (${kind})`, name])),
    { label: "Data set" },
  );
}

/** Whether a server or a generator gave these numbers, impossible to miss where it was a generator or another tool. */
export function kindSaid(kind: string, html: Html): HTMLElement {
  if (kind === "imported") {
    return html`<p><span class="simulated">IMPORTED</span> generated and logged by other tools, graded here; a token budget is the most a response could have.</p>`;
  }
  return kind === "simulated"
    ? html`<p><span class="simulated">SIMULATED</span> drawn from a generator; it shows that the tools work and says nothing about these models.</p>`
    : html`<p>Measured: a server generated every answer.</p>`;
}
