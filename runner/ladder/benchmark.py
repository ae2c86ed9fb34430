"""Writes a benchmark file: ids, prompts, expected answers.

    python benchmark.py chain ../../data/nano/chain.json
    python benchmark.py reasoning ../../data/ladder/reasoning.json
    python benchmark.py knowledge ../../data/ladder/knowledge.json
"""

import json
import sys

import chain
import facts
from vocabulary import text

# Name to kind of answer, problems.
BENCHMARKS = {
    "chain": ("integer", lambda: chain.test_problems(chain.NANO_CHAIN, 48)),
    "reasoning": ("integer", lambda: chain.test_problems(chain.ladder_chain(), 140)),
    "knowledge": ("letter", lambda: facts.test_problems(facts.Facts(), 120)),
}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in BENCHMARKS:
        sys.exit(__doc__)
    _, name, path = sys.argv
    kind, draw = BENCHMARKS[name]
    drawn = draw()
    width = len(str(len(drawn)))
    problems = [
        {"id": f"{name}-{i:0{width}d}", "answer": answer, "prompt": text(ids)}
        for i, (ids, answer) in enumerate(drawn, 1)
    ]
    lines = ",\n".join(f"    {json.dumps(problem)}" for problem in problems)
    head = f'  "schema": 1,\n  "benchmark": "{name}",\n  "answer": "{kind}",\n'
    with open(path, "w") as file:
        file.write(f'{{\n{head}  "problems": [\n{lines}\n  ]\n}}\n')


if __name__ == "__main__":
    main()
