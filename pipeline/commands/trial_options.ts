/** What the tasks that draw worlds do alike. */
import { readBenchmarkFile, readDataSetStudy } from "../store/data_set.ts";
import { UsageError } from "./command.ts";
import { DATA } from "./data_set_folders.ts";

const PAPER = `${DATA}/paper`;

/** The paper's study and how many questions of knowledge it has. */
export async function paperGrid() {
  const study = await readDataSetStudy(PAPER);
  const benchmark = study.benchmarks.find(({ task }) => task === "knowledge")!;
  const { problems } = await readBenchmarkFile(PAPER, benchmark);
  return { study, knowledge: problems.length };
}

/** Whole numbers above 0, apart by commas. */
export function readCounts(option: string, text: string): number[] {
  return text.split(",").map((part) => {
    if (!/^[1-9]\d{0,5}$/.test(part)) {
      throw new UsageError(
        `Cannot take --${option} ${text}: give whole numbers from 1, as 30,60`,
      );
    }
    return Number(part);
  });
}

/** Tells on a terminal how far a long task is. */
export function teller(of: number): () => void {
  const shown = Deno.stderr.isTerminal();
  let done = 0;
  return () => {
    done++;
    if (!shown) return;
    const end = done === of ? "\n" : "";
    Deno.stderr.writeSync(
      new TextEncoder().encode(`\r${done} of ${of} worlds${end}`),
    );
  };
}

/** How many worlds to draw at every number of problems, given one for all or one for each. */
export function worldsBySize(
  problems: string,
  worlds: string,
): { readonly math: number; readonly worlds: number }[] {
  const sizes = readCounts("problems", problems);
  const counts = readCounts("worlds", worlds);
  if (counts.length !== 1 && counts.length !== sizes.length) {
    throw new UsageError(
      `Cannot take --worlds ${worlds}: give one number, or one for each of --problems ${problems}`,
    );
  }
  return sizes.map((math, i) => ({ math, worlds: counts[i] ?? counts[0]! }));
}
