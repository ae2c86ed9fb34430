"""What a request asks, read strictly: a setting that is unknown or would be ignored is refused."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

from .batch import Ask
from .forcing import Rules
from .sampling import Sampling
from .strategies import STRATEGIES, settings_of

Token = StrictInt


class Refused(ValueError):
    """A request that cannot be served as it stands; the text says why."""


class Completion(BaseModel):
    """The fields of vLLM's /v1/completions that the runner sends."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())

    model: str
    prompt: list[Token] = Field(min_length=1)
    max_tokens: StrictInt = Field(ge=1)
    min_tokens: StrictInt = Field(0, ge=0)
    seed: StrictInt = Field(ge=0, lt=2**32)
    stop_token_ids: list[Token] = []
    temperature: float = Field(ge=0, le=2)
    top_p: float = Field(gt=0, le=1)
    top_k: StrictInt = Field(ge=-1)
    logit_bias: dict[int, float] = {}
    ignore_eos: StrictBool
    min_p: float = 0
    repetition_penalty: float = 1
    presence_penalty: float = 0
    frequency_penalty: float = 0
    n: StrictInt = 1
    stream: StrictBool = False
    echo: StrictBool = False
    include_stop_str_in_output: StrictBool = False
    skip_special_tokens: StrictBool = False
    spaces_between_special_tokens: StrictBool = False
    add_special_tokens: StrictBool = False
    return_token_ids: StrictBool = True
    vllm_xargs: dict[str, Any] | None = None


# What the engine does anyway; another wish is refused, not passed over.
ONLY = {"ignore_eos": True, "min_p": 0, "repetition_penalty": 1, "presence_penalty": 0, "frequency_penalty": 0, "n": 1,
        "stream": False, "echo": False, "include_stop_str_in_output": False, "skip_special_tokens": False,
        "spaces_between_special_tokens": False, "add_special_tokens": False, "return_token_ids": True}


class Forced(BaseModel):
    """The settings of a forced trajectory in vllm_xargs, beside those of its KV strategy."""

    model_config = ConfigDict(extra="forbid")

    kv_strategy: str
    budgets: list[StrictInt] = Field(min_length=1)
    wait: list[Token] = Field(min_length=1)
    wait_counts: StrictBool
    close_think: list[Token]
    final_prompt: list[Token] = Field(min_length=1)
    answer_tokens: StrictInt = Field(ge=1)


@dataclass(frozen=True)
class Work:
    """A trajectory to be forced, and all that it must share with those of its batch."""

    ask: Ask
    strategy: str
    settings: tuple[tuple[str, Any], ...]
    rules: Rules
    sampling: Sampling

    @property
    def shared(self):
        return self.strategy, self.settings, self.rules, self.sampling


def expect_served(request, model, vocabulary):
    """Refuses what no reply could honour."""
    if request.model != model:
        raise Refused(f"this engine serves {model}, not {request.model}")
    for name, value in ONLY.items():
        if getattr(request, name) != value:
            raise Refused(f"{name} must be {value}, the engine cannot do otherwise")
    foreign = [token for token in (*request.prompt, *request.stop_token_ids, *request.logit_bias) if not 0 <= token < vocabulary]
    if foreign:
        raise Refused(f"token {foreign[0]} is none of the model's {vocabulary}")


def sampling_of(request):
    return Sampling(request.temperature, request.top_p, max(request.top_k, 0))


def work_of(request, vocabulary):
    """The trajectory that a request with vllm_xargs asks for."""
    named = dict(request.vllm_xargs)
    name = named.get("kv_strategy")
    if name not in STRATEGIES:
        raise Refused(f"kv_strategy must be one of {', '.join(STRATEGIES)}, it is {name}")
    settings = settings_of(STRATEGIES[name], named)
    forced = Forced(**{key: value for key, value in named.items() if key not in STRATEGIES[name].SETTINGS})
    budgets = forced.budgets
    if budgets[0] < 1 or any(a >= b for a, b in zip(budgets, budgets[1:])):
        raise Refused(f"budgets must rise from at least 1, they are {budgets}")
    if request.max_tokens != budgets[-1]:
        raise Refused(f"max_tokens must be the largest budget, {budgets[-1]}, it is {request.max_tokens}")
    if not request.stop_token_ids:
        raise Refused("stop_token_ids must name what ends thinking and answers")
    if request.min_tokens or request.logit_bias:
        raise Refused("min_tokens and logit_bias have no meaning for a forced trajectory")
    foreign = [token for token in (*forced.wait, *forced.close_think, *forced.final_prompt) if not 0 <= token < vocabulary]
    if foreign:
        raise Refused(f"token {foreign[0]} is none of the model's {vocabulary}")
    rules = Rules(tuple(budgets), tuple(request.stop_token_ids), tuple(forced.wait), forced.wait_counts,
                  tuple(forced.close_think), tuple(forced.final_prompt), forced.answer_tokens)
    return Work(Ask(tuple(request.prompt), request.seed), name, tuple(sorted(settings.items())), rules, sampling_of(request))
