/** Bytes that a server counted on its tensors. */
import type { Column } from "./column.ts";
import { kvName } from "./kv_strategy.ts";
import type { Study } from "./study.ts";

/** The columns of `memory.arrow`: bytes counted on real tensors. */
export const MEMORY_COLUMNS = [
  { name: "model", type: "text", meaning: "model" },
  { name: "weight_bits", type: "uint8", meaning: "bits a weight" },
  { name: "kv", type: "text", meaning: "KV strategy" },
  {
    name: "parameter_bytes",
    type: "int64",
    meaning: "counted tensor by tensor",
  },
  {
    name: "server_reported_bytes",
    type: "int64",
    nullable: true,
    meaning: "the server's own line",
  },
  {
    name: "kv_bytes_per_token",
    type: "float64",
    meaning: "cache bytes one token takes",
  },
] as const satisfies readonly Column[];

/** The bytes of one configuration, counted. */
export interface CountedMemory {
  readonly model: string;
  readonly weightBits: number;
  readonly kv: string;
  readonly parameterBytes: number;
  readonly serverReportedBytes: number | null;
  readonly kvBytesPerToken: number;
}

/** What is wrong with counted bytes of a study's models, row by row. */
export function memoryProblems(
  study: Study,
  counted: readonly CountedMemory[],
): { row: number; problem: string }[] {
  const rowOf = new Map<string, number>();
  return counted.flatMap((each, row) => {
    const wrong: string[] = [];
    const expect = (holds: boolean, problem: string) => {
      if (!holds) wrong.push(problem);
    };
    expect(
      study.models.some(({ name }) => name === each.model),
      `no model is called ${each.model}`,
    );
    expect(
      study.weightBits.some((bits) => bits === each.weightBits),
      `the study has no ${each.weightBits}-bit weights`,
    );
    expect(
      study.kvStrategies.some((kv) => kvName(kv) === each.kv),
      `no KV strategy is called ${each.kv}`,
    );
    const bytes = {
      parameter_bytes: each.parameterBytes,
      server_reported_bytes: each.serverReportedBytes ?? 1,
    };
    for (const [name, value] of Object.entries(bytes)) {
      expect(
        Number.isSafeInteger(value) && value > 0,
        `its ${name} are ${value}, not a count of bytes`,
      );
    }
    expect(
      each.kvBytesPerToken > 0 && each.kvBytesPerToken < Infinity,
      `its kv_bytes_per_token are ${each.kvBytesPerToken}, not a number above 0`,
    );
    const key = JSON.stringify([each.model, each.weightBits, each.kv]);
    const before = rowOf.get(key);
    expect(before === undefined, `it counts what row ${before} has counted`);
    rowOf.set(key, row);
    return wrong.map((problem) => ({ row, problem }));
  });
}
