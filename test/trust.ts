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

/** Promises that are tried at the same time. */
const AT_ONCE = 2;

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
    const wanted = promises(values.corpus).filter(({ number }) =>
      values.only === undefined || values.only === String(number)
    );
    const tried = new Map<number, readonly Trial[]>();
    const begun = performance.now();
    // The last take longest.
    const left = wanted.toReversed().values();
    const work = async () => {
      for (const { number, says, trials } of left) {
        const found = await trials();
        tried.set(number, found);
        const seconds = Math.round((performance.now() - begun) / 1000);
        for (const trial of found) {
          const { what, tried, failed } = trial;
          console.log(
            `${number}. ${says}: ${what}: ${whole(tried)} tried, ${
              whole(failed.length)
            } failed${beside(trial)} (${seconds} s)`,
          );
          for (const each of failed.slice(0, 10)) console.error(`  ${each}`);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const lines = [
      "| promise | tried | times | failed |",
      "| --- | --- | ---: | ---: |",
      ...wanted.flatMap(({ number, says }) =>
        tried.get(number)!.map(({ what, tried, failed }, at) =>
          `| ${at === 0 ? `${number}. ${says}` : ""} | ${what} | ${
            whole(tried)
          } | ${whole(failed.length)} |`
        )
      ),
    ];
    const bad = [...tried.values()].flat().some(({ tried, failed }) =>
      tried === 0 || failed.length > 0
    );
    const table = `${lines.join("\n")}\n\n${await dependencies()}`;
    console.log(`\n${table}`);
    if (values.write && values.only === undefined) {
      const page = await Deno.readTextFile(PAGE);
      const [before, rest] = page.split(FROM) as [string, string];
      const after = rest.slice(rest.indexOf(TO));
      await writeAtomically(PAGE, `${before}${FROM}\n\n${table}\n\n${after}`);
    }
    return bad ? 1 : 0;
  },
});
