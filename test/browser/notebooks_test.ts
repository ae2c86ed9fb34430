/** Every notebook of the built site in a real browser: nothing missing, nothing asked of anybody else, every control alive. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { resolve } from "node:path";
import { inTemporaryFolder } from "../fixtures/tiny.ts";
import { writeHostileSet } from "../trust/hostile_text.ts";
import { IS_WANTED } from "./chromium.ts";

const HOME = "test/browser/chromium";
const SITE = "notebooks/dist";
/** Bytes the site may have. */
const MOST = 50e6;

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
      await writeHostileSet(hostile, "<svg onload=acted()>");
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
      controls: { label: string; changed: boolean }[];
      comparison: [string, string] | null;
      brought: string[] | null;
      acted: boolean;
      answered: string | null;
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
    for (const { page, external, complaints, controls } of seen) {
      deepEqual([external, complaints], [[], []], page);
      deepEqual(controls.filter(({ changed }) => !changed), [], page);
      const alone = ["index.html", "own.html"].includes(page);
      ok(alone || controls.length >= 2, page);
    }
    const [before, after] = seen.find(({ comparison }) => comparison)!
      .comparison!;
    match(before, /^Click two dots/);
    match(after, / – against – .*: -?[0-9.]+ points \(95 % interval /);
    const [sound, damaged, sealed, without, hostile] = seen.find((
      { brought },
    ) => brought)!
      .brought!;
    equal(sound, "nano: 192 scenarios.");
    match(
      damaged!,
      /^Cannot use these files: 1 problem\n {2}- nano-l-w16-full\.arrow: column answer: row 4932 has/,
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
