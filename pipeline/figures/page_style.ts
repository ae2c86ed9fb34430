/** The style sheet of the pages. */
import { SAYS } from "../study/ruling.ts";
import { FONT, INK, rulingColour } from "./style.ts";

const RULINGS = SAYS.map((says) =>
  `.${says.replace(" ", "-")} { background: ${rulingColour(says)}; }`
).join("\n");

export const STYLE_SHEET = `
:root { color-scheme: light dark; --ink: ${INK}; --faint: #595959; --line: #d8d8d8;
  --ground: #ffffff; --link: #0b57a4; --alarm: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --faint: #b4b4b4;
  --line: #444444; --ground: #16181b; --link: #8fc1ff; --alarm: #ff8a80; } }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; color: var(--ink);
  background: var(--ground); font: 16px/1.5 ${FONT}; overflow-wrap: break-word; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--ground); padding: 0.5rem; z-index: 1; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.3rem; margin: 3rem 0 0.75rem; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 0.25rem; }
nav { border: solid var(--line); border-width: 1px 0; padding: 0.5rem 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; margin: 0; padding: 0; }
figure { margin: 2rem 0 2.5rem; }
figure svg { display: block; width: 100%; height: auto; border-radius: 4px; }
figcaption { margin-top: 0.5rem; }
figcaption, section > p, footer, dd { color: var(--faint); }
figcaption b { color: var(--ink); }
summary { cursor: pointer; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; }
th, td { border-bottom: 1px solid var(--line); padding: 0.3rem 0.55rem; vertical-align: top; }
thead th { vertical-align: bottom; }
tbody th { font-weight: 400; }
th:first-child { text-align: left; padding-left: 0; }
.numbers { font-variant-numeric: tabular-nums; }
.numbers td, .numbers th { text-align: right; }
.numbers th:first-child { text-align: left; }
.words td, .words th { text-align: left; overflow-wrap: break-word; }
.words td:not(:has(span)) { min-width: 5.5rem; }
h3 span, td span, dt span { color: ${INK}; padding: 0.1rem 0.5rem; border-radius: 0.3rem; white-space: nowrap; }
${RULINGS}
.warning { border-left: 4px solid var(--alarm); padding-left: 0.8rem; font-weight: 600; }
@media print {
  :root { --ink: #000000; --faint: #333333; --line: #bbbbbb; --ground: #ffffff; --link: #000000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav, .skip { display: none; }
  figure, tr, article { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .wide { overflow: visible; }
  details::details-content { content-visibility: visible; }
  a { text-decoration: none; }
  figure svg { max-height: 24cm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`.trimStart();
