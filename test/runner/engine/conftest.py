"""What the engine's tests share. Triton's kernels are interpreted, as CI has no GPU."""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TRITON_INTERPRET", "1")

import pytest  # noqa: E402
import torch  # noqa: E402

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "runner/engine"))

from tokenizers import Tokenizer  # noqa: E402

from kvengine.batch import Ask  # noqa: E402
from kvengine.engine import Engine  # noqa: E402
from kvengine.forcing import Rules  # noqa: E402
from kvengine.weights import load  # noqa: E402

torch.set_num_threads(1)


def weights(name):
    return ROOT / "data/nano/weights" / name


class Nano:
    """One of the committed models on the benchmark's problems, in float32 on the CPU."""

    def __init__(self, name):
        self.name = name
        self.model = load(str(weights(name)), torch.float32, torch.device("cpu"))
        self.engine = Engine(self.model, kv_bytes=1 << 30)
        self.tokenizer = Tokenizer.from_file(str(weights(name) / "tokenizer.json"))
        problems = json.loads((ROOT / "data/nano/chain.json").read_text())["problems"]
        self.prompts = [self.ids(problem["prompt"]) for problem in problems]
        self.rules = Rules(
            budgets=(24, 48, 96), stop=tuple(self.ids("</think><|im_end|><|endoftext|>")), wait=self.ids("Wait"),
            wait_counts=True, close_think=self.ids("</think>"), final_prompt=self.ids("\n**Final Answer**\n\\boxed{"),
            answer_tokens=8,
        )
        self.found = {}
        # Every third problem, so that prompts of all lengths come together.
        self.asks = [Ask(prompt, 1000 + at) for at, prompt in enumerate(self.prompts[::3])]

    def ids(self, text):
        return tuple(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def run(self, strategy, settings, sampling, asks=None, rules=None):
        """Each once: what was found for the same call is found again."""
        call = (strategy, settings, rules or self.rules, sampling, asks or self.asks)
        if repr(call) not in self.found:
            self.found[repr(call)] = self.engine.generate(*call)
        return self.found[repr(call)]


@pytest.fixture(scope="session", params=["nano-s", "nano-l"])
def nano(request):
    return Nano(request.param)


@pytest.fixture(scope="session")
def nano_s():
    return Nano("nano-s")
