/** Advice in lines of text, and as JSON. */
import { pairedDifference } from "../statistics/paired.ts";
import { INTERVAL_DRAWS, problemDraws } from "../statistics/resample.ts";
import { kvName } from "../study/kv_strategy.ts";
import { type Measurement, scenarioName } from "../study/measurement.ts";
import type { Benchmark } from "../study/benchmark.ts";
import { budgetsOf, type Study } from "../study/study.ts";
import { type Advice, alike, type Question, useOf } from "./advise.ts";
import { bytesSaid } from "./bytes.ts";

/** Scenarios as good as the best that are listed. */
const LISTED = 8;

/** What advice is about. */
export interface Subject {
  readonly dataSet: string;
  readonly study: Study;
  readonly benchmark: Benchmark;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const points = (share: number) => `${(100 * share).toFixed(1)} points`;
const counted = (count: number) => count.toLocaleString("en-US");

/** "qwen3-8b, 8-bit weights, R-KV keeping 4,096 tokens, 30,000 tokens of thinking, 4 samples vote". */
function scenarioSaid({ model, bits, kv, budget, group }: Measurement): string {
  const cache = {
    full: () => "full cache",
    rkv: (size: string) => `R-KV keeping ${size} tokens`,
    streaming: (size: string) => `StreamingLLM keeping ${size} tokens`,
    hqq: (size: string) => `${size}-bit cache`,
  }[kv.kind](
    kv.kind === "full"
      ? ""
      : kv.kind === "hqq"
      ? String(kv.bits)
      : counted(kv.retained),
  );
  return `${model.name}, ${bits}-bit weights, ${cache}, ${
    counted(budget)
  } tokens of thinking, ${
    group === 1 ? "one sample" : `${group} samples vote`
  }`;
}

const accuracySaid = ({ accuracy, lower, upper }: Measurement) =>
  `${percent(accuracy)} right (${percent(lower)} to ${percent(upper)})`;

function memorySaid(scenario: Measurement, { batch }: Question): string {
  const { weights, generation, caches, total } = useOf(scenario, batch);
  const generations = batch * scenario.group;
  return `${bytesSaid(total)}: ${bytesSaid(weights)} of weights, ${
    bytesSaid(caches)
  } of cache${
    generations > 1
      ? ` (${bytesSaid(generation)} for each of ${counted(generations)})`
      : ""
  }`;
}

function speedSaid(
  { latencySeconds, requestsPerSecond, group }: Measurement,
): string {
  if (group > 1) return "groups were not timed";
  if (latencySeconds === null) return "not timed";
  const served = requestsPerSecond === null
    ? ""
    : `; the largest batch gives ${requestsPerSecond.toPrecision(3)} a second`;
  return `${latencySeconds.toPrecision(3)} s alone${served}`;
}

function differenceSaid(better: Measurement, worse: Measurement): string {
  const { mean, lower, upper } = between(better, worse);
  const ends = [lower, upper].map((share) => (100 * share).toFixed(1));
  return `${points(mean)} (${ends.join(" to ")})`;
}

function between(better: Measurement, worse: Measurement) {
  const { draws, seed } = INTERVAL_DRAWS;
  return pairedDifference(
    better.perProblem.accuracy,
    worse.perProblem.accuracy,
    problemDraws(better.problems, draws, seed),
  );
}

/** Whose measurements these are, before anything else. */
function origin({ dataSet, study, benchmark }: Subject): string {
  return `${dataSet}: ${kindSaid(study)}. ${benchmark.label}`;
}

function kindSaid({ kind }: Study): string {
  switch (kind) {
    case "measured":
      return "measured";
    case "simulated":
      return "SIMULATED, not advice about these models";
    case "imported":
      return "IMPORTED from other tools' logs, budgets are limits";
  }
}

/** Advice for a person. */
export function adviceSaid(
  subject: Subject,
  question: Question,
  advice: Advice,
): string[] {
  const { best, cheaper, better, room, fitting, eligible } = advice;
  const { batch } = question;
  const budgets = budgetsOf(subject.study, subject.benchmark.name);
  const head = [
    origin(subject),
    `${bytesSaid(question.memory)}: ${
      bytesSaid(question.overhead)
    } kept for context, activations and fragments, ${
      bytesSaid(room)
    } for weights and caches of ${
      batch === 1 ? "one problem" : `${counted(batch)} problems`
    } at once`,
    "",
  ];
  const tail = [
    "",
    `Token budgets tried: ${
      budgets.map(counted).join(", ")
    }; nothing is said about those between or beyond them.`,
    ...(advice.untimed > 0
      ? [
        `${
          counted(advice.untimed)
        } more scenarios would fit and were never timed.`,
      ]
      : []),
  ];
  if (eligible === 0) {
    return [...head, "No scenario that was tried is of this kind.", ...tail];
  }
  if (!best) {
    const smallest = better!;
    const missing = useOf(smallest, batch).total - room;
    return [
      ...head,
      `Nothing fits. The smallest of the ${
        counted(eligible)
      } scenarios asked for takes ${bytesSaid(missing)} more:`,
      `  ${scenarioSaid(smallest)}`,
      `  ${memorySaid(smallest, question)}`,
      ...tail,
    ];
  }
  const told = [
    ...head,
    `Best of the ${counted(fitting.length)} that fit, of ${
      counted(eligible)
    } asked for:`,
    `  ${scenarioSaid(best)}`,
    `  ${
      accuracySaid(best)
    }; ${best.problems} problems, ${best.samples} samples`,
    `  ${memorySaid(best, question)}`,
    `  ${speedSaid(best)}${
      batch > 1 && best.latencySeconds !== null
        ? `, slower with ${counted(batch)} at once`
        : ""
    }`,
    "",
  ];
  const others = alike(advice, question);
  if (others.length === 0) told.push("No other that fits comes near it.");
  else {
    told.push(
      `${counted(others.length)} ${
        others.length === 1 ? "other that fits" : "others that fit"
      } cannot be told from it by ${best.problems} problems${
        question.epsilon > 0
          ? `, or by less than ${points(question.epsilon)}`
          : ""
      }. ${
        others.length > LISTED ? `The ${LISTED} smallest` : "Smallest first"
      }, with what they may be behind:`,
      ...others.slice(0, LISTED).map(({ scenario }) =>
        `  ${bytesSaid(useOf(scenario, batch).total)}: ${
          scenarioSaid(scenario)
        }; ${differenceSaid(best, scenario)}`
      ),
    );
  }
  const total = useOf(best, batch).total;
  told.push("");
  if (cheaper) {
    told.push(
      `Next cheaper: ${bytesSaid(total - useOf(cheaper, batch).total)} less, ${
        differenceSaid(best, cheaper)
      } less accurate`,
      `  ${scenarioSaid(cheaper)}`,
    );
  } else told.push("Nothing cheaper is on the frontier.");
  if (better) {
    told.push(
      `Next better: ${
        bytesSaid(useOf(better, batch).total - room)
      } more than there is, ${differenceSaid(better, best)} more accurate`,
      `  ${scenarioSaid(better)}`,
    );
  } else {
    told.push(
      "Nothing better was tried: more memory buys nothing in this grid.",
    );
  }
  return [...told, ...tail];
}

function scenarioJson(scenario: Measurement, { batch }: Question) {
  const { model, bits, kv, budget, group } = scenario;
  return {
    name: scenarioName(scenario),
    model: model.name,
    weightBits: bits,
    kv: kvName(kv),
    budget,
    group,
    accuracy: scenario.accuracy,
    lower: scenario.lower,
    upper: scenario.upper,
    problems: scenario.problems,
    samples: scenario.samples,
    bytes: useOf(scenario, batch),
    latencySeconds: scenario.latencySeconds,
    requestsPerSecond: scenario.requestsPerSecond,
  };
}

/** Advice for a program: bytes, seconds, shares. */
export function adviceJson(
  { dataSet, study, benchmark }: Subject,
  question: Question,
  advice: Advice,
) {
  const { best, cheaper, better } = advice;
  const told = (scenario: Measurement | null) =>
    scenario && scenarioJson(scenario, question);
  return {
    dataSet,
    kind: study.kind,
    benchmark: benchmark.name,
    question,
    room: advice.room,
    eligible: advice.eligible,
    fitting: advice.fitting.length,
    untimed: advice.untimed,
    best: told(best),
    alike: alike(advice, question).map(({ scenario, behind }) => ({
      ...scenarioJson(scenario, question),
      behind,
    })),
    cheaper: cheaper && { ...told(cheaper)!, behind: between(best!, cheaper) },
    better: better &&
      { ...told(better)!, ahead: best && between(better, best) },
  };
}
