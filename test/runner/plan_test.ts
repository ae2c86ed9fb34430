import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { bills } from "../../runner/plan.ts";

import { sealRuns } from "../../runner/seal.ts";
import {
  generateRun,
  orderOf,
  writeAskedStudy,
} from "../fixtures/asked_study.ts";
import { withFakeVllm } from "../fixtures/fake_vllm.ts";
import { inTemporaryFolder } from "../fixtures/tiny.ts";

Deno.test("bills() worked: 3 problems, 4 samples, budgets 8 and 16, at most 8 answer tokens", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder);
    const [first, second] = await bills(folder, study);
    deepEqual(first, {
      run: "sums/one-w16-full",
      served: "one",
      problems: 3,
      samples: 4,
      generations: 24,
      thinkingTokens: 192,
      answerTokens: 192,
      // Three bytes a token id of a vocabulary of 64, 140 for each of 36 records.
      diskBytes: (192 + 192) * 3 + (12 + 24) * 140,
      doneGenerations: 0,
      doneThinkingTokens: 0,
      state: "not begun",
      hindrance: null,
    });
    deepEqual(second, { ...first, run: "sums/two-w16-full", served: "two" });
  }));

Deno.test("bills() follow a run from its beginning to its seal", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder);
    const states: string[] = [];
    const look = async () => {
      const [bill] = await bills(folder, study);
      states.push(bill!.state);
      return bill!;
    };
    await withFakeVllm({}, async (fake) => {
      const broken = new AbortController();
      let answers = 0;
      await rejects(
        generateRun(
          await orderOf(fake, folder, study, {
            concurrency: 1,
            signal: broken.signal,
            told: (news) => {
              if (news.kind !== "kept" || !news.answer) return;
              if (++answers === 5) broken.abort(new Error("Interrupted"));
            },
          }),
        ),
        /Interrupted/,
      );
      const begun = await look();
      equal(begun.doneGenerations, answers);
      equal(begun.doneThinkingTokens, 3 * 16);
      await generateRun(await orderOf(fake, folder, study));
      deepEqual((await look()).doneGenerations, 24);
      await sealRuns(folder, study);
      await look();
      await Deno.remove(join(folder, ".journal"), { recursive: true });
      const { doneGenerations, doneThinkingTokens } = await look();
      deepEqual([doneGenerations, doneThinkingTokens], [24, 192]);
    });
    deepEqual(states, ["begun", "complete", "sealed", "sealed"]);
  }));

Deno.test("bills() say which runs no server of ours can generate", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder, {
      kvStrategies: [{ kind: "streaming", retained: 4, interval: 4 }],
    });
    const [bill] = await bills(folder, study);
    equal(bill!.samples, 2);
    equal(
      bill!.hindrance,
      "KV strategy streaming-4 needs the engine, vLLM keeps the full cache",
    );
  }));
