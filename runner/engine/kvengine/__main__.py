"""
Serves a Qwen3 checkpoint with the KV strategies vLLM does not have, under exact token budgets.

    python -m kvengine data/nano/weights/nano-s --port 8011
"""

import argparse
import os

import torch
import uvicorn
from transformers import AutoTokenizer

from . import VERSION
from .desk import Desk
from .engine import Engine
from .server import app_of
from .shape import DTYPES
from .weights import load


def arguments():
    cli = argparse.ArgumentParser(prog="kvengine", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("weights", help="a folder in Hugging Face's layout: config.json, safetensors, tokenizer")
    cli.add_argument("--port", type=int, required=True)
    cli.add_argument("--host", default="127.0.0.1")
    cli.add_argument("--served-model-name", help="the name the study gives the model (the folder's)")
    cli.add_argument("--device", help="cuda, cuda:1, cpu (a GPU if there is one)")
    cli.add_argument("--dtype", choices=DTYPES, help="of weights and 16-bit caches (bfloat16; float32 on a CPU)")
    cli.add_argument("--max-model-len", type=int, help="most tokens of prompt and continuation (what the model knows)")
    cli.add_argument("--max-rows", type=int, default=1024, help="trajectories side by side, at most (1024)")
    cli.add_argument("--kv-gib", type=float, help="memory for the caches of a batch (all that a GPU has left; 2 on a CPU)")
    cli.add_argument("--threads", type=int, help="threads that compute on a CPU (1: small models lose by more)")
    cli.add_argument("--eager", action="store_true", help="neither compile nor record steps on a GPU: starts sooner")
    cli.add_argument("--version", action="version", version=VERSION)
    return cli.parse_args()


def main():
    call = arguments()
    device = torch.device(call.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    on_gpu = device.type == "cuda"
    if not on_gpu:
        torch.set_num_threads(call.threads or 1)
    dtype = DTYPES[call.dtype or ("bfloat16" if on_gpu else "float32")]
    try:
        model = load(call.weights, dtype, device)
    except (OSError, ValueError, KeyError) as error:
        raise SystemExit(error.args[0] if isinstance(error, (ValueError, KeyError)) else f"Cannot load {call.weights}: {error}")
    positions = model.shape.positions
    room = call.max_model_len or positions
    if room > positions:
        raise SystemExit(f"Cannot serve a context of {room} tokens: {call.weights} knows {positions} positions")
    tokenizer = AutoTokenizer.from_pretrained(call.weights)
    gib = call.kv_gib if call.kv_gib or on_gpu else 2
    engine = Engine(model, call.max_rows, kv_bytes=int(gib * 2**30) if gib else None, fast=False if call.eager else None)
    name = call.served_model_name or os.path.basename(os.path.abspath(call.weights))
    app = app_of(name, model, tokenizer, Desk(engine, room))
    print(f"kvengine {VERSION} serves {name} on http://{call.host}:{call.port}: {str(dtype).removeprefix('torch.')}, "
          f"{device}, {model.bytes / 2**20:.1f} MiB of weights", flush=True)
    uvicorn.run(app, host=call.host, port=call.port, log_level="warning")


if __name__ == "__main__":
    main()
