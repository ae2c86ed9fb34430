/** A thread of the pool that draws worlds and rules on them. */
import { answering } from "./pool.ts";
import { taskFates } from "./task.ts";

answering(taskFates);
