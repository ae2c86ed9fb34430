/** What a run has done so far, as its journal tells. */
import {
  type ForcingRules,
  grow,
  largestBudget,
  type Thinking,
  UNTHOUGHT,
} from "./forcing.ts";
import { readRecord, type Session } from "./segment.ts";

/** How far one sample of one problem is. */
export interface Trajectory {
  readonly thinking: Thinking;
  /** Answer texts by budget. */
  readonly answers: ReadonlyMap<number, string | null>;
}

/** How far a run is: its trajectories by `trajectoryKey`, and every call of the runner. */
export interface Progress {
  readonly trajectories: Map<string, Trajectory>;
  readonly sessions: Session[];
}

/** A trajectory of which nothing is known. */
export const NOT_BEGUN: Trajectory = {
  thinking: UNTHOUGHT,
  answers: new Map(),
};

/** Where a sample of a problem stands among the trajectories. */
export function trajectoryKey(problem: string, sample: number): string {
  return `${problem} ${sample}`;
}

/** Whether every budget is answered. */
export function isComplete(trajectory: Trajectory, rules: ForcingRules) {
  return rules.budgets.every((budget) => trajectory.answers.has(budget));
}

/** A run of which nothing is done. */
export function noProgress(): Progress {
  return { trajectories: new Map(), sessions: [] };
}

/**
 * Adds a record of the journal. The first record of a segment stays, a later
 * one of the same segment is passed over; one that skips a segment is a
 * TypeError. The token ids of a complete trajectory are let go.
 */
export function addRecord(
  progress: Progress,
  rules: ForcingRules,
  json: unknown,
): void {
  const record = readRecord(json);
  if (record.kind === "session") {
    progress.sessions.push(record);
    return;
  }
  const key = trajectoryKey(record.problem, record.sample);
  const before = progress.trajectories.get(key) ?? NOT_BEGUN;
  let after = before;
  switch (record.kind) {
    case "think":
      if (record.segment < before.thinking.segments) return;
      if (record.segment > before.thinking.segments) {
        throw outOfOrder(key, `segment ${record.segment}`);
      }
      after = {
        ...before,
        thinking: grow(before.thinking, rules, record),
      };
      break;
    case "answer":
      if (before.answers.has(record.budget)) return;
      if (
        before.thinking.spent < record.budget ||
        !rules.budgets.includes(record.budget)
      ) {
        throw outOfOrder(key, `the answer at ${record.budget} tokens`);
      }
      after = {
        ...before,
        answers: new Map(before.answers).set(record.budget, record.text),
      };
      break;
    case "forced":
      if (before !== NOT_BEGUN) return;
      after = {
        thinking: record.segments.reduce(
          (thinking, reply) => grow(thinking, rules, reply),
          UNTHOUGHT,
        ),
        answers: new Map(
          record.answers.map(({ budget, text }) => [budget, text]),
        ),
      };
      if (!isComplete(after, rules)) {
        throw new TypeError(
          `Cannot read the journal: the engine's reply of ${key} lacks an answer`,
        );
      }
      break;
  }
  if (
    after.thinking.spent >= largestBudget(rules) && isComplete(after, rules)
  ) {
    after = { ...after, thinking: { ...after.thinking, ids: [] } };
  }
  progress.trajectories.set(key, after);
}

/**
 * Adds what another journal of the same run tells. A trajectory is taken whole
 * from the journal that is farthest with it, the earlier one where both are as
 * far: a server need not give the same tokens twice, so that parts of two
 * journals may not fit together.
 */
export function addPart(progress: Progress, part: Progress): void {
  progress.sessions.push(...part.sessions);
  for (const [key, trajectory] of part.trajectories) {
    const before = progress.trajectories.get(key) ?? NOT_BEGUN;
    if (isFarther(trajectory, before)) {
      progress.trajectories.set(key, trajectory);
    }
  }
}

function isFarther(a: Trajectory, b: Trajectory): boolean {
  const more = a.answers.size - b.answers.size;
  return more > 0 || (more === 0 && a.thinking.spent > b.thinking.spent);
}

function outOfOrder(key: string, what: string): TypeError {
  return new TypeError(
    `Cannot read the journal: ${what} of ${key} stands before its turn`,
  );
}
