/** What `--launch` starts: one server for each weights that still owe something. */
import { weightsSource } from "../pipeline/study/model.ts";
import type { Run } from "../pipeline/study/run.ts";
import { budgetsOf, type GeneratedStudy } from "../pipeline/study/study.ts";
import type { Bill } from "./plan.ts";
import { servedName } from "./served.ts";

/** Tokens a chat template puts around a prompt, at most. */
const TEMPLATE_TOKENS = 64;

/** Weights to be served, and the runs that want them. */
export interface Launch {
  readonly name: string;
  /** A hub name, or a folder beside the study. */
  readonly source: string;
  readonly runs: readonly Run[];
}

/** The weights that owe something a server of ours can generate, in the study's order. */
export function launchesOf(
  runs: readonly Run[],
  bills: readonly Bill[],
): Launch[] {
  const owing = runs.filter((_, at) => {
    const { state, hindrance } = bills[at]!;
    return hindrance === null && state !== "sealed" && state !== "complete";
  });
  return [...Map.groupBy(owing, servedName)].map(([name, its]) => ({
    name,
    source: weightsSource(its[0]!.model, its[0]!.bits),
    runs: its,
  }));
}

/** Tokens of context that surely hold every prompt, thinking and answer of some benchmarks: no token is less than a byte. */
export function contextFor(
  study: GeneratedStudy,
  asked: readonly {
    readonly benchmark: string;
    /** Prompts or messages. */
    readonly texts: readonly string[];
  }[],
): number {
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  const { openThink = "", closeThink, finalPrompt, answerTokens } =
    study.forcing;
  const around = TEMPLATE_TOKENS + bytes(openThink) + bytes(closeThink) +
    bytes(finalPrompt) + answerTokens;
  return Math.max(
    ...asked.map(({ benchmark, texts }) =>
      Math.max(...texts.map(bytes)) + budgetsOf(study, benchmark).at(-1)! +
      around
    ),
  );
}

/** What a server is started with behind the program: `vllm serve` reads its arguments so; later flags win. */
export function serverArguments(
  { name }: Launch,
  weights: string,
  context: number,
  flags: readonly string[],
): string[] {
  return [
    weights,
    "--served-model-name",
    name,
    // Nothing a checkpoint suggests, only what a request says.
    "--generation-config",
    "vllm",
    "--max-model-len",
    String(context),
    // A line for each request would bury what a server says when it dies.
    "--disable-uvicorn-access-log",
    ...flags,
  ];
}

/** How much of some bills is done: what a restart must have added to. */
export function doneSoFar(bills: readonly Bill[]): number {
  return bills.reduce(
    (sum, bill) => sum + bill.doneGenerations + bill.doneThinkingTokens,
    0,
  );
}
