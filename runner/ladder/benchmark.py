"""Writes the benchmark file of the chain task: ids, prompts, expected answers.

    python benchmark.py ../../data/nano/chain.json
"""

import json
import sys

from task import test_problems, text

PROBLEMS = 48


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    problems = [
        {"id": f"chain-{i + 1:02d}", "answer": str(answer), "prompt": text(ids)}
        for i, (ids, answer) in enumerate(test_problems(PROBLEMS))
    ]
    lines = ",\n".join(f"    {json.dumps(problem)}" for problem in problems)
    head = '  "schema": 1,\n  "benchmark": "chain",\n  "answer": "integer",\n'
    with open(sys.argv[1], "w") as file:
        file.write(f'{{\n{head}  "problems": [\n{lines}\n  ]\n}}\n')


if __name__ == "__main__":
    main()
