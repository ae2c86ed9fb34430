/** Colours of the figures, which lie on white, as a page shows them that may be dark. */
import type { Ground } from "../../pipeline/figures/marks.ts";

/** A colour, lighter where the page is dark; `--lift` is in page.css. */
export function onPage(colour: string): string {
  return `color-mix(in oklab, ${colour}, white var(--lift))`;
}

/** What stands out on the page, and the page. */
export const PAGE: Ground = {
  ink: "currentColor",
  ground: "var(--theme-background)",
};
