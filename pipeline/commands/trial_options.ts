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

/** Whole numbers, apart by commas. */
export function readCounts(
  option: string,
  text: string,
  least = 1,
): number[] {
  return text.split(",").map((part) => {
    if (!/^\d{1,6}$/.test(part) || Number(part) < least) {
      throw new UsageError(
        `Cannot take --${option} ${text}: give whole numbers from ${least}, as 30,60`,
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

/** A count for each number of problems, given one for all or one for each. */
export function countsBySize(
  sizes: readonly number[],
  option: string,
  text: string,
  least = 1,
): number[] {
  const counts = readCounts(option, text, least);
  if (counts.length !== 1 && counts.length !== sizes.length) {
    throw new UsageError(
      `Cannot take --${option} ${text}: give one number, or one for each of --problems ${sizes}`,
    );
  }
  return sizes.map((_, i) => counts[i] ?? counts[0]!);
}
