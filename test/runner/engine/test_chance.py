import torch

from kvengine.chance import gumbel, keys, threefry


def test_threefry_gives_the_words_of_its_authors():
    zero = torch.zeros(1, dtype=torch.int64)
    ones = zero + 0xFFFFFFFF
    pi = [torch.tensor([word]) for word in (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)]
    assert [int(word) for word in threefry((zero, zero), (zero, zero))] == [0x6B200159, 0x99BA4EFE]
    assert [int(word) for word in threefry((ones, ones), (ones, ones))] == [0x1CB996FC, 0xBB002BE7]
    assert [int(word) for word in threefry((pi[2], pi[3]), (pi[0], pi[1]))] == [0xC4923A9C, 0x483DF7A0]


def test_a_row_has_the_same_keys_alone_and_among_others_and_in_a_longer_stream():
    seeds = torch.tensor([5, 2**32 - 1, 77])
    together = keys(seeds, 0, 40)
    assert torch.equal(keys(seeds[1:2], 0, 10), together[1:2, :10])
    assert len(set(together.flatten().tolist() + keys(seeds, 96, 40).flatten().tolist())) == 240


def test_noise_is_gumbel_distributed():
    noise = gumbel(keys(torch.arange(2000), 0, 1)[:, 0], torch.arange(500))
    # Mean Euler's constant, standard deviation pi over the root of 6; a million draws.
    assert abs(float(noise.mean()) - 0.5772) < 0.005
    assert abs(float(noise.std()) - 1.2825) < 0.005
