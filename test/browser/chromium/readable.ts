/** Whether a page can be read: its texts by axe, the dots of its charts by their contrast against the page. */
import axe from "axe-core";
import type { Page } from "playwright-core";

/** Rules that Plot (names of groups) and Inputs (the column of boxes) break by themselves. */
const NOT_OURS = ["aria-prohibited-attr", "empty-table-header"];

/** What was seen in one colour scheme. */
export interface Readable {
  readonly scheme: "light" | "dark";
  readonly background: string;
  /** Rules of axe that are broken, and by what first. */
  readonly violations: readonly string[];
  /** The least contrast of a dot or line of a chart against the page; null: there is none. */
  readonly leastContrast: number | null;
}

/** Looks at a page as it is, in both schemes. */
export async function readableIn(page: Page): Promise<Readable[]> {
  const seen: Readable[] = [];
  await page.evaluate(axe.source);
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.waitForTimeout(200);
    const violations = await page.evaluate(async (notOurs) => {
      // deno-lint-ignore no-explicit-any
      const { violations } = await (globalThis as any).axe.run({
        rules: Object.fromEntries(
          notOurs.map((id) => [id, { enabled: false }]),
        ),
      });
      // deno-lint-ignore no-explicit-any
      return violations.map(({ id, nodes }: any) =>
        `${id}: ${nodes[0].html.slice(0, 160)}`
      );
    }, NOT_OURS);
    const { background, leastContrast } = await page.evaluate(() => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 1;
      const brush = canvas.getContext("2d", { willReadFrequently: true })!;
      const rgb = (colour: string) => {
        brush.fillStyle = colour;
        brush.fillRect(0, 0, 1, 1);
        return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
      };
      const luminance = (colour: string) =>
        rgb(colour).map((part) => {
          const share = part / 255;
          return share <= 0.04045
            ? share / 12.92
            : ((share + 0.055) / 1.055) ** 2.4;
        }).reduce(
          (sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i]!,
          0,
        );
      const background = getComputedStyle(document.body).backgroundColor;
      const paper = luminance(background);
      const contrasts = [
        ...document.querySelectorAll(
          'main svg g[aria-label="dot"] > *, main svg g[aria-label="bar"] > *',
        ),
      ].map((mark) => {
        const ink = luminance(getComputedStyle(mark).fill);
        return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      });
      return {
        background,
        leastContrast: contrasts.length > 0 ? Math.min(...contrasts) : null,
      };
    });
    seen.push({ scheme, background, violations, leastContrast });
  }
  await page.emulateMedia({ colorScheme: "light" });
  return seen;
}
