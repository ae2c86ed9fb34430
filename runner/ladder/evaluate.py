"""A quick look at a trained model: accuracy by token budget and group, by forcing one trajectory and branching.

    python evaluate.py --size nano-s --benchmark chain --weights ../../data/nano/weights/nano-s
"""

import argparse
import json
from collections import Counter

import torch

from benchmark import BENCHMARKS
from checkpoint import load
from document import FINAL_PROMPT
from gptq import calibration, quantize
from model import HEAD_DIM, SHAPES
from vocabulary import END, ID, STOP, text

BUDGETS = {
    "chain": [24, 48, 64, 96, 144, 208],
    "reasoning": [32, 64, 96, 128, 192, 256, 384, 512],
    "knowledge": [2, 4, 8, 12, 20, 32, 48, 96],
}
ANSWER_TOKENS = 8
GROUPS = [1, 4, 16]


def draw(logits, temperature):
    """[rows, length, vocabulary] -> [rows, 1] ids after the last position."""
    return torch.multinomial((logits[:, -1] / temperature).softmax(-1), 1)


@torch.no_grad()
def answers(model, problems, budgets, samples, temperature, device):
    """-> {budget: [problems][samples] answer texts}; problems of one prompt length at a time."""
    out = {budget: [None] * len(problems) for budget in budgets}
    suffix = [ID[token] for token in FINAL_PROMPT]
    dtype = model.lm_head.weight.dtype
    shape = SHAPES[model.size]
    for length in sorted({len(ids) for ids, _ in problems}):
        chosen = [i for i, (ids, _) in enumerate(problems) if len(ids) == length]
        ids = torch.tensor([problems[i][0] for i in chosen], device=device).repeat_interleave(samples, 0)
        room = length + max(budgets) + len(suffix) + ANSWER_TOKENS
        cache = lambda: torch.zeros(len(ids), shape.kv_heads, room, HEAD_DIM, dtype=dtype, device=device)
        past = [(cache(), cache()) for _ in range(shape.layers)]
        logits = model(ids, past)
        for filled in range(length, length + max(budgets) + 1):
            spent = filled - length
            if spent in budgets:
                # The cache is overwritten from here on when thinking continues.
                branch, at, drawn = torch.tensor([suffix] * len(ids), device=device), filled, []
                for _ in range(ANSWER_TOKENS):
                    token = draw(model(branch, past, at), temperature)
                    at += branch.shape[1]
                    drawn.append(token)
                    branch = token
                for row, i in enumerate(chosen):
                    texts = torch.cat(drawn, 1)[row * samples:(row + 1) * samples].tolist()
                    out[spent][i] = [text(each).split("}")[0] for each in texts]
            if spent == max(budgets):
                break
            token = draw(logits, temperature)
            token[(token == STOP) | (token == END)] = ID["Wait"]
            logits = model(token, past, filled)
    return out


def majority(texts, right, group):
    """How often a vote of `group` texts is right; a tie counts in part."""
    score, groups = 0.0, len(texts) // group
    for g in range(groups):
        counts = Counter(texts[g * group:(g + 1) * group])
        top = [answer for answer, count in counts.items() if count == max(counts.values())]
        score += (right in top) / len(top)
    return score / groups


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--size", choices=SHAPES, required=True)
    cli.add_argument("--weights", required=True)
    cli.add_argument("--benchmark", choices=BENCHMARKS, required=True)
    cli.add_argument("--samples", type=int, default=64)
    cli.add_argument("--temperature", type=float, default=1.0)
    cli.add_argument("--bits", type=int, choices=[4, 8, 16], default=16, help="fewer than 16: by GPTQ")
    cli.add_argument("--json", help="file for all answers, by budget, problem and sample")
    cli.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    call = cli.parse_args()
    torch.manual_seed(0)
    model = load(call.size, call.weights).to(call.device).eval()
    if call.bits != 16:
        quantize(model, call.bits, calibration(call.size, call.device))
    if call.device == "cuda":
        model = model.bfloat16()
    problems = BENCHMARKS[call.benchmark][1]()
    found = answers(model, problems, BUDGETS[call.benchmark], call.samples, call.temperature, call.device)
    for budget, texts in found.items():
        line = f"{call.size} {call.bits} bits, {call.benchmark}, temperature {call.temperature}, budget {budget}:"
        for group in [each for each in GROUPS if each <= call.samples]:
            scores = [majority(each, right, group) for each, (_, right) in zip(texts, problems)]
            line += f"  G={group} {100 * sum(scores) / len(scores):.1f} %"
        print(line, flush=True)
    if call.json:
        with open(call.json, "w") as file:
            json.dump({"expected": [answer for _, answer in problems], "answers": found}, file)


if __name__ == "__main__":
    main()
