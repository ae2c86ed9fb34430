"""Chance that depends on a seed, a stream and a place only: the same for a row alone and among others."""

import torch

_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_PARITY = 0x1BD11BDA
_MASK = 0xFFFFFFFF


def threefry(key, counter):
    """
    Threefry-2x32 with 20 rounds (Salmon et al. 2011): two words of key and counter, int64 tensors of 32-bit
    values that broadcast -> two words.
    """
    keys = (key[0], key[1], key[0] ^ key[1] ^ _PARITY)
    x0, x1 = (counter[0] + keys[0]) & _MASK, (counter[1] + keys[1]) & _MASK
    for round_ in range(20):
        turn = _ROTATIONS[(round_ // 4) % 2][round_ % 4]
        x0 = (x0 + x1) & _MASK
        x1 = ((x1 << turn) | (x1 >> (32 - turn))) & _MASK
        x1 = x1 ^ x0
        if round_ % 4 == 3:
            four = round_ // 4 + 1
            x0 = (x0 + keys[four % 3]) & _MASK
            x1 = (x1 + keys[(four + 1) % 3] + four) & _MASK
    return x0, x1


def keys(seeds, stream, count):
    """
    A 32-bit word in int64 for each place of a stream, [rows, count]: row r has those of seed r. Stream 0 is a
    trajectory's thinking, stream T its answer at budget T.
    """
    places = torch.arange(count, dtype=torch.int64, device=seeds.device)
    zero = torch.zeros_like(places)
    word, _ = threefry((seeds.to(torch.int64)[:, None] & _MASK, zero + stream), (places, zero))
    return word


def gumbel(key, ids):
    """
    Noise of tokens: keys [rows] and ids [rows, n] or [n] -> [rows, n] in float32, Gumbel distributed. The best of
    logits plus noise is a draw from their softmax, which rounding errors of the logits seldom change.
    """
    word = (key[:, None] + ids * 0x9E3779B9) & _MASK
    # The mixer of MurmurHash3.
    word = ((word ^ (word >> 16)) * 0x85EBCA6B) & _MASK
    word = ((word ^ (word >> 13)) * 0xC2B2AE35) & _MASK
    word = word ^ (word >> 16)
    uniform = ((word >> 8).float() + 0.5) * 2.0**-24
    return -(-uniform.log()).log()
