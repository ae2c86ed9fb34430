import { deepEqual } from "node:assert/strict";
import { timedOn, UNTOLD } from "../../../pipeline/study/timed_on.ts";

const weights = (gpu: string | null, driver: string | null) => ({
  engine: "vllm",
  engineVersion: "0.26.0",
  machine: gpu === null ? null : { gpu, driver, cpu: null },
});

Deno.test("timedOn() of measured timings names server, GPU and driver once, however many weights", () => {
  deepEqual(
    timedOn({ weights: [weights("H100", "580"), weights("H100", "580")] }),
    { engines: ["vllm 0.26.0"], gpus: ["H100"], drivers: ["580"], fits: {} },
  );
  deepEqual(
    timedOn({ weights: [weights("H100", "580"), weights("H200", null)] }).gpus,
    ["H100", "H200"],
  );
});

Deno.test("timedOn() of simulated timings names the simulator and its GPU", () => {
  deepEqual(
    timedOn({
      engine: "simulator",
      engineVersion: "1",
      gpu: "A100, simulated",
    }),
    {
      engines: ["simulator 1"],
      gpus: ["A100, simulated"],
      drivers: [],
      fits: {},
    },
  );
});

Deno.test("timedOn() knows nothing of what a file does not say, or says in words of its own", () => {
  for (const origin of [null, {}, { weights: "many" }, { weights: [1] }]) {
    deepEqual(timedOn(origin), UNTOLD);
  }
  deepEqual(timedOn({ weights: [weights(null, null)] }).gpus, []);
});
