"""
Decode throughput of vLLM with the full cache on a Qwen3 shape with random weights: as many rows as its cache holds
to their last token, so that none is preempted, all from the start.

    python bench/engine/vllm_full.py qwen3-0.6b --out OUT
"""

import argparse
import os
import time

import torch
from vllm import LLM, SamplingParams

from machine import keep
from shapes import BUDGET, PROMPT, SHAPES, write_config

# More than fit, so that memory decides.
MOST_ROWS = 512


def counted(llm, name):
    return sum(metric.value for metric in llm.get_metrics() if metric.name == name)


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("shape", choices=SHAPES)
    cli.add_argument("--out", required=True)
    cli.add_argument("--budget", type=int, default=BUDGET)
    cli.add_argument("--rows", type=int, help="at most; else as many as fit")
    cli.add_argument("--eager", action="store_true", help="for trying the script: starts sooner, runs slower")
    call = cli.parse_args()
    folder = write_config(call.shape, os.path.join(call.out, "shapes", call.shape))
    begun = time.perf_counter()
    llm = LLM(
        model=folder, load_format="dummy", skip_tokenizer_init=True, dtype="bfloat16", seed=0,
        max_model_len=PROMPT + call.budget + 16, max_num_seqs=MOST_ROWS, enable_prefix_caching=False,
        disable_log_stats=False, enforce_eager=call.eager,
    )
    ready = time.perf_counter() - begun
    cache = llm.llm_engine.vllm_config.cache_config
    block = cache.block_size
    tokens = cache.num_gpu_blocks * block
    each = -(-(PROMPT + call.budget + 1) // block) * block
    rows = min(tokens // each, MOST_ROWS, call.rows or MOST_ROWS)
    chance = torch.Generator().manual_seed(1)
    vocabulary = llm.llm_engine.vllm_config.model_config.get_vocab_size()
    prompts = torch.randint(10, vocabulary, (rows, PROMPT), generator=chance).tolist()
    prompts = [{"prompt_token_ids": ids} for ids in prompts]

    def params(length):
        return [SamplingParams(temperature=0.6, top_p=1.0, top_k=-1, seed=None, max_tokens=length,
                               ignore_eos=True, detokenize=False) for _ in prompts]

    llm.generate(prompts, params(32), use_tqdm=False)
    begun = time.perf_counter()
    replies = llm.generate(prompts, params(call.budget), use_tqdm=False)
    seconds = time.perf_counter() - begun
    made = sum(len(reply.outputs[0].token_ids) for reply in replies)
    free, whole = torch.cuda.mem_get_info() if torch.cuda.is_available() else (None, None)
    keep({"shape": call.shape, "engine": "vllm", "kv": "full", "rows": rows, "prompt": PROMPT, "budget": call.budget,
          "dtype": "bfloat16", "ready_seconds": round(ready, 1), "method": "every step", "seconds": round(seconds, 3),
          "tokens": made, "tokens_per_second": round(made / seconds, 1), "kv_tokens": tokens, "block": block,
          "preemptions": counted(llm, "vllm:num_preemptions"), "eager": call.eager,
          "used_bytes": whole - free if whole else None, "device_bytes": whole}, call.out)


if __name__ == "__main__":
    main()
