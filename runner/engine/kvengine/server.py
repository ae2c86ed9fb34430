"""The engine behind the part of vLLM's HTTP interface that the runner uses."""

import asyncio

import torch
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel, ConfigDict, StrictBool, ValidationError

from . import VERSION
from .complete import complete
from .model import Pieces
from .request import Completion, Refused, expect_served, sampling_of, work_of


class Text(BaseModel):
    model_config = ConfigDict(extra="forbid")

    model: str
    prompt: str
    add_special_tokens: StrictBool = False


def app_of(name, model, tokenizer, desk):
    """The application that serves one model under a name."""
    app = FastAPI(title="kvengine", version=VERSION, docs_url=None, redoc_url=None, openapi_url=None)
    vocabulary = model.shape.vocabulary
    plain = Pieces(model, compiled=False)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError):
        return refused(problems(error))

    @app.get("/health")
    async def _health():
        return Response()

    @app.get("/version")
    async def _version():
        return {"version": VERSION, "engine": "kvengine"}

    @app.get("/v1/models")
    async def _models():
        return {"object": "list", "data": [{"id": name, "object": "model", "max_model_len": desk.room}]}

    @app.get("/metrics")
    async def _metrics():
        return PlainTextResponse(metrics(name, model, desk))

    @app.post("/tokenize")
    async def _tokenize(text: Text):
        if text.model != name:
            return refused(f"this engine serves {name}, not {text.model}")
        ids = tokenizer.encode(text.prompt, add_special_tokens=text.add_special_tokens)
        return {"count": len(ids), "max_model_len": desk.room, "tokens": ids}

    @app.post("/v1/completions")
    async def _complete(request: Completion):
        try:
            expect_served(request, name, vocabulary)
            if request.vllm_xargs is not None:
                work = work_of(request, vocabulary)
                expect_room(len(request.prompt) + work.rules.largest + len(work.rules.script) + work.rules.answer_tokens)
                trajectory = await asyncio.wrap_future(desk.submit(work))
                return forced_reply(name, work, trajectory, tokenizer)
            expect_room(len(request.prompt) + request.max_tokens)
            sampling = sampling_of(request)
            segment = await asyncio.wrap_future(desk.submit(lambda: complete(plain, request, sampling)))
            return reply(name, request.prompt, segment, text_of(segment, tokenizer))
        except ValidationError as error:
            return refused(problems(error))
        except ValueError as error:
            return refused(str(error))
        except torch.OutOfMemoryError as error:
            return refused(f"out of memory: {error}", 500)

    def expect_room(tokens):
        if tokens > desk.room:
            raise Refused(f"{tokens} tokens do not fit into a context of {desk.room}")

    return app


def problems(error):
    return "; ".join(f"{'.'.join(map(str, each['loc'][-2:]))}: {each['msg']}" for each in error.errors())


def refused(message, status=400):
    """As vLLM words it."""
    kind = "BadRequestError" if status == 400 else "InternalServerError"
    return JSONResponse({"error": {"message": message, "type": kind, "param": None, "code": status}}, status)


def text_of(segment, tokenizer):
    ids = segment.ids[:-1] if segment.stop else segment.ids
    return tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False)


def reply(name, prompt, segment, text):
    return {
        "object": "text_completion",
        "model": name,
        "choices": [{
            "index": 0,
            "text": text,
            "finish_reason": "stop" if segment.stop else "length",
            "stop_reason": segment.ids[-1] if segment.stop else None,
            "token_ids": segment.ids,
            "prompt_token_ids": list(prompt),
        }],
    }


def forced_reply(name, work, trajectory, tokenizer):
    """
    The thinking part as the choice; beside it what each reply would have been, had the forcing been done by asking
    again, the answers, the settings applied and what the strategy did.
    """
    rules = work.rules
    return {
        "object": "text_completion",
        "model": name,
        "choices": [{
            "index": 0,
            "text": "",
            "finish_reason": "length",
            "stop_reason": None,
            "token_ids": trajectory.ids,
            "prompt_token_ids": list(work.ask.prompt),
        }],
        "forced": {
            "segments": [{"ids": each.ids, "stop": each.stop} for each in trajectory.segments],
            "answers": [
                {"budget": each.budget, "ids": each.segment.ids, "stop": each.segment.stop,
                 "text": text_of(each.segment, tokenizer)}
                for each in trajectory.answers
            ],
        },
        "applied": {
            "kv_strategy": work.strategy, **dict(work.settings),
            "budgets": rules.budgets, "stop": rules.stop, "wait": rules.wait, "wait_counts": rules.wait_counts,
            "close_think": rules.close_think, "final_prompt": rules.final_prompt, "answer_tokens": rules.answer_tokens,
            "temperature": work.sampling.temperature, "top_p": work.sampling.top_p, "top_k": work.sampling.top_k,
            "seed": work.ask.seed,
        },
        "counters": trajectory.counters,
    }


def metrics(name, model, desk):
    """Prometheus text under vLLM's names, as far as they have a meaning here."""
    label = f'{{model_name="{name}"}}'
    dtype = str(model.dtype).removeprefix("torch.")
    return "\n".join([
        f"vllm:num_requests_running{label} {desk.running}",
        # Requests wait for the next batch by design: a runner need not send fewer.
        f"vllm:num_requests_waiting{label} 0",
        f"kvengine:num_requests_queued{label} {len(desk.waiting)}",
        f"vllm:prompt_tokens_total{label} {desk.tokens['prompt']}",
        f"vllm:generation_tokens_total{label} {desk.tokens['generation']}",
        f"vllm:num_preemptions_total{label} 0",
        f"kvengine:compactions_total{label} {desk.compactions}",
        f'vllm:cache_config_info{{dtype="{dtype}",device="{model.device.type}",torch="{torch.__version__}",'
        f'most_rows="{desk.engine.most_rows}"}} 1',
    ]) + "\n"
