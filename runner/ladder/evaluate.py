"""A quick look at a trained model: accuracy by token budget and group, by forcing one trajectory and branching.

    python evaluate.py --size nano-s --weights ../../data/nano/weights/nano-s
"""

import argparse
from collections import Counter

import torch

from checkpoint import load
from model import HEAD_DIM, SHAPES
from task import END, FINAL_PROMPT, ID, STOP, test_problems, text

BUDGETS = [24, 48, 64, 96, 144, 208]
ANSWER_TOKENS = 8
SAMPLES = 64
GROUPS = [1, 4, 16]


def draw(logits, temperature):
    """[rows, length, vocabulary] -> [rows, 1] ids after the last position."""
    return torch.multinomial((logits[:, -1] / temperature).softmax(-1), 1)


@torch.no_grad()
def answers(model, problems, budgets, samples, temperature, device):
    """-> {budget: [problems][samples] answer texts}; problems of one prompt length at a time."""
    out = {budget: [None] * len(problems) for budget in budgets}
    suffix = [ID[token] for token in FINAL_PROMPT]
    _, layers, _, kv_heads, _ = SHAPES[model.size]
    for length in sorted({len(ids) for ids, _ in problems}):
        chosen = [i for i, (ids, _) in enumerate(problems) if len(ids) == length]
        ids = torch.tensor([problems[i][0] for i in chosen], device=device).repeat_interleave(samples, 0)
        room = length + max(budgets) + len(suffix) + ANSWER_TOKENS
        cache = lambda: torch.zeros(len(ids), kv_heads, room, HEAD_DIM, device=device)
        past = [(cache(), cache()) for _ in range(layers)]
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
    cli.add_argument("--problems", type=int, default=48)
    cli.add_argument("--temperature", type=float, default=1.0)
    cli.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    call = cli.parse_args()
    torch.manual_seed(0)
    model = load(call.size, call.weights).to(call.device).eval()
    problems = test_problems(call.problems)
    found = answers(model, problems, BUDGETS, SAMPLES, call.temperature, call.device)
    for budget, texts in found.items():
        line = f"{call.size} temperature {call.temperature} budget {budget}:"
        for group in GROUPS:
            scores = [majority(each, str(right), group) for each, (_, right) in zip(texts, problems)]
            line += f"  G={group} {100 * sum(scores) / len(scores):.1f} %"
        print(line, flush=True)


if __name__ == "__main__":
    main()
