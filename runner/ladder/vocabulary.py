"""The tokens of the ladder: nano's models know the first 64, the six sizes of the ladder all of them.

A token is a word, a sign or one digit; text is tokens joined without spaces,
and the longest token that fits is the one meant.
"""

import numpy as np

SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
THINK = ["<think>", "</think>"]
WORDS = ["\n", "user", "assistant", "Wait", "**Final Answer**", "\\boxed{", "}", "so"]
SIGNS = [".", ":", "=", "+", "-", "*", "?"]
DIGITS = list("0123456789")
# Steps of a chain.
LABELS = list("abcdefgh")
NANO = SPECIALS + THINK + WORDS + SIGNS + DIGITS + LABELS
NANO += [f"<|unused_{i}|>" for i in range(64 - len(NANO))]

MORE_LABELS = list("ijklmnop")
OPTIONS = list("ABCD")
VERDICTS = ["yes", "no", ";"]
# What facts are about: "Bako", "Dilu" and so on, spread evenly over all such names.
SYLLABLES = [consonant + vowel for consonant in "bdfghjklmnprstvz" for vowel in "aeiou"]
NAMES = [(first + second).capitalize() for first in SYLLABLES for second in SYLLABLES][::9][:688]
VOCABULARY = NANO + MORE_LABELS + OPTIONS + VERDICTS + ["<|unused_more|>"] + NAMES

ID = {token: i for i, token in enumerate(VOCABULARY)}
PAD, END, STOP = ID["<|endoftext|>"], ID["<|im_end|>"], ID["</think>"]
LABEL_IDS = np.array([ID[label] for label in LABELS + MORE_LABELS])
OPTION_IDS = np.array([ID[option] for option in OPTIONS])
NAME_IDS = np.array([ID[name] for name in NAMES])


def tokens(rows, *names):
    """The same tokens for every row -> [rows, len(names)] ids."""
    return np.broadcast_to(np.array([ID[name] for name in names]), (rows, len(names)))


def digits(values):
    """[rows] of 0..999 -> [rows, 3] ids, leading zeros kept."""
    return np.stack([values // 100, values // 10 % 10, values % 10], -1) + ID["0"]


def text(ids):
    return "".join(VOCABULARY[i] for i in ids)
