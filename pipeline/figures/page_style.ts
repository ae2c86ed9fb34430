/** The style sheet of the page. */
import { FAINT, FONT, GRID, INK } from "./style.ts";

export const STYLE_SHEET = `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; color: ${INK};
  background: white; font: 16px/1.5 ${FONT}; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.5rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 0.25rem; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem;
  border: solid ${GRID}; border-width: 1px 0; padding: 0.5rem 0; }
figure { margin: 2.5rem 0; }
figure svg { width: 100%; height: auto; }
figcaption, section > p, footer, dd { color: ${FAINT}; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.9rem; }
th { text-align: right; vertical-align: bottom; }
th, td { border-bottom: 1px solid ${GRID}; padding: 0.3rem 0.7rem; text-align: right; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
.words th, .words td { text-align: left; vertical-align: top; overflow-wrap: anywhere; min-width: 5rem; }
h3 span { padding: 0.1rem 0.5rem; border-radius: 0.3rem; background: ${GRID}; }
.supported { background: #cfe8d5; }
.point-only { background: #e3edd0; }
.contradicted { background: #f3cfc9; }
.warning { border-left: 4px solid #b3261e; padding-left: 0.8rem; font-weight: 600; }
`.trimStart();
