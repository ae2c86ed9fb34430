/** `deno task trust`: tries what SECURITY.md promises. */
import { runCommand } from "../pipeline/commands/command.ts";
import { writeAtomically } from "../pipeline/store/atomic.ts";
import { HOMES, licences } from "./trust/dependencies.ts";
import { promises } from "./trust/promises.ts";
import type { Trial } from "./trust/trial.ts";

const PAGE = "SECURITY.md";
/** The table stands between these lines. */
const FROM = "<!-- from here on written by deno task trust -->";
const TO = "<!-- up to here -->";

const HELP = `
deno task trust [--only N] [--corpus FOLDER] [--write]

Tries every promise of ${PAGE} in full and prints promise, trials and failures.
Fails when any failed. Takes some minutes.

  --only N          one promise
  --corpus FOLDER   read every file of a folder too, as one from elsewhere: the
                    fuzz corpora of apache/arrow-testing, for instance
  --write           put the table into ${PAGE}

  deno task trust --only 5 --corpus arrow-testing/data
`;

const whole = (count: number) => count.toLocaleString("en-US");

/** What is seen in passing and is no failure. */
function beside(trial: Trial): string {
  if ("took" in trial) {
    const { seconds, mebibytes, refused } = trial.took as {
      readonly seconds: number;
      readonly mebibytes: number;
      readonly refused: number;
    };
    return `, ${whole(refused)} refused, at most ${seconds.toFixed(2)} s and ${
      Math.ceil(mebibytes)
    } MiB`;
  }
  if (!("fates" in trial)) return "";
  const { refused, same, different } = trial.fates as {
    readonly refused: number;
    readonly same: number;
    readonly different: number;
  };
  return `, ${whole(refused)} refused, ${whole(same)} read as before, ${
    whole(different)
  } sound and different`;
}

async function dependencies(): Promise<string> {
  const found = await licences();
  const packages = [...found.values()].flat().length;
  const counts = [...found].map(([licence, names]) =>
    `${licence} ${names.length}`
  );
  return `The pipeline and the runner have ${packages} packages: ${
    counts.join(", ")
  }. Other locks: ${
    HOMES.slice(1).join(", ")
  }, for the notebooks' bundler, the tests' browser and the mutation tester.`;
}

await runCommand({
  help: HELP,
  options: {
    only: { type: "string" },
    corpus: { type: "string" },
    write: { type: "boolean" },
  },
  run: async ({ values }) => {
    const lines = [
      "| promise | tried | times | failed |",
      "| --- | --- | ---: | ---: |",
    ];
    let bad = 0;
    const begun = performance.now();
    for (const { number, says, trials } of promises(values.corpus)) {
      if (values.only !== undefined && values.only !== String(number)) continue;
      for (const [at, trial] of (await trials()).entries()) {
        const { what, tried, failed } = trial;
        const promise = at === 0 ? `${number}. ${says}` : "";
        lines.push(
          `| ${promise} | ${what} | ${whole(tried)} | ${
            whole(failed.length)
          } |`,
        );
        const seconds = Math.round((performance.now() - begun) / 1000);
        console.log(
          `${number}. ${says}: ${what}: ${whole(tried)} tried, ${
            whole(failed.length)
          } failed${beside(trial)} (${seconds} s)`,
        );
        for (const each of failed.slice(0, 10)) console.error(`  ${each}`);
        bad += failed.length + Number(tried === 0);
      }
    }
    const table = `${lines.join("\n")}\n\n${await dependencies()}`;
    console.log(`\n${table}`);
    if (values.write && values.only === undefined) {
      const page = await Deno.readTextFile(PAGE);
      const [before, rest] = page.split(FROM) as [string, string];
      const after = rest.slice(rest.indexOf(TO));
      await writeAtomically(PAGE, `${before}${FROM}\n\n${table}\n\n${after}`);
    }
    return bad > 0 ? 1 : 0;
  },
});
