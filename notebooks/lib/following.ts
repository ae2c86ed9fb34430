/** Long work in threads, as a cell of a notebook follows it. */
import { inParallel } from "../../pipeline/trials/pool.ts";

/** A task and the name its outcome is kept under. */
export interface Named<Task> {
  readonly key: string;
  readonly task: Task;
}

/** What is known so far. */
export interface Progress<Done> {
  /** By the name of the task, in the order of the tasks. */
  readonly done: ReadonlyMap<string, Done>;
  readonly of: number;
  /** What went wrong, where something did. */
  readonly problem: string | null;
}

/**
 * What `Generators.observe` takes: tells of every task done, ends the threads
 * when the cell is run anew. Outcomes in `known` are not asked for again, and
 * new ones are added to it.
 */
export function following<Task, Done>(
  tasks: readonly Named<Task>[],
  start: () => Worker,
  known: Map<string, Done>,
): (notify: (progress: Progress<Done>) => void) => () => void {
  return (notify) => {
    const ender = new AbortController();
    const tell = (problem: string | null = null) =>
      notify({
        done: new Map(
          tasks.flatMap(({ key }) =>
            known.has(key) ? [[key, known.get(key)!] as const] : []
          ),
        ),
        of: tasks.length,
        problem,
      });
    const owed = tasks.filter(({ key }) => !known.has(key));
    tell();
    inParallel<Task, Done>(owed.map(({ task }) => task), start, {
      signal: ender.signal,
      told: (done, at) => {
        known.set(owed[at]!.key, done);
        tell();
      },
    }).catch((error: Error) => {
      if (!ender.signal.aborted) tell(error.message);
    });
    return () => ender.abort();
  };
}

/** How far the work is, in words; empty where nothing was asked for. */
export function progressSaid(
  { done, of, problem }: Progress<unknown>,
  what: string,
): string {
  if (problem !== null) return `Stopped: ${problem}`;
  if (of === 0) return "";
  return `${done.size.toLocaleString("en-US")} of ${
    of.toLocaleString("en-US")
  } ${what}${done.size < of ? " …" : "."}`;
}
