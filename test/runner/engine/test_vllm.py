"""The engine's full cache against vLLM on the same weights. Needs the folder of runner/vllm/install.sh, named by NOTALLBITS_VLLM."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from conftest import ROOT, Nano, weights

from kvengine.batch import Ask
from kvengine.forcing import Rules
from kvengine.sampling import Sampling

ENVIRONMENT = os.environ.get("NOTALLBITS_VLLM")
TOKENS = 208

pytestmark = pytest.mark.skipif(not ENVIRONMENT, reason="needs vLLM: set NOTALLBITS_VLLM")


def completed(url, model, prompt):
    body = {"model": model, "prompt": list(prompt), "max_tokens": TOKENS, "temperature": 0, "seed": 0, "ignore_eos": True,
            "return_token_ids": True, "skip_special_tokens": False, "stop_token_ids": []}
    request = urllib.request.Request(f"{url}/v1/completions", json.dumps(body).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)["choices"][0]["token_ids"]


@pytest.mark.parametrize("name", ["nano-s", "nano-l"])
def test_greedy_tokens_are_those_of_vllm(name):
    nano = Nano(name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    env = {key: value for key, value in os.environ.items() if key != "TRITON_INTERPRET"}
    server = subprocess.Popen(["bash", str(ROOT / "runner/vllm/serve.sh"), str(weights(name)), str(port)],
                              env={**env, "VLLM_ENV": str(ROOT / ENVIRONMENT)}, stdout=subprocess.DEVNULL)
    try:
        while server.poll() is None:
            try:
                urllib.request.urlopen(f"{url}/health").close()
                break
            except OSError:
                time.sleep(0.5)
        assert server.poll() is None
        with ThreadPoolExecutor(48) as pool:
            theirs = list(pool.map(lambda prompt: completed(url, name, prompt), nano.prompts))
    finally:
        server.terminate()
        server.wait()
    # A stop the model never draws, so that nothing is forced.
    rules = Rules((TOKENS,), (63,), nano.rules.wait, True, nano.rules.close_think, nano.rules.final_prompt, 1)
    torch.set_num_threads(2)
    ours = nano.run("full", {}, Sampling(0.0), [Ask(prompt, 0) for prompt in nano.prompts], rules)
    torch.set_num_threads(1)
    parts = {at: next(i for i, (a, b) in enumerate(zip(mine.ids, other)) if a != b)
             for at, (mine, other) in enumerate(zip(ours, theirs)) if mine.ids != other}
    print(f"{name}: {len(ours)} prompts of {TOKENS} tokens, {len(parts)} part: {parts}")
    assert parts == {}, "problem: first token that differs"
