/** Plots as SVG text whose bytes depend on nothing but the plot. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

const NAMESPACE = "http://www.w3.org/2000/svg";

/** Numbers in these are geometry; the rest of their digits is noise. */
const GEOMETRY =
  /^(d|transform|points|x|y|x1|y1|x2|y2|cx|cy|r|dx|dy|width|height|stroke-width)$/;
const DIGITS = 3;

/** What of a DOM node the serializer reads. */
interface SvgNode {
  readonly nodeType: number;
  readonly localName?: string;
  readonly textContent?: string | null;
  readonly attributes?: Iterable<{ readonly name: string; value: string }>;
  readonly childNodes: Iterable<SvgNode>;
}

const ELEMENT = 1;
const TEXT = 3;

/** A text as it may stand in XML; what XML cannot hold becomes U+FFFD. */
export function escaped(text: string): string {
  return text
    // deno-lint-ignore no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .toWellFormed()
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function rounded(value: string): string {
  return value.replace(
    /-?\d+\.\d+(e-?\d+)?|-?\d+e-\d+/g,
    (number) => String(Number(Number(number).toFixed(DIGITS)) + 0),
  );
}

/**
 * An SVG element as XML: attributes in order of name, geometry to a thousandth
 * of a pixel, ids renumbered from 1 and begun with `prefix`.
 */
export function serialize(root: SvgNode, prefix: string): string {
  const ids = new Map<string, string>();
  // Plot counts its ids over all plots of a process.
  const renamed = (value: string) =>
    value.replace(/plot-(clip|gradient)-\d+/g, (id) => {
      if (!ids.has(id)) ids.set(id, `${prefix}-${ids.size + 1}`);
      return ids.get(id)!;
    });
  const written = (node: SvgNode): string => {
    if (node.nodeType === TEXT) return escaped(node.textContent ?? "");
    if (node.nodeType !== ELEMENT) return "";
    const attributes = [...node.attributes ?? []]
      .filter(({ name }) => name !== "xmlns")
      .map(({ name, value }) => ({
        // Plot names its marks so; on elements without a role that is not allowed.
        name: name === "aria-label" ? "data-mark" : name,
        value: renamed(GEOMETRY.test(name) ? rounded(value) : value),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, value }) => ` ${name}="${escaped(value)}"`).join("");
    const inner = [...node.childNodes].map(written).join("");
    const namespace = node === root ? ` xmlns="${NAMESPACE}"` : "";
    const { localName } = node;
    return inner
      ? `<${localName}${namespace}${attributes}>${inner}</${localName}>`
      : `<${localName}${namespace}${attributes}/>`;
  };
  return written(root);
}

/** A plot inside another, its place in pixels. */
export interface Inset {
  readonly x: number;
  readonly y: number;
  readonly options: Plot.PlotOptions;
}

/** Draws a plot and those inside it, and gives the SVG text, with a title and a description for those who cannot see it. */
export function drawn(
  options: Plot.PlotOptions,
  { prefix, title, description }: {
    readonly prefix: string;
    readonly title: string;
    readonly description: string;
  },
  insets: readonly Inset[] = [],
): string {
  const { document } = parseHTML("<html><body></body></html>");
  const plot = (each: Plot.PlotOptions) =>
    Plot.plot({ ...each, document: document as unknown as Document });
  const svg = plot(options);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-labelledby", `${prefix}-title`);
  svg.setAttribute("aria-describedby", `${prefix}-desc`);
  const named = (name: string, text: string) => {
    const element = document.createElementNS(NAMESPACE, name);
    element.setAttribute("id", `${prefix}-${name}`);
    element.textContent = text;
    return element as unknown as Node;
  };
  svg.prepend(named("title", title), named("desc", description));
  for (const { x, y, options } of insets) {
    const inner = plot(options);
    // The outer one's holds for those inside.
    inner.querySelector("style")?.remove();
    inner.setAttribute("x", String(x));
    inner.setAttribute("y", String(y));
    inner.setAttribute("overflow", "visible");
    svg.append(inner);
  }
  return `${serialize(svg as unknown as SvgNode, prefix)}\n`;
}
