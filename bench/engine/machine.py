"""On what a number was measured, and the file that holds it."""

import importlib.metadata
import json
import os
import platform
import subprocess
import time

import torch


def machine():
    said = {"python": platform.python_version()}
    for name in ("torch", "triton", "vllm", "transformers"):
        try:
            said[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            pass
    if torch.cuda.is_available():
        query = ["nvidia-smi", "--query-gpu=name,driver_version,memory.total,clocks.max.sm,power.limit", "--format=csv,noheader"]
        said["gpu"] = subprocess.run(query, capture_output=True, text=True).stdout.strip()
        said["cuda"] = torch.version.cuda
    else:
        said["gpu"] = None
    return said


def keep(result, out):
    """One line more in OUT/engine.jsonl, on disk before anything else is measured."""
    os.makedirs(out, exist_ok=True)
    line = json.dumps({"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **machine(), **result})
    print(line, flush=True)
    with open(os.path.join(out, "engine.jsonl"), "a") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
