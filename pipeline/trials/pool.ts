/** Tasks spread over the machine's cores. */
import type { Fate } from "./fates.ts";
import type { Task } from "./task.ts";
import type { Reply } from "./worker.ts";

/**
 * What comes of each task, in their order, whichever thread is done first;
 * `told` hears of each task done. The first error of a thread ends all of them.
 */
export async function inParallel(
  tasks: readonly Task[],
  told: () => void = () => {},
  threads = navigator.hardwareConcurrency,
): Promise<Fate[][][]> {
  const done: Fate[][][] = [];
  let next = 0;
  const workers = Array.from(
    { length: Math.min(threads, tasks.length) },
    () =>
      new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
  );
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      let at = -1;
      const send = () => {
        at = next++;
        if (at < tasks.length) worker.postMessage(tasks[at]);
        else resolve();
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
      worker.onmessage = ({ data }: MessageEvent<Reply>) => {
        if ("error" in data) return reject(new Error(data.error));
        done[at] = data.fates;
        told();
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
