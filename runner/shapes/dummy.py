"""Writes a folder for each model and precision of a study that a server loads with `--load-format dummy`: a config and a tokenizer.

    python dummy.py data/qwen3-h100

writes data/qwen3-h100/weights/<model>, the same with -w8 and -w4, and the prompts of the study's one benchmark. Speed
and memory are those of real weights of the same shape; what is generated means nothing.
"""

import json
import os
import random
import sys

PROMPTS, PROMPT_TOKENS = 16, 185
GROUP = 128
# Without a checkpoint to look into, a server takes every layer that is not named for a 16-bit one.
LINEAR = [
    ["self_attn.k_proj", "self_attn.v_proj", "self_attn.q_proj"], ["self_attn.o_proj"],
    ["mlp.up_proj", "mlp.gate_proj"], ["mlp.down_proj"],
]


def write(path, content):
    with open(path, "w") as file:
        json.dump(content, file, indent=1)
        file.write("\n")


def config(model, bits):
    told = {
        "architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "hidden_size": model["hidden"],
        "num_hidden_layers": model["layers"], "num_attention_heads": model["heads"],
        "num_key_value_heads": model["kvHeads"], "head_dim": model["headDim"],
        "intermediate_size": model["intermediate"], "vocab_size": model["vocabulary"],
        "tie_word_embeddings": model["tiedEmbeddings"], "max_position_embeddings": 40960, "rope_theta": 1000000,
        "rms_norm_eps": 1e-06, "hidden_act": "silu", "attention_bias": False, "attention_dropout": 0.0,
        "bos_token_id": None, "eos_token_id": 0, "pad_token_id": 0, "dtype": "bfloat16", "use_cache": True,
    }
    if bits == 16:
        return told
    return told | {"quantization_config": {
        "quant_method": "gptq", "bits": bits, "group_size": GROUP, "desc_act": False, "sym": True, "lm_head": False,
        "modules_in_block_to_quantize": LINEAR,
    }}


def tokenizer(study):
    """A word for each token of the vocabulary: those the study puts in, then numbered ones. Text is words and spaces."""
    forcing = study["forcing"]
    named = list(dict.fromkeys([*forcing["stopIds"], forcing["closeThink"], forcing["waitText"], forcing["finalPrompt"]]))
    words = named + [f"w{at}" for at in range(len(named), max(model["vocabulary"] for model in study["models"]))]
    special = [
        {"id": at, "content": word, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
         "special": True}
        for at, word in enumerate(named)
    ]
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special, "normalizer": None,
        "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": None, "decoder": None,
        "model": {"type": "WordLevel", "vocab": {word: at for at, word in enumerate(words)}, "unk_token": words[-1]},
    }


def prompts(benchmark):
    draw = random.Random(1)
    return {
        "schema": 1, "benchmark": benchmark["name"], "answer": benchmark["answer"],
        "problems": [
            {"id": f"prompt-{at + 1:02}", "answer": "1",
             "prompt": " ".join(f"w{draw.randrange(100, 100000)}" for _ in range(PROMPT_TOKENS))}
            for at in range(PROMPTS)
        ],
    }


def main(folder):
    with open(os.path.join(folder, "study.json")) as file:
        study = json.load(file)
    (benchmark,) = study["benchmarks"]
    write(os.path.join(folder, benchmark["file"]), prompts(benchmark))
    words = tokenizer(study)
    for model in study["models"]:
        for bits in study["weightBits"]:
            name = model["source"] if bits == 16 else f"{model['source']}-w{bits}"
            out = os.path.join(folder, name)
            os.makedirs(out, exist_ok=True)
            write(os.path.join(out, "config.json"), config(model, bits))
            write(os.path.join(out, "tokenizer.json"), words)
            write(os.path.join(out, "tokenizer_config.json"), {
                "tokenizer_class": "PreTrainedTokenizerFast", "eos_token": study["forcing"]["stopIds"][0],
                "clean_up_tokenization_spaces": False, "model_max_length": 40960,
            })


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: dummy.py FOLDER, with a study.json in it")
    main(sys.argv[1])
