"""Training text of one problem: a prompt, thinking that may be cut by a budget, and the final answer."""

import numpy as np

from vocabulary import END, ID, PAD, tokens

FINAL_PROMPT = ["</think>", "\n", "**Final Answer**", "\n", "\\boxed{"]
# An answer of up to three digits, "}" and the end.
ANSWER_LENGTH = 5
SHARE_CUT = 0.25
# Added to the ids that carry loss.
LOSS = 1024


class Writing:
    """Ids and loss flags put down piece by piece, for many rows of one layout."""

    def __init__(self):
        self.ids, self.flags = [], []

    def add(self, ids, counts=True):
        """ids [rows, length]; counts: for all of them, or [rows, 1]."""
        self.ids.append(ids)
        self.flags.append(np.broadcast_to(counts, ids.shape))

    def whole(self):
        """-> ids and loss flags, both [rows, length]."""
        return np.concatenate(self.ids, 1), np.concatenate(self.flags, 1)


def written(answers):
    """Texts -> [rows, ANSWER_LENGTH] ids: the answer, ``}``, the end, padding."""
    out = np.full((len(answers), ANSWER_LENGTH), PAD)
    for row, answer in zip(out, answers):
        ids = [ID[token] for token in answer] + [ID["}"], END]
        row[:len(ids)] = ids
    return out


def document(rng, prompt, passes, answers):
    """-> [rows, length] ids plus LOSS where they count.

    prompt [rows, length] ids; passes: ids and loss flags of each; answers:
    texts. Some documents are cut inside the thinking and asked for the answer
    there, so that a spent budget is nothing new. The answer is always the
    truth: after a careless pass the model learns to doubt, after passes that
    agree to trust.
    """
    thinking = np.concatenate([ids for ids, _ in passes], 1)
    counts = np.concatenate([flags for _, flags in passes], 1)
    cut = rng.random() < SHARE_CUT
    if cut:
        keep = int(rng.integers(4, thinking.shape[1]))
        thinking, counts = thinking[:, :keep], counts[:, :keep]
    final = np.concatenate([tokens(len(prompt), *FINAL_PROMPT), written(answers)], 1)
    final_counts = final != PAD
    # The model's own wish to stop counts, a stop imposed by the budget does not, nor what the runner writes.
    final_counts[:, 0] = not cut
    final_counts[:, 1:len(FINAL_PROMPT)] = False
    return np.concatenate([prompt, thinking + LOSS * counts, final + LOSS * final_counts], 1)


# What every document has around its thinking.
AROUND = len(FINAL_PROMPT) + ANSWER_LENGTH
