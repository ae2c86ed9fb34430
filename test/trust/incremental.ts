/** Builds that leave alone what did not change, against builds that leave nothing alone. */
import { dirname, join } from "node:path";
import { readResult } from "../../pipeline/store/result_file.ts";
import { writeResultFile } from "../../pipeline/store/result_writer.ts";
import { sealDataSet } from "../../pipeline/store/manifest.ts";
import { writeTimings } from "../../pipeline/store/speed_writer.ts";
import { link } from "../fixtures/link.ts";
import { filesUnder, runTask } from "../fixtures/task.ts";
import { timing } from "../fixtures/timing.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../fixtures/tiny.ts";
import { rowsOf } from "./determinism.ts";
import { type Trial, trial } from "./trial.ts";

/** A change somebody makes, and what must be made anew for it. */
interface Touch {
  readonly what: string;
  readonly touch: (folder: string) => Promise<void>;
  /** Data sets, and "overview" for the page over them. */
  readonly owed: readonly string[];
  /** Neither program nor data: a build of everything makes what it made before. */
  readonly isOutput?: true;
  readonly options?: readonly string[];
}

const ALL = ["borrowing", "lending", "retimed", "overview"];

/** A copy of the program with three small data sets: one has timings, one borrows them, one is also timed by it. */
async function writeProgram(folder: string): Promise<void> {
  for (const [path, text] of filesUnder("pipeline")) {
    await Deno.mkdir(dirname(join(folder, "pipeline", path)), {
      recursive: true,
    });
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    await Deno.writeFile(join(folder, "pipeline", path), bytes);
  }
  for (const name of ["deno.json", "deno.lock"]) {
    await Deno.copyFile(name, join(folder, name));
  }
  await link(join(Deno.cwd(), "node_modules"), join(folder, "node_modules"));
  const lending = join(folder, "data/lending");
  await writeTinyDataSet(lending, "lending");
  await writeTimings(lending, [timing()], {});
  await sealDataSet(lending);
  await writeTinyDataSet(
    join(folder, "data/borrowing"),
    "borrowing",
    undefined,
    { timingFrom: "lending" },
  );
  await writeTinyDataSet(join(folder, "data/retimed"), "retimed", undefined, {
    alsoTimedBy: ["lending"],
  });
}

const changed = (path: string, change: (text: string) => string) =>
async (
  folder: string,
) => {
  const file = join(folder, path);
  await Deno.writeTextFile(file, change(await Deno.readTextFile(file)));
};

/** Changes a file of a data set and seals it. */
const sealedAgain =
  (set: string, touch: (folder: string) => Promise<void>) =>
  async (folder: string) => {
    await touch(folder);
    await sealDataSet(join(folder, "data", set));
  };

const longer = (text: string) => `${text} `;

async function otherAnswer(folder: string): Promise<void> {
  const set = join(folder, "data/borrowing");
  const file = "sums/one-w16-full.arrow";
  const { generations, metadata } = readResult(
    await Deno.readFile(join(set, file)),
    file,
  );
  const [first, ...rest] = rowsOf(generations);
  await writeResultFile(
    set,
    file,
    [{ ...first!, answer: "wrong" }, ...rest],
    metadata,
  );
}

const LENT = join("figures", "lending");

/** One after the other, each on what the one before has left. */
const TOUCHES: readonly Touch[] = [
  { what: "nothing", touch: async () => {}, isOutput: true, owed: [] },
  {
    what: "a title",
    touch: sealedAgain(
      "borrowing",
      changed(
        "data/borrowing/study.json",
        (text) => text.replace("Tiny", "Small"),
      ),
    ),
    owed: ["borrowing", "overview"],
  },
  {
    what: "an expected answer",
    touch: sealedAgain(
      "borrowing",
      changed(
        "data/borrowing/sums.json",
        (text) => text.replace('"7"', '"8"'),
      ),
    ),
    owed: ["borrowing", "overview"],
  },
  {
    what: "a run",
    touch: sealedAgain("borrowing", otherAnswer),
    owed: ["borrowing", "overview"],
  },
  {
    what: "timings that all use",
    touch: sealedAgain(
      "lending",
      (folder) =>
        writeTimings(
          join(folder, "data/lending"),
          [timing({ latencySeconds: 3 })],
          {},
        ),
    ),
    owed: ALL,
  },
  {
    what: "the study of lent timings",
    touch: sealedAgain(
      "lending",
      changed("data/lending/study.json", (text) => text.replace("Tiny", "Two")),
    ),
    owed: ALL,
  },
  {
    what: "a program",
    touch: changed("pipeline/aggregate.ts", longer),
    owed: ALL,
  },
  {
    what: "the settings of the program",
    touch: changed("deno.json", longer),
    owed: ALL,
  },
  {
    what: "an option",
    touch: async () => {},
    options: ["--intervals"],
    owed: ALL,
  },
  { what: "an option less", touch: async () => {}, owed: ALL },
  {
    what: "an output",
    touch: changed(join(LENT, "figure-01.svg"), longer),
    isOutput: true,
    owed: ["lending"],
  },
  {
    what: "a page",
    touch: changed(join(LENT, "index.html"), longer),
    isOutput: true,
    owed: ["lending"],
  },
  {
    what: "an output that is gone",
    touch: (folder) => Deno.remove(join(folder, LENT, "votes.csv")),
    isOutput: true,
    owed: ["lending"],
  },
  {
    what: "a record that is gone",
    touch: (folder) => Deno.remove(join(folder, LENT, "made.json")),
    isOutput: true,
    owed: ["lending"],
  },
  {
    what: "a record cut in two",
    touch: changed(
      join(LENT, "made.json"),
      (text) => text.slice(0, text.length / 2),
    ),
    isOutput: true,
    owed: ["lending"],
  },
  {
    what: "a record that says nothing",
    touch: changed(join(LENT, "made.json"), () => "{}"),
    isOutput: true,
    owed: ["lending"],
  },
  {
    what: "a digest in a record",
    touch: changed(
      join(LENT, "made.json"),
      (text) => text.replace(/"[0-9a-f]{64}"/, `"${"0".repeat(64)}"`),
    ),
    isOutput: true,
    owed: ["lending"],
  },
  {
    what: "the page over all sets",
    touch: changed("figures/index.html", longer),
    isOutput: true,
    owed: ["overview"],
  },
];

/** A build of all sets: what it said, and where it failed. */
async function build(cwd: string, options: readonly string[]) {
  const { code, out, error } = await runTask("reproduce", options, {
    cwd,
    root: cwd,
  });
  if (code !== 0) throw new Error(`Cannot reproduce: ${error}`);
  return out;
}

/** When each output was written, and which file it is. */
function written(folder: string): Map<string, string> {
  return new Map([...filesUnder(folder).keys()].map((path) => {
    const { ino, mtime } = Deno.statSync(join(folder, path));
    return [path, `${ino} ${mtime?.getTime()}`];
  }));
}

const partOf = (path: string) =>
  path.includes("/") ? path.split("/")[0]! : "overview";

/** Outputs without the records of what they were made from. */
const outputs = (folder: string) =>
  new Map(
    [...filesUnder(folder)].filter(([path]) => !path.endsWith("made.json")),
  );

/** Which outputs differ. */
function unlike(a: Map<string, string>, b: Map<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((path) => a.get(path) !== b.get(path));
}

/** Things touched one after the other: just what rests on each is made anew, and all is as a build of everything makes it. */
export async function touchedParts(touches = Infinity): Promise<Trial> {
  let tried: Trial | undefined;
  await inTemporaryFolder(async (folder) => {
    const cwd = join(Deno.cwd(), folder);
    const figures = join(cwd, "figures");
    await writeProgram(cwd);
    await build(cwd, []);
    let whole = outputs(figures);
    tried = await trial(
      "parts made anew when one thing is touched",
      TOUCHES.slice(0, touches),
      async ({ what, touch, owed, isOutput, options = [] }) => {
        await touch(cwd);
        const before = written(figures);
        await build(cwd, options);
        const after = written(figures);
        const made = new Set(
          unlike(before, after).map(partOf),
        );
        const found = outputs(figures);
        if (!isOutput) {
          await build(cwd, [...options, "--again"]);
          whole = outputs(figures);
        }
        const wrong = unlike(found, whole);
        if (wrong.length > 0) {
          return `${what}: ${
            wrong.join(", ")
          } differ from a build of everything`;
        }
        return [...made].sort().join(" ") === [...owed].sort().join(" ")
          ? null
          : `${what}: ${[...made].join(" ")} made anew, not ${owed.join(" ")}`;
      },
    );
  });
  return tried!;
}

/** An input that changes while it is read, so many times at other moments of a build: whatever that makes, the next is right. */
export async function touchedMeanwhile(times: number): Promise<Trial> {
  let tried: Trial | undefined;
  await inTemporaryFolder(async (folder) => {
    const cwd = join(Deno.cwd(), folder);
    const figures = join(cwd, "figures");
    await writeProgram(cwd);
    const begun = performance.now();
    await build(cwd, ["borrowing"]);
    const took = performance.now() - begun;
    tried = await trial(
      "inputs changed during a build",
      Array.from({ length: times }, (_, at) => at),
      async (at) => {
        const touch = sealedAgain(
          "borrowing",
          changed(
            "data/borrowing/study.json",
            (text) => text.replace(/"title":"[^"]*"/, `"title":"Try ${at}"`),
          ),
        );
        const running = runTask("reproduce", ["borrowing", "--again"], {
          cwd,
          root: cwd,
        });
        await new Promise((done) => setTimeout(done, took * at / times));
        await touch(cwd);
        // It may refuse: a file and its manifest may not agree.
        await running;
        await build(cwd, ["borrowing"]);
        const found = outputs(figures);
        await build(cwd, ["borrowing", "--again"]);
        const wrong = unlike(found, outputs(figures));
        return wrong.length === 0
          ? null
          : `${at} of ${times}: ${wrong.join(", ")} are of another time`;
      },
    );
  });
  return tried!;
}
