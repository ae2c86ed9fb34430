/** Tasks spread over the machine's cores. */

/** What came of a task, or why nothing did. */
type Reply<Done> = { readonly done: Done } | { readonly error: string };

/** How tasks are spread. */
interface Spread<Done> {
  /** Hears of each task done, and of its place. */
  readonly told?: (done: Done, at: number) => void;
  readonly threads?: number;
  /** Ends all threads early; what was to come is rejected with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * What comes of each task, in their order, whichever thread is done first;
 * `start` gives a thread that answers (`answering`). The first error of a
 * thread ends all of them.
 */
export async function inParallel<Task, Done>(
  tasks: readonly Task[],
  start: () => Worker,
  { told = () => {}, threads = navigator.hardwareConcurrency, signal }: Spread<
    Done
  > = {},
): Promise<Done[]> {
  signal?.throwIfAborted();
  const done: Done[] = [];
  let next = 0;
  const workers = Array.from(
    { length: Math.min(threads, tasks.length) },
    start,
  );
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      let at = -1;
      const send = () => {
        at = next++;
        if (at < tasks.length) worker.postMessage(tasks[at]);
        else resolve();
      };
      signal?.addEventListener("abort", () => reject(signal.reason));
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
      worker.onmessage = ({ data }: MessageEvent<Reply<Done>>) => {
        if ("error" in data) return reject(new Error(data.error));
        done[at] = data.done;
        told(data.done, at);
        send();
      };
      send();
    });
  try {
    await Promise.all(workers.map(work));
  } finally {
    for (const worker of workers) worker.terminate();
  }
  return done;
}

/** Makes the thread that calls it do the tasks it is sent, one after the other. */
export function answering<Task, Done>(work: (task: Task) => Done): void {
  self.onmessage = ({ data }: MessageEvent<Task>) => {
    const reply = (message: Reply<Done>) => self.postMessage(message);
    try {
      reply({ done: work(data) });
    } catch (error) {
      reply({ error: (error as Error).message });
    }
  };
}
