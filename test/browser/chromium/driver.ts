/**
 * A headless Chromium that measures figures and examines pages: tasks as JSON on
 * standard input, what was found as JSON on standard output. It has its own
 * packages, so that nobody but its test installs a browser.
 */
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { launched } from "./browser.ts";
import type { Found, MeasuredFigure, SeenPage, Tasks } from "./tasks.ts";

const SCHEMES = ["light", "dark"] as const;

/** The boxes of all texts of a figure, in its own pixels, in the widest of the fonts it names. */
async function measured(
  browser: Browser,
  figures: Tasks["figures"],
  fonts: Tasks["fonts"],
): Promise<MeasuredFigure[]> {
  const page = await browser.newPage();
  const face = async (path: string, weight: number) =>
    `@font-face { font-family: "DejaVu Sans"; font-weight: ${weight}; src: url(data:font/ttf;base64,${
      (await readFile(path)).toString("base64")
    }); }`;
  await page.setContent(
    `<!doctype html><style>${await face(fonts.regular, 400)}${await face(
      fonts.bold,
      700,
    )} body { margin: 0; }</style>
<p style="font: 400 12px 'DejaVu Sans'">a <b>b</b></p><div></div>`,
  );
  await page.evaluate(() => document.fonts.ready);
  const found: MeasuredFigure[] = [];
  for (const { name, svg } of figures) {
    const seen = await page.evaluate((svg) => {
      document.querySelector("div")!.innerHTML = svg;
      const root = document.querySelector<SVGSVGElement>("div > svg")!;
      const home = root.getScreenCTM()!.inverse();
      const { width, height } = root.viewBox.baseVal;
      const texts = [...root.querySelectorAll<SVGTextElement>("text")]
        .filter((text) =>
          text.textContent !== "" && !text.closest(".watermark")
        )
        .map((text) => {
          const { x, y, width, height } = text.getBBox();
          const to = home.multiply(text.getScreenCTM()!);
          const corners = [[x, y], [x + width, y], [x, y + height], [
            x + width,
            y + height,
          ]].map(([x, y]) => new DOMPoint(x, y).matrixTransform(to));
          const xs = corners.map(({ x }) => x);
          const ys = corners.map(({ y }) => y);
          return {
            text: text.textContent!,
            size: parseFloat(getComputedStyle(text).fontSize),
            left: Math.min(...xs),
            right: Math.max(...xs),
            top: Math.min(...ys),
            bottom: Math.max(...ys),
          };
        });
      return { width, height, texts };
    }, svg);
    found.push({ name, ...seen });
  }
  await page.close();
  return found;
}

/** What is wrong with a page for those who see, hear or type otherwise, in both schemes and several widths. */
async function examined(
  browser: Browser,
  path: string,
  widths: readonly number[],
): Promise<SeenPage[]> {
  const seen: SeenPage[] = [];
  for (const scheme of SCHEMES) {
    for (const width of widths) {
      const context = await browser.newContext({
        colorScheme: scheme,
        viewport: { width, height: 900 },
        // Only to let axe in: the page's own policy allows no script.
        bypassCSP: true,
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("pageerror", ({ message }) => complaints.push(message));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(pathToFileURL(path).href);
      await page.keyboard.press("Tab");
      const firstStop = await page.evaluate(() =>
        document.activeElement?.textContent ?? ""
      );
      const overflow = await page.evaluate(() =>
        document.documentElement.scrollWidth - innerWidth
      );
      await page.evaluate(axe.source);
      const violations = await page.evaluate(async () => {
        // deno-lint-ignore no-explicit-any
        const { violations } = await (globalThis as any).axe.run();
        // deno-lint-ignore no-explicit-any
        return violations.map(({ id, impact, nodes }: any) => ({
          id,
          impact,
          html: nodes[0].html.slice(0, 200),
          count: nodes.length,
        }));
      });
      seen.push({
        path,
        scheme,
        width,
        firstStop,
        overflow,
        asked: asked.slice(1),
        complaints,
        violations,
      });
      await context.close();
    }
  }
  return seen;
}

const { figures, fonts, pages, widths }: Tasks = JSON.parse(
  await new Response(Deno.stdin.readable).text(),
);
const browser = await launched();
try {
  const found: Found = { figures: [], pages: [] };
  if (figures.length > 0) {
    found.figures.push(...await measured(browser, figures, fonts));
  }
  for (const path of pages) {
    found.pages.push(...await examined(browser, path, widths));
  }
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
}
