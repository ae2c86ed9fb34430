"""The knowledge task: facts to be memorised, asked with four options.

A fact names a thing for an ordered pair of things: ``BakoDilu=Remi``. Some
facts are met often in training and most rarely, so that bigger models know
more of them. A question gives the pair and four options; a pass recalls the
fact, then goes through the options. The answer is a letter.
"""

import numpy as np

from document import AROUND, LOSS, Writing, document
from vocabulary import NAME_IDS, OPTION_IDS, OPTIONS, digits, tokens

COUNT = 250_000
# How often the fact of a rank is met: (rank + 300)^-1.1; tests draw with the square root of that.
RANK_OFFSET, RANK_POWER = 300, 1.1
# Of the passes in questions.
SHARE_SLIPPED = 0.15
# Of the questions in training; the others are open. Without open ones small models learn to copy an option.
SHARE_WITH_OPTIONS = 0.6
STATEMENT_LENGTH, CONSTANT_LENGTH = 5, 8
PROMPT_LENGTH, PASS_LENGTH = 21, 20
MOST_PASSES = 4


class Facts:
    """[COUNT] facts, the most frequent first; who holds one holds them all, they follow from the seed."""

    def __init__(self, seed=1234, values=len(NAME_IDS)):
        """values: how many there are; by default a name's index."""
        rng = np.random.default_rng(seed)
        names = len(NAME_IDS)
        pairs = rng.permutation(names * names)[:COUNT]
        self.first, self.second = pairs // names, pairs % names
        self.value = rng.integers(0, values, COUNT)
        share = (np.arange(COUNT) + RANK_OFFSET) ** -RANK_POWER
        self.met, self.tested = np.cumsum(share), np.cumsum(share**0.5)

    def draw(self, rng, shape, law):
        """-> indices of facts; law: self.met or self.tested."""
        return np.searchsorted(law, rng.random(shape) * law[-1])


def constants():
    """What operands of chains may stand for: numbers of three digits, ``:BakoDilu=412``."""
    return Facts(seed=4321, values=1000)


def statements(rng, facts, rows, length):
    """Facts one after the other, as many whole ones as fit -> ids and loss flags, both [rows, at most length]."""
    which = facts.draw(rng, (rows, length // STATEMENT_LENGTH), facts.met)
    ids = np.empty((*which.shape, STATEMENT_LENGTH), np.int64)
    ids[..., 0], ids[..., 1] = NAME_IDS[facts.first[which]], NAME_IDS[facts.second[which]]
    ids[..., 2], ids[..., 4] = tokens(1, "=", ".")[0]
    ids[..., 3] = NAME_IDS[facts.value[which]]
    counts = np.zeros(ids.shape, bool)
    counts[..., 3] = True
    return ids.reshape(rows, -1), counts.reshape(rows, -1)


def constant_statements(rng, known, rows, length):
    """The same for constants."""
    which = known.draw(rng, (rows, length // CONSTANT_LENGTH), known.met)
    ids = np.empty((*which.shape, CONSTANT_LENGTH), np.int64)
    ids[..., 0], ids[..., 3], ids[..., 7] = tokens(1, ":", "=", ".")[0]
    ids[..., 1], ids[..., 2] = NAME_IDS[known.first[which]], NAME_IDS[known.second[which]]
    ids[..., 4:7] = digits(known.value[which])
    counts = np.zeros(ids.shape, bool)
    counts[..., 4:7] = True
    return ids.reshape(rows, -1), counts.reshape(rows, -1)


def draw_options(rng, facts, which):
    """Four different names, one of them the fact's -> options [rows, 4], place of the right one [rows]."""
    rows, names = len(which), len(NAME_IDS)
    # Distances from the right name, different and not 0.
    away = np.stack([rng.choice(names - 1, 4, replace=False) + 1 for _ in range(rows)])
    options = (facts.value[which][:, None] + away) % names
    right = rng.integers(0, 4, rows)
    options[np.arange(rows), right] = facts.value[which]
    return options, right


def prompt(facts, which, options):
    """options [rows, 4], or None for an open question -> ids [rows, length]."""
    rows = len(which)
    parts = [tokens(rows, "<|im_start|>", "user", "\n"), NAME_IDS[facts.first[which]][:, None],
             NAME_IDS[facts.second[which]][:, None]]
    if options is not None:
        for i in range(4):
            parts += [np.full((rows, 1), OPTION_IDS[i]), NAME_IDS[options[:, i]][:, None]]
    parts.append(tokens(rows, "?", "<|im_end|>", "\n", "<|im_start|>", "assistant", "\n", "<think>", "\n"))
    return np.concatenate(parts, 1)


def write_pass(rng, facts, which, options, right, again):
    """One pass -> ids and loss flags, both [rows, length]. A slipped recall carries no loss; the pass goes on from it."""
    rows = len(which)
    writing = Writing()
    if again:
        writing.add(tokens(rows, "Wait"), False)
    slipped = rng.random(rows) < SHARE_SLIPPED
    if options is None:
        recalled = np.where(slipped, rng.integers(0, len(NAME_IDS), rows), facts.value[which])
    else:
        place = np.where(slipped, (right + rng.integers(1, 4, rows)) % 4, right)
        recalled = options[np.arange(rows), place]
    writing.add(NAME_IDS[facts.first[which]][:, None])
    writing.add(NAME_IDS[facts.second[which]][:, None])
    writing.add(tokens(rows, "="))
    writing.add(NAME_IDS[recalled][:, None], ~slipped[:, None])
    if options is not None:
        writing.add(tokens(rows, ";"))
        for i in range(4):
            writing.add(np.full((rows, 1), OPTION_IDS[i]))
            writing.add(NAME_IDS[options[:, i]][:, None])
            writing.add(np.where(place == i, tokens(1, "yes"), tokens(1, "no")).T)
        writing.add(tokens(rows, "so"))
        writing.add(OPTION_IDS[place][:, None])
    writing.add(tokens(rows, "."))
    return writing.whole()


def documents(rng, facts, rows, room):
    """Questions of one layout in at most `room` tokens -> [rows, length], ids plus LOSS where they count.

    An open question, without options, ends with its recall.
    """
    which = facts.draw(rng, rows, facts.met)
    if rng.random() >= SHARE_WITH_OPTIONS:
        ids, counts = write_pass(rng, facts, which, None, None, again=False)
        return np.concatenate([prompt(facts, which, None), ids + LOSS * counts], 1)
    options, right = draw_options(rng, facts, which)
    most = min(MOST_PASSES, (room - PROMPT_LENGTH - AROUND) // (PASS_LENGTH + 1))
    again = int(rng.integers(0, most))
    passes = [write_pass(rng, facts, which, options, right, again=i > 0) for i in range(1 + again)]
    return document(rng, prompt(facts, which, options), passes, [OPTIONS[i] for i in right])


def test_problems(facts, count, seed=2027):
    """Questions about facts that training met -> [(prompt ids, answer letter)]; no fact twice."""
    rng = np.random.default_rng(seed)
    drawn = facts.draw(rng, 4 * count, facts.tested)
    which = drawn[np.sort(np.unique(drawn, return_index=True)[1])][:count]
    options, right = draw_options(rng, facts, which)
    return [(ids.tolist(), OPTIONS[i]) for ids, i in zip(prompt(facts, which, options), right)]
