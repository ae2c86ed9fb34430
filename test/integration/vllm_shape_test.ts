/** vLLM still replies in the shape that was recorded, which the fake repeats. Needs the folder that runner/vllm/install.sh made, named by NOTALLBITS_VLLM. */
import { deepEqual } from "node:assert/strict";
import { served } from "../fixtures/served.ts";
import {
  exchanges,
  recordedExchanges,
  shapeOf,
} from "../fixtures/vllm_exchanges.ts";

Deno.test({
  name: "every reply of a real vLLM has the keys and types that were recorded",
  ignore: !Deno.env.get("NOTALLBITS_VLLM"),
  fn: () =>
    served("nano-s", async (url) => {
      const real = await exchanges(url, "nano-s");
      for (const [at, recorded] of (await recordedExchanges()).entries()) {
        deepEqual(shapeOf(real[at]!), shapeOf(recorded), recorded.name);
      }
    }),
});
