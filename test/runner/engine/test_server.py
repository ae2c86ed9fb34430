"""The engine as a process, asked over HTTP as the runner asks it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import ROOT, weights

from kvengine.batch import Ask
from kvengine.forcing import Rules
from kvengine.sampling import Sampling


@pytest.fixture(scope="module")
def url():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "runner/engine"), "HF_HUB_OFFLINE": "1"}
    server = subprocess.Popen([sys.executable, "-m", "kvengine", str(weights("nano-s")), "--port", str(port)], env=env)
    address = f"http://127.0.0.1:{port}"
    try:
        while server.poll() is None:
            try:
                urllib.request.urlopen(f"{address}/health").close()
                break
            except OSError:
                time.sleep(0.3)
        assert server.poll() is None
        yield address
    finally:
        server.terminate()
        server.wait()


def asked(url, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def plain(nano, **changed):
    return {"model": "nano-s", "prompt": list(nano.prompts[0]), "max_tokens": 8, "seed": 7, "temperature": 1, "top_p": 1,
            "top_k": 0, "ignore_eos": True, "stop_token_ids": list(nano.rules.stop), **changed}


def forced(nano, ask, strategy, settings, **changed):
    rules = nano.rules
    xargs = {"kv_strategy": strategy, **settings, "budgets": list(rules.budgets), "wait": list(rules.wait),
             "wait_counts": rules.wait_counts, "close_think": list(rules.close_think),
             "final_prompt": list(rules.final_prompt), "answer_tokens": rules.answer_tokens}
    return plain(nano, prompt=list(ask.prompt), seed=ask.seed, max_tokens=rules.largest, vllm_xargs={**xargs, **changed})


def test_it_says_what_it_is(url):
    assert json.loads(asked(url, "/version")[1])["version"]
    [model] = json.loads(asked(url, "/v1/models")[1])["data"]
    assert (model["id"], model["max_model_len"]) == ("nano-s", 512)
    status, metrics = asked(url, "/metrics")
    assert status == 200 and 'vllm:num_requests_running{model_name="nano-s"} 0' in metrics
    assert 'vllm:cache_config_info{dtype="float32",device="cpu"' in metrics


def test_it_tokenizes_as_the_checkpoint_does(url, nano_s):
    text = "763a*071?</think>\n**Final Answer**\n\\boxed{"
    status, reply = asked(url, "/tokenize", {"model": "nano-s", "prompt": text, "add_special_tokens": False})
    assert status == 200 and json.loads(reply)["tokens"] == list(nano_s.ids(text))


def test_what_the_runners_probe_asks(url, nano_s):
    def said(**changed):
        status, reply = asked(url, "/v1/completions", plain(nano_s, **changed))
        assert status == 200, reply
        return json.loads(reply)["choices"][0]

    first = said(stop_token_ids=[])
    assert len(first["token_ids"]) == 8 and first["finish_reason"] == "length"
    assert first["prompt_token_ids"] == list(nano_s.prompts[0])
    assert said(stop_token_ids=[]) == first
    # The first tokens are copied from the prompt; then chance has a say.
    assert said(stop_token_ids=[], seed=8, max_tokens=60) != said(stop_token_ids=[], max_tokens=60)
    stop = nano_s.rules.stop[0]
    stopped = said(logit_bias={str(stop): 100})
    assert (stopped["token_ids"], stopped["finish_reason"], stopped["stop_reason"]) == ([stop], "stop", stop)
    assert stopped["text"] == ""
    later = said(logit_bias={str(stop): 100}, min_tokens=8)
    assert len(later["token_ids"]) == 8 and stop not in later["token_ids"]


def test_trajectories_asked_side_by_side_are_those_of_the_engine(url, nano_s):
    settings = {"retained": 64, "interval": 32}
    expected = nano_s.run("streaming", settings, Sampling(1.0))
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda ask: asked(url, "/v1/completions", forced(nano_s, ask, "streaming", settings)), nano_s.asks))
    for (status, text), ask, each in zip(replies, nano_s.asks, expected):
        reply = json.loads(text)
        assert status == 200, text
        assert reply["choices"][0]["token_ids"] == each.ids
        assert [(found["budget"], found["ids"]) for found in reply["forced"]["answers"]] == [
            (answer.budget, answer.segment.ids) for answer in each.answers]
        assert reply["applied"] | {"seed": ask.seed, "kv_strategy": "streaming", **settings} == reply["applied"]
        assert reply["counters"]["compactions"] == each.counters["compactions"] > 0


def test_a_setting_left_out_is_the_papers_and_said(url, nano_s):
    reply = json.loads(asked(url, "/v1/completions", forced(nano_s, nano_s.asks[0], "rkv", {"retained": 64, "interval": 32}))[1])
    applied = reply["applied"]
    assert (applied["window"], applied["lambda"], applied["pool"], applied["similarity"]) == (8, 0.1, 7, 0.5)


@pytest.mark.parametrize("change, says", [
    ({"model": "nano-l"}, "this engine serves nano-s, not nano-l"),
    ({"logprobs": 1}, "logprobs: Extra inputs are not permitted"),
    ({"min_p": 0.1}, "min_p must be 0, the engine cannot do otherwise"),
    ({"n": 2}, "n must be 1"),
    ({"ignore_eos": False}, "ignore_eos must be True"),
    ({"stream": True}, "stream must be False"),
    ({"prompt": "text"}, "prompt: Input should be a valid list"),
    ({"prompt": [64]}, "token 64 is none of the model's 64"),
    ({"prompt": [1] * 510}, "518 tokens do not fit into a context of 512"),
    ({"temperature": 3}, "temperature: Input should be less than or equal to 2"),
    ({"seed": None}, "seed: Input should be a valid integer"),
])
def test_a_completion_it_cannot_serve_is_refused(url, nano_s, change, says):
    status, reply = asked(url, "/v1/completions", plain(nano_s, **change))
    assert status == 400 and says in json.loads(reply)["error"]["message"], reply


@pytest.mark.parametrize("change, says", [
    ({"kv_strategy": "snapkv"}, "kv_strategy must be one of full, rkv, streaming, hqq, hqq-hf, it is snapkv"),
    ({"kv_strategy": None}, "kv_strategy must be one of"),
    ({"retained": 0}, "retained must be a whole number from 1"),
    ({"bits": 4}, "bits: Extra inputs are not permitted"),
    ({"budgets": [48, 24]}, "budgets must rise from at least 1"),
    ({"budgets": [24]}, "max_tokens must be the largest budget, 24, it is 96"),
    ({"wait": []}, "wait: List should have at least 1 item"),
    ({"final_prompt": [70]}, "token 70 is none of the model's 64"),
])
def test_a_trajectory_it_cannot_force_is_refused(url, nano_s, change, says):
    body = forced(nano_s, Ask(nano_s.prompts[0], 1), "streaming", {"retained": 64, "interval": 32}, **change)
    status, reply = asked(url, "/v1/completions", body)
    assert status == 400 and says in json.loads(reply)["error"]["message"], reply


def test_waits_that_do_not_count_are_forced_too_as_long_as_there_is_room(url, nano_s):
    body = forced(nano_s, nano_s.asks[0], "full", {}, wait_counts=False)
    reply = json.loads(asked(url, "/v1/completions", body)[1])
    rules = nano_s.rules
    expected = nano_s.engine.generate("full", {}, Rules(
        rules.budgets, rules.stop, rules.wait, False, rules.close_think, rules.final_prompt, rules.answer_tokens,
    ), Sampling(1.0), [nano_s.asks[0]], steps=300)
    assert reply["choices"][0]["token_ids"] == expected[0].ids
    assert len(expected[0].ids) > 96
