/**
 * Opens every page of a built site of notebooks and tries every control of it:
 * notebooks.ts FOLDER SET HOSTILE, the folders of a data set that is brought to
 * the page for one's own results, sound and damaged, and of one whose words call
 * acted(). What was seen as JSON on standard output. The site is
 * served on loopback; whatever else a page asks for is refused and counted.
 */
import { Buffer } from "node:buffer";
import { extname, join } from "node:path";
import type { Page } from "playwright-core";
import { launched } from "./browser.ts";
import { type Probe, PROBES } from "./probes.ts";
import { type Readable, readableIn } from "./readable.ts";

/** A control, and what it is there to change before and after it was changed; null: nobody says what that is. */
interface Tried {
  readonly label: string;
  readonly read: readonly [before: string, after: string] | null;
}

/** What was seen of a page. */
interface Seen {
  readonly page: string;
  readonly external: readonly string[];
  readonly complaints: readonly string[];
  /** Milliseconds until the first plot or table was there. */
  readonly first: number;
  readonly controls: readonly Tried[];
  /** What is said before and after two dots were clicked, how many are ringed then, and what the tip under the pointer says; null: the page compares nothing. */
  readonly comparison: readonly string[] | null;
  /** What is said of files that are brought: one damaged, the same with the manifest, no study, words made to act, sound, and by the chart with the last frontier beside; null: the page takes none. */
  readonly brought: readonly string[] | null;
  /** Whether a word acted. */
  readonly acted: boolean;
  readonly answered: string | null;
  /** Of the first and the last data set: every finding, and its ruling and p on record and made in the browser; null: the page rules on none. */
  readonly ruled: readonly (readonly (readonly string[])[])[] | null;
  readonly readable: readonly Readable[];
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};
/** Milliseconds a page has to answer a control, and to finish what it began. */
const ANSWER = 5000;
const FINISH = 120_000;

const [folder, set, hostile] = Deno.args as [string, string, string];
const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  async (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    try {
      return new Response(await Deno.readFile(join(folder, path)), {
        headers: {
          "content-type": TYPES[extname(path)] ?? "application/octet-stream",
        },
      });
    } catch {
      return new Response("There is no such file", { status: 404 });
    }
  },
);
const origin = `http://127.0.0.1:${server.addr.port}`;

/** What a probe finds. */
const probed = (page: Page, probe: Probe) =>
  page.evaluate(({ at, read }) => {
    const found = [...document.querySelectorAll(at)];
    return read === "count"
      ? `${found.length}`
      : found.map((each) => read === "text" ? each.textContent : each.outerHTML)
        .join("\n");
  }, probe);

/** Until the page works on nothing any more. */
const finished = (page: Page) =>
  page.waitForFunction(
    () =>
      [...document.querySelectorAll("#reseeded, #otherwise, #drawn")]
        .every(({ textContent }) => !textContent!.includes("…")),
    null,
    { timeout: FINISH },
  );

/** Every finding as the page shows it on record and ruled on anew. */
async function ruled(page: Page): Promise<string[][]> {
  await finished(page);
  return await page.evaluate(() =>
    [...document.querySelectorAll("#otherwise tbody tr")].map((row) =>
      [...row.querySelectorAll("td")].slice(1, 6)
        .map(({ textContent }) => textContent!)
    )
  );
}

/** The label of the control at a place; null where it is a table or a form of our own. */
const labelAt = (page: Page, place: number) =>
  page.evaluate((place) => {
    const form = document.querySelectorAll("main form")[place]!;
    if (form.querySelector("table, textarea")) return null;
    return form.querySelector("label")?.textContent ?? "?";
  }, place);

/** Changes the control at a place: a data set to the last. Its label, or null where it has one choice only or is a table. */
const change = (page: Page, place: number) =>
  page.evaluate((place) => {
    const form = document.querySelectorAll("main form")[place]!;
    if (form.querySelector("table, textarea")) return null;
    const label = form.querySelector("label")?.textContent ?? "?";
    const button = form.querySelector("button");
    if (button) {
      button.click();
      return label;
    }
    const told = (type: string, on: Element) =>
      on.dispatchEvent(new Event(type, { bubbles: true }));
    const select = form.querySelector("select");
    if (select) {
      if (select.options.length < 2) return null;
      select.selectedIndex = label === "Data set"
        ? select.options.length - 1
        : (select.selectedIndex + 1) % select.options.length;
      told("input", select);
      return label;
    }
    const radios = [
      ...form.querySelectorAll<HTMLInputElement>("input[type=radio]"),
    ];
    if (radios.length > 0) {
      const other = radios.find(({ checked }) => !checked);
      other?.click();
      return other ? label : null;
    }
    const boxes = [
      ...form.querySelectorAll<HTMLInputElement>("input[type=checkbox]"),
    ];
    if (boxes.length > 0) {
      boxes.at(-1)!.click();
      return label;
    }
    const number = form.querySelector<HTMLInputElement>("input[type=number]");
    if (!number) return null;
    const most = Number(number.max);
    number.value = String(
      Number(number.value) < most ? most : Number(number.min),
    );
    told("input", number);
    told("change", number);
    return label;
  }, place);

/** Whether the first choice of a list is taken. */
const isFirst = (page: Page, place: number) =>
  page.evaluate(
    (place) =>
      document.querySelectorAll("main form")[place]!.querySelector("select")!
        .selectedIndex === 0,
    place,
  );

/** Clicks two dots of the first chart far from one another. */
async function compared(page: Page): Promise<string[] | null> {
  const said = () => page.textContent("#comparison");
  if (await page.locator("#comparison").count() === 0) return null;
  const before = (await said())!;
  // Symbols of dots: paths and circles of the groups Plot calls dot.
  const dots = page.locator('svg g[aria-label="dot"] > *');
  for (const at of [0, await dots.count() - 1]) {
    const { x, y, width, height } = (await dots.nth(at).boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
    await page.waitForTimeout(200);
    await page.mouse.click(x + width / 2, y + height / 2);
    await page.waitForTimeout(200);
  }
  return [
    before,
    (await said())!,
    `${await page.locator(".pin").count()}`,
    (await page.locator('svg g[aria-label="tip"]').allTextContents()).join(" "),
  ];
}

/** Brings files of a data set. */
async function brought(page: Page): Promise<string[] | null> {
  if (await page.locator("#own").count() === 0) return null;
  const file = (
    name: string,
    change = (bytes: Uint8Array) => bytes,
    from = set,
  ) => ({
    name: name.split("/").at(-1)!,
    mimeType: "application/octet-stream",
    buffer: Buffer.from(change(Deno.readFileSync(join(from, name)))),
  });
  const study = [file("study.json"), file("chain.json")];
  const results = [...Deno.readDirSync(join(set, "chain"))].map(({ name }) =>
    `chain/${name}`
  ).sort();
  const damaged = (bytes: Uint8Array) => bytes.with(bytes.length >> 1, 0xa5);
  const said: string[] = [];
  for (
    const files of [
      [...study, file(results[0]!, damaged)],
      [...study, file("manifest.json"), file(results[0]!, damaged)],
      study.slice(1),
      ["study.json", "sums.json", "sums/one-w16-full.arrow"].map((name) =>
        file(name, undefined, hostile)
      ),
      [...study, ...results.map((name) => file(name))],
    ]
  ) {
    const before = await page.textContent("#told");
    await page.setInputFiles("#own", files);
    await page.waitForFunction(
      (before) => {
        const now = document.querySelector("#told")?.textContent;
        return now !== undefined && now !== before;
      },
      before,
      { timeout: 60_000 },
    );
    said.push((await page.textContent("#told"))!);
  }
  said.push(await besideOthers(page));
  return said;
}

/** The texts of the chart once the last shipped frontier is drawn in it; of the last try where it never is. */
async function besideOthers(page: Page): Promise<string> {
  const frontiers = page.locator("main select").last();
  let texts = "";
  for (let tried = 0; tried < 20; tried++) {
    // The form is another once it is about other files, which may be after we have chosen.
    const name = await frontiers.locator("option").last().textContent();
    try {
      await frontiers.selectOption({ label: name! }, { timeout: 2000 });
    } catch {
      // It was another form by then.
      continue;
    }
    await page.waitForTimeout(1000);
    texts = (await page.locator("main svg").allTextContents()).join(" ");
    if (texts.includes(name!)) break;
  }
  return texts;
}

/** The text of what DuckDB answers; null: nothing can be asked. */
async function answered(page: Page): Promise<string | null> {
  if (await page.locator("#ask").count() === 0) return null;
  // The form is another once it is about other files.
  await page.waitForTimeout(1000);
  await page.click("#ask button");
  await page.waitForSelector("#answer table, #answer pre", { timeout: 60_000 });
  return await page.textContent("#answer");
}

const browser = await launched();
const seen: Seen[] = [];
try {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.endsWith(".html")).sort();
  for (const name of names) {
    const page = await browser.newPage({
      viewport: { width: 1200, height: 1600 },
    });
    const external: string[] = [];
    const complaints: string[] = [];
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.route("**/*", (route) => {
      const url = route.request().url();
      if (url.startsWith(origin) || /^(data|blob):/.test(url)) {
        return route.continue();
      }
      external.push(url);
      return route.abort();
    });
    await page.addInitScript(() => {
      Object.assign(globalThis, {
        acted: () => Object.assign(globalThis, { hasActed: true }),
      });
    });
    const begun = performance.now();
    await page.goto(`${origin}/${name}`);
    await page.waitForSelector(
      "main svg, main table, main .advice, main ul > li > b, #told",
    );
    const first = performance.now() - begun;
    await page.waitForTimeout(500);
    const comparison = await compared(page);
    const rules = await page.locator("#otherwise").count() > 0;
    const rulings = rules ? [await ruled(page)] : [];
    const controls: Tried[] = [];
    for (
      let place = 0;
      place < await page.locator("main form").count();
      place++
    ) {
      const probe = PROBES[name]?.[await labelAt(page, place) ?? ""];
      const before = probe ? await probed(page, probe) : null;
      const label = await change(page, place);
      if (label === null) continue;
      let after = before;
      const until = performance.now() + ANSWER;
      while (probe && after === before && performance.now() < until) {
        await page.waitForTimeout(50);
        after = await probed(page, probe);
      }
      // Cells that depend on it come one after the other.
      await page.waitForTimeout(400);
      await finished(page);
      if (probe) after = await probed(page, probe);
      if (label === "Benchmark") {
        // The first one has everything, votes and compressed caches.
        while (await change(page, place) && !await isFirst(page, place));
        await page.waitForTimeout(400);
      }
      controls.push({
        label,
        read: before === null ? null : [before, after!],
      });
      if (rules && label === "Data set") rulings.push(await ruled(page));
    }
    const said = await brought(page);
    await page.waitForTimeout(1000);
    // Of the files brought last.
    const asked = await answered(page);
    seen.push({
      page: name,
      external,
      complaints,
      first,
      controls,
      comparison,
      brought: said,
      acted: await page.evaluate(() => "hasActed" in globalThis),
      answered: asked,
      ruled: rules ? rulings : null,
      readable: await readableIn(page),
    });
    await page.close();
  }
} finally {
  await browser.close();
  await server.shutdown();
}
console.log(JSON.stringify(seen));
