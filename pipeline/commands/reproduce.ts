/** `deno task reproduce`: rebuilds everything there is to see of data sets. */
import { differences, isSettled, readMade, writeMade } from "../store/made.ts";
import { runCommand } from "./command.ts";
import { dataSetFolders, FIGURES, outputFolder } from "./data_set_folders.ts";
import { madeNow, overviewNow, programDigests } from "./made_now.ts";
import { stopwatch } from "./stopwatch.ts";

const HELP = `
deno task reproduce [set...] [options]

Rebuilds figures, tables, findings and the page of data sets from their result
files, into figures/<set>/, and figures/index.html over them. Without names:
every data set under data/. A set without result files gives what needs none:
its tables, and what its timings say of a decoding step. A set whose study names
others in alsoTimedBy gets figures 6 and 7, and finding 4, with their speeds too.

  --partial   go on when planned runs are missing; figures, findings and page
              say so
  --intervals draw 95 % intervals in every figure of accuracies; without it
              figure 1 alone has them
  --png       each figure as PNG too, at twice its size
  --pdf       each figure as PDF too, and all of them with their captions in
              figures.pdf; text stays text
              PNG and PDF of figures that did not change are kept as they are,
              also by a call without these options
  --timings   say how many seconds each stage took
  --why       say what changed since a set was made; a set of which nothing did,
              neither program nor data nor outputs, is left as it is
  --again     make everything, changed or not

  deno task reproduce            everything
  deno task reproduce nano       one data set
`;

await runCommand({
  help: HELP,
  options: {
    partial: { type: "boolean" },
    intervals: { type: "boolean" },
    png: { type: "boolean" },
    pdf: { type: "boolean" },
    timings: { type: "boolean" },
    why: { type: "boolean" },
    again: { type: "boolean" },
  },
  run: async ({ values, positionals }) => {
    const { why, again, timings, ...asked } = values;
    const failed: string[] = [];
    const watch = timings ? stopwatch() : undefined;
    watch?.told("start");
    const folders = await dataSetFolders(positionals);
    const code = programDigests();
    // Who may not read the program keeps no record, and makes everything.
    const isKnown = Object.keys(code).length > 0;
    const now = (folder: string) => madeNow(folder, code, asked);
    for (const folder of folders) {
      const output = outputFolder(folder);
      try {
        const before = now(folder);
        const changes = differences(await readMade(output), before);
        if (why) changes.forEach((line) => console.log(`${folder}: ${line}`));
        if (changes.length === 0 && !again) {
          console.log(`${folder}: nothing changed -> ${output}/`);
          continue;
        }
        // What draws is loaded when there is something to draw.
        const { reproduce } = await import("../reproduce.ts");
        const { dataSet, study, measurements, rulings } = await reproduce(
          folder,
          output,
          { ...asked, ...(watch ? { told: watch.told } : {}) },
        );
        if (isKnown) {
          const after = now(folder);
          if (!isSettled(before, after)) {
            throw new TypeError(
              `Cannot vouch for ${output}: ${folder} changed as it was made, make it again`,
            );
          }
          await writeMade(output, after);
        }
        const said = measurements.length === 0
          ? "no result files, tables only"
          : `${measurements.length} measurements, ` +
            rulings.map(({ finding, says }) => `${finding} ${says}`).join(", ");
        console.log(`${dataSet} (${study.kind}): ${said} -> ${output}/`);
      } catch (error) {
        console.error((error as Error).message);
        failed.push(folder);
      }
      watch?.say();
    }
    const isStale = async () =>
      again || !isKnown ||
      differences(await readMade(FIGURES), overviewNow(code)).length > 0;
    if (failed.length < folders.length && await isStale()) {
      const { reproduceOverview } = await import("../reproduce.ts");
      await reproduceOverview(FIGURES);
      if (isKnown) await writeMade(FIGURES, overviewNow(code));
    }
    return failed.length > 0 ? 1 : 0;
  },
});
