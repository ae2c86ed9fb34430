/** Every notebook of the built site in a real browser: nothing missing, nothing asked of anybody else, every control alive. */
import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { resolve } from "node:path";
import { inTemporaryFolder } from "../fixtures/tiny.ts";
import { writeHostileSet } from "../trust/hostile_words.ts";
import { IS_WANTED } from "./chromium.ts";
import { PROBES } from "./chromium/probes.ts";

const HOME = "test/browser/chromium";
const SITE = "notebooks/dist";
/** Bytes the site may have. */
const MOST = 50e6;
/** Contrast that what a chart draws has against a dark page, WCAG 2.1. */
const CONTRAST = 3;

/** Every file of a folder, by path. */
function* filesOf(folder: string): Generator<[path: string, bytes: number]> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* filesOf(path);
    else yield [path, Deno.statSync(path).size];
  }
}

async function deno(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  equal(code, 0, text.decode(stderr));
  return text.decode(stdout);
}

const build = async () => {
  await deno("notebooks", "install", "--quiet", "--frozen");
  await deno("notebooks", "run", "-A", "build/main.ts", "build");
};

Deno.test({
  name:
    "the site of the notebooks has no errors, needs no network, and every control of it changes what it shows",
  ignore: !IS_WANTED,
  fn: async () => {
    await build();
    const files = [...filesOf(SITE)];
    ok(files.reduce((sum, [, bytes]) => sum + bytes, 0) < MOST);
    ok(files.every(([path]) => !path.endsWith("generations.arrow")));
    let told = "";
    await inTemporaryFolder(async (hostile) => {
      await writeHostileSet(hostile, "<svg onload=acted()>", {
        dataSet: "tiny",
      });
      told = await deno(
        ".",
        "run",
        "--no-prompt",
        "-A",
        `--config=${resolve(HOME, "deno.json")}`,
        resolve(HOME, "notebooks.ts"),
        resolve(SITE),
        resolve("data/nano"),
        resolve(hostile),
      );
    });
    const seen = JSON.parse(told) as {
      page: string;
      external: string[];
      complaints: string[];
      first: number;
      controls: { label: string; read: [string, string] | null }[];
      comparison: string[] | null;
      brought: string[] | null;
      acted: boolean;
      answered: string | null;
      ruled: string[][][] | null;
      readable: {
        scheme: string;
        background: string;
        violations: string[];
        leastContrast: number | null;
      }[];
    }[];
    deepEqual(seen.map(({ page }) => page), [
      "evict-or-quantize.html",
      "findings.html",
      "gigabyte.html",
      "index.html",
      "my-gpu.html",
      "own.html",
      "voting.html",
      "weights-or-tokens.html",
    ]);
    deepEqual(seen.filter(({ acted }) => acted), []);
    for (const { page, external, complaints, first, controls } of seen) {
      console.log(`${page}: first plot or table after ${Math.round(first)} ms`);
      deepEqual([external, complaints], [[], []], page);
      const probes = PROBES[page] ?? {};
      deepEqual(
        controls.map(({ label }) => label).toSorted(),
        Object.keys(probes).toSorted(),
        page,
      );
      for (const { label, read } of controls) {
        const [before, after] = read!;
        notEqual(before, after, `${page}, ${label}`);
        match(after, new RegExp(probes[label]!.becomes ?? ""), label);
      }
    }
    for (const { page, readable } of seen) {
      const [light, dark] = readable;
      notEqual(light!.background, dark!.background, page);
      deepEqual(light!.violations, [], `${page}, light`);
      deepEqual(dark!.violations, [], `${page}, dark`);
      ok((dark!.leastContrast ?? CONTRAST) >= CONTRAST, page);
    }
    const { ruled } = seen.find(({ page }) => page === "findings.html")!;
    // Ruled on in the browser from two tables, as the pipeline ruled on the generations.
    for (const findings of ruled!) {
      equal(findings.length, 6);
      for (const [name, says, p, saysHere, pHere] of findings) {
        deepEqual([saysHere, pHere], [says, p], name);
      }
    }
    const [before, after, rings, tip] = seen.find(({ comparison }) =>
      comparison
    )!
      .comparison!;
    match(before!, /^Click two dots/);
    equal(rings, "2");
    match(tip!, /-bit weights, .* tokens, .* % right \(/);
    match(after!, / – against – .*: -?[0-9.]+ points \(95 % interval /);
    const [damaged, sealed, without, hostile, sound, beside] = seen.find((
      { brought },
    ) => brought)!
      .brought!;
    equal(sound, "nano: 192 scenarios.");
    match(beside!, /paper, GPQA-Diamond, SIMULATED/);
    match(
      damaged!,
      /^Cannot use these files: 1 problem\n {2}- nano-l-w16-full\.arrow: a buffer of 36864 bytes is damaged$/,
    );
    match(
      sealed!,
      /^Cannot use these files: 1 problem\n {2}- nano-l-w16-full\.arrow: its SHA-256 is/,
    );
    equal(hostile, "tiny: 4 scenarios; 1 planned runs have no file here.");
    const { answered } = seen.find(({ page }) => page === "own.html")!;
    match(answered!, /nano-l.*nano-s/s);
    match(without!, /study\.json: it is not among the files: add it$/);
  },
});

Deno.test({
  name: "the site is built to the same bytes again",
  ignore: !IS_WANTED,
  fn: async () => {
    const bytes = () =>
      new Map(
        [...filesOf(SITE)].map(([path]) => [path, Deno.readFileSync(path)]),
      );
    await build();
    const once = bytes();
    await build();
    deepEqual(bytes(), once);
  },
});
