/** A thread of the pool: does the tasks it is sent, one after the other. */
import type { Fate } from "./fates.ts";
import { type Task, taskFates } from "./task.ts";

/** What came of a task, or why nothing did. */
export type Reply = { readonly fates: Fate[][] } | { readonly error: string };

self.onmessage = ({ data }: MessageEvent<Task>) => {
  const reply = (message: Reply) => self.postMessage(message);
  try {
    reply({ fates: taskFates(data) });
  } catch (error) {
    reply({ error: (error as Error).message });
  }
};
