import { deepEqual } from "node:assert/strict";
import { readCacheConfig } from "../../runner/cache_config.ts";

Deno.test("readCacheConfig() reads the labels, without None and bookkeeping", () => {
  const page = `# HELP vllm:cache_config_info Information of the LLMEngine
# TYPE vllm:cache_config_info gauge
vllm:cache_config_info{_block_size_resolved="True",block_size="32",cache_dtype="auto",engine="0",name="a \\"b\\", {c}",sliding_window="None"} 1.0
vllm:num_requests_waiting{engine="0"} 0.0
`;
  deepEqual(readCacheConfig(page), {
    block_size: "32",
    cache_dtype: "auto",
    name: 'a \\"b\\", {c}',
  });
});

Deno.test("readCacheConfig() of a page that does not tell is empty", () => {
  deepEqual(readCacheConfig(""), {});
  deepEqual(readCacheConfig('# vllm:cache_config_info{a="1"} is gone'), {});
  deepEqual(readCacheConfig("vllm:cache_config_info 1.0"), {});
});
