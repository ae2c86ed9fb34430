/** `deno task reproduce`: rebuilds everything there is to see of data sets. */
import { reproduce, reproduceOverview } from "../reproduce.ts";
import { visible } from "../study/visible.ts";
import { runCommand } from "./command.ts";
import { dataSetFolders, FIGURES, outputFolder } from "./data_set_folders.ts";
import { stopwatch } from "./stopwatch.ts";

const HELP = `
deno task reproduce [set...] [options]

Rebuilds figures, tables, findings and the page of data sets from their result
files, into figures/<set>/, and figures/index.html over them. Without names:
every data set under data/. A set without result files gives what needs none: its tables.

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
  },
  run: async ({ values, positionals }) => {
    const failed: string[] = [];
    const told = values.timings ? stopwatch() : undefined;
    told?.("start");
    const folders = await dataSetFolders(positionals);
    for (const folder of folders) {
      try {
        const { dataSet, study, measurements, rulings } = await reproduce(
          folder,
          outputFolder(folder),
          { ...values, ...(told ? { told } : {}) },
        );
        const made = measurements.length === 0
          ? "no result files, tables only"
          : `${measurements.length} measurements, ` +
            rulings.map(({ finding, says }) => `${finding} ${says}`).join(", ");
        console.log(
          `${dataSet} (${study.kind}): ${made} -> ${outputFolder(folder)}/`,
        );
      } catch (error) {
        console.error(visible((error as Error).message));
        failed.push(folder);
      }
    }
    if (failed.length < folders.length) await reproduceOverview(FIGURES);
    return failed.length > 0 ? 1 : 0;
  },
});
