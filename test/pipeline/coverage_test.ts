import { deepEqual, equal, ok } from "node:assert/strict";
import { coverage } from "../../pipeline/coverage.ts";
import { WORLDS } from "../../pipeline/coverage/worlds.ts";

Deno.test("coverage() of 400 draws finds ours within 91 to 99 % and Wilson's no narrower, in every world of 30 problems", () => {
  for (const world of WORLDS.filter(({ problems }) => problems === 30)) {
    const [ours, wilson] = coverage(world, 400, 3);
    deepEqual([ours!.method, wilson!.method], ["bootstrap-t", "Wilson"]);
    ok(
      ours!.share > 0.91 && ours!.share < 0.99,
      `${world.name} ${ours!.share}`,
    );
    ok(wilson!.share >= ours!.share - 0.01 && wilson!.width > 0);
    equal(ours!.error, Math.sqrt(ours!.share * (1 - ours!.share) / 400));
  }
});

Deno.test("coverage() twice is the same, and of another seed is not", () => {
  const world = WORLDS[0]!;
  deepEqual(coverage(world, 20, 1), coverage(world, 20, 1));
  const width = (seed: number) => coverage(world, 20, seed)[0]!.width;
  ok(width(1) !== width(2));
});
