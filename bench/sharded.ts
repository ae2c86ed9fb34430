/** Result files as shards of a runner leave them when nobody sorts: the rows of one shard after those of another, in a record batch each. */
import { Table, tableFromIPC } from "apache-arrow";
import { fileBytes } from "../pipeline/store/arrow_writer.ts";
import { resultBytes } from "../pipeline/store/result_writer.ts";
import { runName } from "../pipeline/study/run.ts";
import { inShard } from "../runner/shard.ts";
import type { FileMaker } from "./drawn_study.ts";

/** Makes files of so many shards, each with the trajectories a runner would have given it. */
export function shardedBytes(count: number): FileMaker {
  return (run, generations, metadata) => {
    const name = runName(run);
    const shards = Array.from(
      { length: count },
      (_, index) =>
        generations.filter(({ problem, sample }) =>
          inShard({ index, count }, name, problem, sample)
        ),
    );
    const table = tableFromIPC(resultBytes(shards.flat(), metadata));
    let end = 0;
    const batches = shards.flatMap(({ length }) =>
      table.slice(end, end += length).batches
    );
    return fileBytes(new Table(table.schema, batches));
  };
}
