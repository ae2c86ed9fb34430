"""One continuation of a prompt with the full cache and no forcing: what the runner tries a server with."""

import torch

from .chance import keys
from .forcing import Segment
from .reading import feed, prefill
from .sampling import draw
from .strategies.cache import Extent
from .strategies.full import Full


def complete(pieces, request, sampling):
    """The drawn ids, a stop among them where one ended it. min_tokens and logit_bias as in vLLM."""
    model, device = pieces.model, pieces.model.device
    with torch.inference_mode():
        cache = Full({}, model.shape, 1, Extent(len(request.prompt), request.max_tokens, 0), device, model.dtype)
        logits = prefill(pieces, cache, [tuple(request.prompt)])
        bias = torch.zeros(model.shape.vocabulary, device=device)
        for token, value in request.logit_bias.items():
            bias[token] = value
        chance = keys(torch.tensor([request.seed], device=device), 0, request.max_tokens)
        one = torch.ones(1, dtype=torch.int32, device=device)
        ids = []
        for at in range(request.max_tokens):
            wanted = logits + bias
            if at < request.min_tokens:
                wanted[:, request.stop_token_ids] = -torch.inf
            token = draw(wanted, chance[:, at], sampling)
            ids.append(int(token))
            if ids[-1] in request.stop_token_ids:
                return Segment(ids, True)
            if at + 1 < request.max_tokens:
                logits = feed(pieces, cache, token)
                cache.advance(one)
    return Segment(ids, False)
