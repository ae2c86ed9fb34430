import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { growth, readLoad, UNKNOWN_LOAD } from "../../runner/server_load.ts";

const PAGE = `# HELP vllm:num_requests_running Number of requests
# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{engine="0",model_name="a}b\\"c"} 3.0
vllm:num_requests_running{engine="1",model_name="a"} 4.0
vllm:num_requests_waiting{engine="0"} 1.0
vllm:kv_cache_usage_perc{engine="0"} 0.25
vllm:kv_cache_usage_perc{engine="1"} 0.5
vllm:num_preemptions_total{engine="0"} 7.0
vllm:num_preemptions_created{engine="0"} 1.7e+09
vllm:prompt_tokens_total{engine="0"} 100.0
vllm:generation_tokens_total{engine="0"} 1e3
http_requests_total{method="GET"} 9.0
`;

Deno.test("readLoad() reads vLLM's page, engines added up, the fullest cache counting", () => {
  deepEqual(readLoad(PAGE), {
    running: 7,
    waiting: 1,
    kvUsage: 0.5,
    preemptions: 7,
    tokens: 1100,
  });
});

Deno.test("readLoad(): counters count without _total, gauges under their old name", () => {
  const load = readLoad(
    "vllm:num_preemptions 2.0\nvllm:gpu_cache_usage_perc 0.75\nvllm:generation_tokens{} 5",
  );
  deepEqual(load, {
    ...UNKNOWN_LOAD,
    preemptions: 2,
    kvUsage: 0.75,
    tokens: 5,
  });
});

Deno.test("readLoad(): what is missing is not known, not 0", () => {
  for (
    const page of ["", "nothing", "vllm:num_requests_waiting{} NaN", "x 1"]
  ) {
    deepEqual(readLoad(page), UNKNOWN_LOAD);
  }
});

Deno.test("growth(): what came on top, since the start after a restart, null for the unknown", () => {
  equal(growth(5, 8), 3);
  equal(growth(5, 2), 2);
  equal(growth(5, 0), 0);
  equal(growth(null, 8), null);
  equal(growth(8, null), null);
  fc.assert(fc.property(fc.nat(), fc.nat(), (before, now) => {
    const grown = growth(before, now)!;
    ok(grown >= 0 && grown <= now);
  }));
});
