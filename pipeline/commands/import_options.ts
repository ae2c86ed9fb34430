/** What `deno task study --imported` asks. */
import type { ImportPlan } from "../study/import_study.ts";
import { UsageError } from "./command.ts";

export const IMPORT_OPTIONS = {
  benchmark: { type: "string", multiple: true },
  bits: { type: "string", multiple: true },
  budget: { type: "string", multiple: true },
  samples: { type: "string" },
  "answer-after": { type: "string", multiple: true },
  "thinking-ends": { type: "string" },
} as const;

type Values = {
  readonly imported?: boolean;
  readonly benchmark?: string[];
  readonly bits?: string[];
  readonly budget?: string[];
  readonly samples?: string;
  readonly "answer-after"?: string[];
  readonly "thinking-ends"?: string;
};

const NEEDED = ["benchmark", "bits", "budget", "samples"] as const;

/** What to import, or null where nothing is imported; UsageError for what is missing, or given without --imported. */
export function importPlan(values: Values): ImportPlan | null {
  if (!values.imported) {
    const stray = Object.keys(IMPORT_OPTIONS)
      .find((name) => values[name as keyof typeof IMPORT_OPTIONS]);
    if (stray === undefined) return null;
    throw new UsageError(`Cannot use --${stray} without --imported`);
  }
  const missing = NEEDED.filter((name) => values[name] === undefined);
  if (missing.length > 0) {
    throw new UsageError(
      `An imported study needs ${
        missing.map((name) => `--${name}`).join(", ")
      }`,
    );
  }
  const { "thinking-ends": ends = "</think>" } = values;
  return {
    benchmarks: values.benchmark!,
    bits: values.bits!.map((text) => wholeOf("bits", text)),
    budgets: values.budget!.map((text) => wholeOf("budget", text)),
    samples: wholeOf("samples", values.samples!),
    reading: {
      ...(ends === "" ? {} : { thinkingEnds: ends }),
      answerAfter: values["answer-after"] ?? ["\\boxed{"],
    },
  };
}

function wholeOf(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`Cannot use --${option} ${text}: give a whole number`);
}
