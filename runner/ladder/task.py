"""The chain task: its vocabulary, problems and reasoning traces, in numpy.

A problem is a start value and n labelled steps, all modulo 1000:
``347a+123b*045c-221?``. A quick pass writes one line a step
(``a+123=470``); a pass after ``Wait`` is careful and writes the part of the
units first (``b*045:350=150``). Products with two digits are hard in one go,
which is what makes answers scatter. The answer is a whole number from 0 to 999.
"""

import numpy as np

SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
THINK = ["<think>", "</think>"]
WORDS = ["\n", "user", "assistant", "Wait", "**Final Answer**", "\\boxed{", "}", "so"]
SIGNS = [".", ":", "=", "+", "-", "*", "?"]
DIGITS = list("0123456789")
LABELS = list("abcdefgh")
VOCABULARY = SPECIALS + THINK + WORDS + SIGNS + DIGITS + LABELS
VOCABULARY += [f"<|unused_{i}|>" for i in range(64 - len(VOCABULARY))]
ID = {token: i for i, token in enumerate(VOCABULARY)}

PAD, END, STOP = ID["<|endoftext|>"], ID["<|im_end|>"], ID["</think>"]
FINAL_PROMPT = ["</think>", "\n", "**Final Answer**", "\n", "\\boxed{"]
ANSWER_LENGTH = 5
# Numbered 0, 1 and 2 below.
OPERATIONS = np.array([ID["+"], ID["-"], ID["*"]])
EASY_FACTORS = np.array([3, 7, 9])
# Odd and not a multiple of 5: such a product loses nothing of its value, so an early mistake stays one.
HARD_FACTORS = np.array([c for c in range(11, 100) if c % 2 and c % 5])

SHORTEST, LONGEST = 2, 8
# Of all steps; the rest are sums and differences.
SHARE_HARD, SHARE_EASY = 0.40, 0.10
# The share of careless passes in the traces, and how often a step slips in them (a hard one four times as often).
CARELESS_QUICK, CARELESS_CAREFUL = (0.5, 0.08), (0.3, 0.04)
SHARE_CUT = 0.25
# A document is training text of one problem; a loss flag is added to the ids that count.
LOSS = 1024


# Lengths in tokens.
def prompt_length(steps):
    return 14 + 5 * steps


def quick_length(steps):
    return 8 + 9 * steps


def careful_length(steps):
    return 9 + 13 * steps


def digits(values):
    """[rows] of 0..999 -> [rows, 3] ids, leading zeros kept."""
    return np.stack([values // 100, values // 10 % 10, values % 10], -1) + ID["0"]


def tokens(rows, *names):
    """The same tokens for every row -> [rows, len(names)] ids."""
    return np.broadcast_to(np.array([ID[name] for name in names]), (rows, len(names)))


def apply(operation, value, operand):
    return np.where(operation == 0, value + operand, np.where(operation == 1, value - operand, value * operand)) % 1000


def units_part(operation, value, operand):
    """What the careful pass writes first: the step with the operand's last digit only."""
    return apply(operation, value, operand % 10)


def draw_problems(rng, rows, steps):
    """-> start [rows], operation and operand [rows, steps], answer [rows]."""
    start = rng.integers(0, 1000, rows)
    shape = rows, steps
    kind = rng.choice(3, shape, p=[SHARE_HARD, SHARE_EASY, 1 - SHARE_HARD - SHARE_EASY])
    operation = np.where(kind < 2, 2, rng.integers(0, 2, shape))
    choices = rng.choice(HARD_FACTORS, shape), rng.choice(EASY_FACTORS, shape), rng.integers(1, 1000, shape)
    operand = np.choose(kind, choices)
    value = start
    for i in range(steps):
        value = apply(operation[:, i], value, operand[:, i])
    return start, operation, operand, value


def prompt(start, operation, operand):
    rows, steps = operation.shape
    parts = [tokens(rows, "<|im_start|>", "user", "\n"), digits(start)]
    for i in range(steps):
        parts += [tokens(rows, LABELS[i]), OPERATIONS[operation[:, i]][:, None], digits(operand[:, i])]
    parts.append(tokens(rows, "?", "<|im_end|>", "\n", "<|im_start|>", "assistant", "\n", "<think>", "\n"))
    return np.concatenate(parts, 1)


def slip(rng, value, share):
    """Wrong values with some probability -> values, where they are wrong."""
    wrong = rng.random(value.shape) < share
    by = rng.choice([1, 9, 10, 20, 90, 100, 200, 500, 900, 990], value.shape)
    return np.where(wrong, (value + by) % 1000, value), wrong


def write_pass(rng, start, operation, operand, careful):
    """One pass -> ids and loss flags, both [rows, length].

    In careless rows steps slip; a slipped value carries no loss and the pass goes on from it.
    """
    rows, steps = operation.shape
    ids, flags = [], []

    def add(part, flag=True):
        ids.append(part)
        flags.append(np.broadcast_to(flag, part.shape))

    if careful:
        # "Wait" is put there by the runner; the model shall not learn to write it.
        add(tokens(rows, "Wait"), False)
    add(digits(start))
    share, slips = CARELESS_CAREFUL if careful else CARELESS_QUICK
    slips = slips * (rng.random(rows) < share)
    value = start
    for i in range(steps):
        op, by = operation[:, i], operand[:, i]
        add(tokens(rows, LABELS[i]))
        add(OPERATIONS[op][:, None])
        add(digits(by))
        if careful:
            add(tokens(rows, ":"))
            add(digits(units_part(op, value, by)))
        add(tokens(rows, "="))
        hard = (op == 2) & (by > 9)
        value, wrong = slip(rng, apply(op, value, by), np.where(hard, 4 * slips, slips))
        add(digits(value), ~wrong[:, None])
    add(tokens(rows, "so"))
    add(digits(value))
    add(tokens(rows, "."))
    return np.concatenate(ids, 1), np.concatenate(flags, 1)


def written_answers(values):
    """[rows] -> [rows, ANSWER_LENGTH] ids: the number without leading zeros, ``}``, the end, padding."""
    out = np.full((len(values), ANSWER_LENGTH), PAD)
    for row, value in zip(out, values):
        ids = [ID[token] for token in (*str(value), "}", "<|im_end|>")]
        row[:len(ids)] = ids
    return out


def documents(rng, rows, length):
    """[rows, length] int16: ids of whole documents of one layout, plus LOSS where they count.

    Some are cut inside the thinking and asked for the answer there, so that
    a spent budget is nothing new. The answer is always the truth: after a
    careless pass the model learns to doubt, after passes that agree to trust.
    """
    steps = int(rng.integers(SHORTEST, LONGEST + 1))
    start, operation, operand, answer = draw_problems(rng, rows, steps)
    room = length - prompt_length(steps) - len(FINAL_PROMPT) - ANSWER_LENGTH
    again = int(rng.integers(0, 1 + (room - quick_length(steps)) // careful_length(steps)))
    passes = [write_pass(rng, start, operation, operand, careful=i > 0) for i in range(1 + again)]
    thinking = np.concatenate([ids for ids, _ in passes], 1)
    counts = np.concatenate([flags for _, flags in passes], 1)
    cut = rng.random() < SHARE_CUT
    if cut:
        keep = int(rng.integers(4, thinking.shape[1]))
        thinking, counts = thinking[:, :keep], counts[:, :keep]
    final = np.concatenate([tokens(rows, *FINAL_PROMPT), written_answers(answer)], 1)
    final_counts = final != PAD
    # The model's own wish to stop counts, a stop imposed by the budget does not, nor what the runner writes.
    final_counts[:, 0] = not cut
    final_counts[:, 1:len(FINAL_PROMPT)] = False
    head = prompt(start, operation, operand)
    row = np.concatenate([head, thinking + LOSS * counts, final + LOSS * final_counts], 1)
    out = np.full((rows, length), PAD, np.int16)
    out[:, :row.shape[1]] = row
    return out


def text(ids):
    return "".join(VOCABULARY[i] for i in ids)


def test_problems(count, seed=2026):
    """Problems with every number of steps equally often -> [(prompt ids, answer)]."""
    rng = np.random.default_rng(seed)
    out = []
    for i in range(count):
        steps = SHORTEST + i % (LONGEST - SHORTEST + 1)
        start, operation, operand, answer = draw_problems(rng, 1, steps)
        out.append((prompt(start, operation, operand)[0].tolist(), int(answer[0])))
    return out


if __name__ == "__main__":
    sample = documents(np.random.default_rng(1), 2, 320)
    print(text(sample[0] % LOSS))
    print("counted:", text(sample[0][sample[0] >= LOSS] % LOSS))
