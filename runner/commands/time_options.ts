/** The options of `deno task time`, read alike by the launcher and the process that times. */
import { UsageError } from "../../pipeline/commands/command.ts";
import { allBudgets, type Study } from "../../pipeline/study/study.ts";

export const TIME_HELP = `
deno task time <set> --server URL [options]
deno task time <set> --launch [options]

Times the models of a study: for each model, precision and token budget the
latency of one generation, then the largest batch that runs at once without
preemption and without running out of memory. Lengths are fixed, the prefix
cache must be off (--no-enable-prefix-caching; --launch does it). Every attempt
is on disk before the next; a call that was stopped goes on where it ended. Then
deno task seal writes timing.arrow. To time anew, remove data/<set>/.journal/.timing.

  --server URL       a vLLM server that does nothing else
  --launch           start a server for each model and precision in turn
  --launch-command COMMAND, --launch-flag FLAG, --start-timeout S
                     as for deno task run
  --longest N        run budgets of up to N tokens only, and fill in the longer
                     ones from a fit to them, marked as fitted
  --concurrency N    generations at once, at most (1024)
  --growth N         try batches each N times the one before (2); with a large N
                     the first after 1 is what surely fits, which saves hours
  --seconds S        repeat a batch for S seconds, at least (5)
  --idle-timeout S   seconds without a sign of life of the server after which the
                     call ends (300)
  --count-memory     ask the server what its tensors take, for memory.arrow; it needs
                     the extension in runner/vllm/counted.py
  --only KEY=VALUE   model or bits, as for deno task plan
  --gpu NAME, --driver VERSION, --cpu NAME, --flag NAME=VALUE
                     as for deno task run

  deno task time nano --launch --launch-command runner/vllm/serve.sh \\
    --cpu "2 x86-64 cores" --concurrency 256
`;

export const TIME_OPTIONS = {
  server: { type: "string", multiple: true },
  launch: { type: "boolean" },
  "launch-command": { type: "string" },
  "launch-flag": { type: "string", multiple: true },
  "start-timeout": { type: "string" },
  attached: { type: "boolean" },
  longest: { type: "string" },
  concurrency: { type: "string" },
  growth: { type: "string" },
  seconds: { type: "string" },
  "count-memory": { type: "boolean" },
  "idle-timeout": { type: "string" },
  only: { type: "string", multiple: true },
  gpu: { type: "string" },
  driver: { type: "string" },
  cpu: { type: "string" },
  flag: { type: "string", multiple: true },
} as const;

/** The budgets of a study that are run, and the longer ones that are filled in. */
export function budgetsToTime(
  text: string | undefined,
  study: Study,
): { readonly run: readonly number[]; readonly fitted: readonly number[] } {
  const all = allBudgets(study);
  if (text === undefined) return { run: all, fitted: [] };
  const longest = Number(text);
  const run = all.filter((budget) => budget <= longest);
  if (run.length < 2) {
    throw new UsageError(
      `Cannot time budgets up to ${text} tokens: a fit needs two budgets of the study, ${
        all.join(", ")
      }`,
    );
  }
  return { run, fitted: all.filter((budget) => budget > longest) };
}

/** How many times the one before a batch is. */
export function growthOf(text = "2"): number {
  const growth = Number(text);
  if (!Number.isInteger(growth) || growth < 2) {
    throw new UsageError(
      `Cannot try batches each ${text} times the one before: give a whole number from 2`,
    );
  }
  return growth;
}
