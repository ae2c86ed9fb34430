import { deepEqual, equal, match } from "node:assert/strict";
import { runTask } from "../../fixtures/task.ts";

const advise = (...args: string[]) => runTask("advise", args);

Deno.test("deno task advise: the first line says whose data these are, the rest what to run", async () => {
  const { code, out, error } = await advise(
    "--memory=24GiB",
    "--benchmark=aime25",
    "--overhead=2GiB",
  );
  equal(code, 0, error);
  match(
    out,
    /^paper: SIMULATED, not advice about these models\. AIME25\n24\.00 GiB: 2\.00 GiB kept .* 22\.00 GiB for weights and caches of one problem/,
  );
  match(out, /\nBest of the [0-9,]+ that fit, of 2,304 asked for:\n {2}qwen3-/);
  match(out, /\nNext cheaper: [0-9.]+ GiB less, /);
  match(out, /\nNext better: [0-9.]+ GiB more than there is, /);
  match(out, /\nToken budgets tried: 2,000, .* 30,000; nothing is said about/);
});

Deno.test("deno task advise --json tells the same to a program", async () => {
  const { out } = await advise(
    "--memory=6MiB",
    "--benchmark=chain",
    "--kv=full",
    "--max-group=1",
    "--json",
  );
  const told = JSON.parse(out);
  deepEqual(
    [told.dataSet, told.kind, told.benchmark],
    ["nano", "measured", "chain"],
  );
  match(told.best.name, /^chain\/nano-[sl]-w16-full@[0-9]+x1$/);
  equal(
    told.best.bytes.total,
    told.best.bytes.weights + told.best.bytes.caches,
  );
  equal(told.best.bytes.total <= told.room, true);
});

Deno.test("deno task advise: what is too small, too strict or unknown is said", async () => {
  const nothing = await advise("--memory=1MiB", "--benchmark=chain");
  equal(nothing.code, 0);
  match(
    nothing.out,
    /\nNothing fits\. The smallest of the [0-9]+ scenarios asked for takes [0-9.]+ MiB more:\n {2}nano-s/,
  );
  const strict = await advise(
    "--memory=1GiB",
    "--benchmark=chain",
    "--max-latency=0.001",
  );
  match(strict.out, /\nNo scenario that was tried is of this kind\./);
  for (
    const [args, message] of [
      [["--benchmark=chain"], /^Give --memory/],
      [["--memory=24", "--benchmark=chain"], /^Cannot use --memory 24: give/],
      [
        ["--memory=1GiB", "--benchmark=sudoku"],
        /^Cannot advise on sudoku: no data set has it, name one of .*chain/,
      ],
      [
        ["--memory=1GiB", "--benchmark=aime25", "--set=nano"],
        /^Cannot advise on aime25: nano has no such benchmark/,
      ],
      [
        ["--memory=1GiB", "--benchmark=chain", "--overhead=120%"],
        /^Cannot use --overhead 120%: it leaves nothing/,
      ],
      [
        ["--memory=1GiB", "--benchmark=chain", "--batch=1.5"],
        /^Cannot use --batch 1\.5: give a whole number above 0/,
      ],
    ] as const
  ) {
    const { code, error } = await advise(...args);
    equal(code, 2);
    match(error, message);
  }
});
