import pytest
import torch
from conftest import weights
from transformers import AutoModelForCausalLM

from kvengine.batch import Ask
from kvengine.model import Pieces
from kvengine.reading import feed, prefill
from kvengine.sampling import Sampling
from kvengine.shape import read_shape
from kvengine.strategies.cache import Extent
from kvengine.strategies.full import Full


def cache_of(model, rows, extent):
    return Full({}, model.shape, rows, extent, torch.device("cpu"), torch.float32)


@torch.inference_mode()
def test_logits_are_those_of_transformers(nano):
    theirs = AutoModelForCausalLM.from_pretrained(weights(nano.name), dtype=torch.float32).eval()
    pieces, prompts = Pieces(nano.model, compiled=False), [nano.prompts[0], nano.prompts[20], nano.prompts[0]]
    cache = cache_of(nano.model, 3, Extent(max(map(len, prompts)), 3, 0))
    logits = prefill(pieces, cache, prompts)
    texts = [list(prompt) for prompt in prompts]
    for token in (22, 15, 30):
        for row, text in enumerate(texts):
            assert torch.allclose(logits[row], theirs(torch.tensor([text])).logits[0, -1], atol=2e-4)
            text.append(token + row)
        logits = feed(pieces, cache, torch.tensor([token, token + 1, token + 2]))
        cache.advance(torch.ones(3, dtype=torch.int32))


def test_the_weights_take_the_bytes_of_their_files(nano):
    stored = sum(file.stat().st_size for file in weights(nano.name).glob("*.safetensors"))
    # Stored at 16 bits, held at 32; a file has a header of some kilobytes.
    assert 0 < stored - nano.model.bytes // 2 < 8192


def test_prompts_of_all_lengths_read_at_once_equal_each_alone(nano_s):
    together = nano_s.run("full", {}, Sampling(0.0), [Ask(prompt, 0) for prompt in nano_s.prompts])
    for at in (0, 11, 47):
        assert nano_s.run("full", {}, Sampling(0.0), [Ask(nano_s.prompts[at], 0)])[0].ids == together[at].ids


@pytest.mark.parametrize("change, says", [
    ({"model_type": "llama"}, "its architecture is llama, the engine knows qwen3"),
    ({"rope_scaling": {"rope_type": "yarn"}}, "its positions are scaled by yarn"),
    ({"use_sliding_window": True}, "it has use_sliding_window"),
])
def test_what_the_engine_does_not_know_is_refused(tmp_path, change, says):
    import json

    config = json.loads((weights("nano-s") / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, **change}))
    with pytest.raises(ValueError, match=says):
        read_shape(str(tmp_path))
