import {
  deepEqual,
  equal,
  match,
  notDeepEqual,
  ok,
  rejects,
} from "node:assert/strict";
import { dirname, join } from "node:path";
import { findings } from "../../pipeline/findings/mod.ts";
import {
  reproduce,
  reproduceOverview,
  results,
} from "../../pipeline/reproduce.ts";
import { dataSetName, dataSets } from "../../pipeline/store/data_set.ts";
import { filesUnder, runTask } from "../fixtures/task.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../fixtures/tiny.ts";

const TWO = "sums/two-w16-full.arrow";

/** What must be damaged in the folder of a sealed data set, and what must be said of it. */
type Damage = (set: string) => Promise<void>;

/**
 * Builds a data set with the real command, damages it, builds again: that must
 * fail, say what is expected and nothing of the program's inside, and leave
 * every output byte for byte as it was. Gives what was said.
 */
async function refused(damage: Damage): Promise<string> {
  let said = "";
  await inTemporaryFolder(async (cwd) => {
    const set = join(cwd, "data/tiny");
    const figures = join(cwd, "figures");
    await writeTinyDataSet(set, "tiny");
    await reproduce(set, join(figures, "tiny"));
    const before = filesUnder(figures);
    ok(before.has("tiny/index.html") && before.has("tiny/measurements.arrow"));
    await damage(set);
    const { code, out, error } = await runTask("reproduce", ["tiny"], { cwd });
    equal(code, 1);
    equal(out, "");
    equal(/^\s+at |\.ts:\d|Error:/m.test(error), false, error);
    deepEqual(filesUnder(figures), before);
    said = error;
  });
  return said;
}

Deno.test("reproduce() ends at one flipped byte of a result file and leaves the outputs as they were", async () => {
  const said = await refused(async (set) => {
    const bytes = await Deno.readFile(join(set, TWO));
    bytes[bytes.length >> 1]! ^= 4;
    await Deno.writeFile(join(set, TWO), bytes);
  });
  match(
    said,
    /^Cannot use data set data\/tiny: 1 problem\n {2}- data\/tiny\/sums\/two-w16-full\.arrow: its SHA-256 is [0-9a-f]{64}, the manifest says [0-9a-f]{64}\n$/,
  );
});

Deno.test("reproduce() ends at a cut result file and leaves the outputs as they were", async () => {
  const said = await refused((set) => Deno.truncate(join(set, TWO), 1000));
  match(
    said,
    /^Cannot use data set data\/tiny: 1 problem\n {2}- data\/tiny\/sums\/two-w16-full\.arrow: it has 1000 bytes, the manifest says \d+\n$/,
  );
});

Deno.test("reproduce() ends at a result file the manifest lacks and leaves the outputs as they were", async () => {
  const said = await refused((set) =>
    Deno.copyFile(join(set, TWO), join(set, "sums/three-w16-full.arrow"))
  );
  equal(
    said,
    "Cannot use data set data/tiny: 1 problem\n" +
      "  - data/tiny/sums/three-w16-full.arrow: it is not in the manifest\n",
  );
});

Deno.test("reproduce() ends at a row that stands twice, though sealed, and leaves the outputs as they were", async () => {
  const said = await refused((set) =>
    writeTinyDataSet(
      set,
      "tiny",
      (rows, { model }) =>
        model.name === "two" ? [...rows.slice(0, 6), ...rows.slice(5)] : rows,
    )
  );
  equal(
    said,
    "Cannot use data set tiny: 1 problem\n" +
      "  - data/tiny/sums/two-w16-full.arrow, row 6: " +
      "p-1, sample 2, budget 16 stands in row 5 already\n",
  );
});

Deno.test("reproduce() that fails makes no folder where none was", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    await Deno.truncate(join(set, TWO), 10);
    await rejects(reproduce(set, join(folder, "out")), {
      name: "DataProblems",
    });
    equal(
      [...filesUnder(folder).keys()].some((p) => p.startsWith("out")),
      false,
    );
  }));

Deno.test("reproduce() removes outputs it no longer makes, and nothing else", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    const out = join(folder, "out");
    await writeTinyDataSet(set, "tiny");
    await Deno.mkdir(out);
    await Deno.writeTextFile(join(out, "figure-99.svg"), "old");
    await Deno.writeTextFile(join(out, "notes.txt"), "mine");
    await reproduce(set, out);
    const made = filesUnder(out);
    equal(made.has("figure-99.svg"), false);
    equal(made.get("notes.txt"), "mine");
  }));

Deno.test("reproduce() shows what the files say: another answer, other outputs", () =>
  inTemporaryFolder(async (folder) => {
    const made = async (answer: string) => {
      const set = join(folder, "tiny");
      await writeTinyDataSet(
        set,
        "tiny",
        (rows) => rows.with(0, { ...rows[0]!, answer }),
      );
      await reproduce(set, join(folder, "out"));
      return filesUnder(join(folder, "out"));
    };
    const right = await made("7}");
    deepEqual(await made("07}"), right);
    const wrong = await made("8}");
    deepEqual([...wrong.keys()], [...right.keys()]);
    for (
      const name of ["measurements.csv", "per-problem.arrow", "index.html"]
    ) {
      notDeepEqual(wrong.get(name), right.get(name), name);
    }
  }));

Deno.test("reproduce() twice gives the same bytes: other folder, other order of files, other TZ and LANG", () =>
  inTemporaryFolder(async (folder) => {
    const here = join(folder, "here");
    await reproduce("data/nano", here);
    const wanted = filesUnder(here);
    ok(wanted.size >= 12);

    const there = join(folder, "there");
    const listed = [...filesUnder("data/nano").keys()]
      .filter((path) => /^(chain\/)?[^/]+\.(arrow|json)$/.test(path));
    for (const path of listed.toReversed()) {
      const copy = join(there, "data/nano", path);
      await Deno.mkdir(dirname(copy), { recursive: true });
      await Deno.copyFile(join("data/nano", path), copy);
    }
    const { code, error } = await runTask("reproduce", ["nano"], {
      cwd: there,
      env: {
        TZ: "Pacific/Auckland",
        LANG: "ar_EG.UTF-8",
        LC_ALL: "ar_EG.UTF-8",
        LANGUAGE: "ar",
      },
    });
    equal(code, 0, error);
    deepEqual(filesUnder(join(there, "figures/nano")), wanted);
  }));

Deno.test("reproduce() gives the same bytes for rows in another order", () =>
  inTemporaryFolder(async (folder) => {
    const made = async (name: string, reversed: boolean) => {
      const set = join(folder, name, "tiny");
      await writeTinyDataSet(
        set,
        "tiny",
        (rows) => reversed ? rows.toReversed() : rows,
      );
      await reproduce(set, join(folder, name, "out"));
      return filesUnder(join(folder, name, "out"));
    };
    deepEqual(await made("b", true), await made("a", false));
  }));

/** Outputs that are made and not committed. */
const NOT_COMMITTED = /\.(arrow|png|pdf)$|(^|\/)(pictures|made)\.json$/;

Deno.test("the committed figures/ are what data/ gives, every file, byte for byte", () =>
  inTemporaryFolder(async (folder) => {
    const sets = await dataSets("data");
    ok(sets.length >= 2);
    for (const set of sets) {
      await reproduce(set, join(folder, dataSetName(set)));
    }
    await reproduceOverview(folder);
    const shown = (root: string) =>
      new Map(
        [...filesUnder(root)].filter(([path]) => !NOT_COMMITTED.test(path)),
      );
    const [committed, fresh] = [shown("figures"), shown(folder)];
    deepEqual([...committed.keys()], [...fresh.keys()]);
    const differing = [...fresh].filter(([path, text]) =>
      committed.get(path) !== text
    ).map(([path]) => path);
    deepEqual(differing, []);
  }));

Deno.test("results() names every run's origin and problem, in the order of the study", () =>
  inTemporaryFolder(async (folder) => {
    const set = join(folder, "tiny");
    await writeTinyDataSet(set, "tiny");
    const found = await results(set);
    equal(found.dataSet, "tiny");
    equal(found.partial, false);
    deepEqual(found.provenance.map(({ model }) => model), ["one", "two"]);
    deepEqual(found.problems, { sums: ["p-1", "p-2", "p-3"] });
    equal(found.measurements.length, 8);
    deepEqual(
      found.rulings.map(({ finding }) => finding),
      findings.map(({ name }) => name),
    );
  }));
