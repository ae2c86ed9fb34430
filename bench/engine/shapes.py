"""The Qwen3 shapes that are measured, for the engine and for vLLM."""

import json
import os

SHAPES = {
    "qwen3-0.6b": {"hidden_size": 1024, "num_hidden_layers": 28, "num_attention_heads": 16, "intermediate_size": 3072},
    "qwen3-4b": {"hidden_size": 2560, "num_hidden_layers": 36, "num_attention_heads": 32, "intermediate_size": 9728},
    # For trying the scripts on a CPU.
    "tiny": {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 128,
             "num_key_value_heads": 2, "head_dim": 64, "vocab_size": 512},
}

# Prompt and thinking tokens of a row.
PROMPT, BUDGET = 128, 8000


def write_config(name, folder):
    """A folder with the config.json of a shape, as Hugging Face has it."""
    config = {
        "architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "num_key_value_heads": 8, "head_dim": 128,
        "vocab_size": 151936, "max_position_embeddings": 40960, "rope_theta": 1000000.0, "rms_norm_eps": 1e-06,
        "hidden_act": "silu", "tie_word_embeddings": True, "attention_bias": False, "attention_dropout": 0.0,
        "bos_token_id": 151643, "eos_token_id": 151645, "dtype": "bfloat16", "torch_dtype": "bfloat16",
        "use_sliding_window": False, "initializer_range": 0.02, "use_cache": True, **SHAPES[name],
    }
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "config.json"), "w") as file:
        json.dump(config, file)
    return folder
