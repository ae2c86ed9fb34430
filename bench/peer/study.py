"""What both Python pipelines know of a data set: its study, its sealed bytes, memory, speed, grammar.

Imports nothing outside the standard library, so that it costs nothing to load.
"""
import hashlib
import json
import os
import re

DRAWS, DRAW_SEED = 2000, 0x5EED1E55
QUANTILES = (49, 1950)  # order statistics (B + 1) * 0.025 and (B + 1) * 0.975, zero-based
ZERO_VARIANCE = 1e-12
BATCHES = (1, 4, 16)
COLUMNS = (
    "benchmark model weight_bits kv kv_size budget group problems samples accuracy lower upper rerun_error"
    " missing_share weight_bytes kv_bytes total_bytes latency_seconds requests_per_second"
).split()


class Invalid(Exception):
    pass


class Sealed:
    """Bytes of a data set that its manifest vouches for."""

    def __init__(self, path):
        self.path = path
        with open(os.path.join(path, "manifest.json"), encoding="utf-8") as file:
            self.entries = {entry["path"]: entry for entry in json.load(file)["files"]}

    def bytes(self, name):
        entry = self.entries[name]
        with open(os.path.join(self.path, name), "rb") as file:
            data = file.read()
        if len(data) != entry["bytes"] or hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise Invalid(f"{name}: not the sealed bytes")
        return data

    def json(self, name):
        return json.loads(self.bytes(name))


class Grid:
    """A study, read: every run in the order of the pipeline, and what a scenario costs."""

    def __init__(self, folder):
        self.folder = folder
        self.study = study = folder.json("study.json")
        self.models = {model["name"]: model for model in study["models"]}
        self.bits = study["weightBits"]
        self.kvs = {kv_name(kv): kv for kv in study["kvStrategies"]}
        self.benchmarks = {b["name"]: b for b in study["benchmarks"]}
        self.problems = {name: folder.json(b["file"])["problems"] for name, b in self.benchmarks.items()}

    def budgets(self, benchmark):
        budgets = self.study["budgets"]
        return budgets if isinstance(budgets, list) else budgets[benchmark]

    def groups(self, benchmark, kv):
        if kv != "full":
            return [1]
        return self.benchmarks[benchmark].get("groups", self.study["groups"])

    def samples(self, kv):
        return self.study["samples"]["full" if kv == "full" else "compressed"]

    def runs(self):
        """(benchmark, model, bits, kv), in the order in which measurements are written."""
        return [
            (benchmark, model, bits, kv)
            for benchmark, its in self.benchmarks.items()
            for kv in self.kvs
            if kv in its.get("kvStrategies", [kv])
            for model in self.models
            for bits in self.bits
        ]

    def floor(self, benchmark):
        return self.study["claims"].get("frontierFloor", {}).get(benchmark, 0)

    def weight_bytes(self, model, bits):
        m = self.models[model]
        hidden, inner, kv = m["hidden"], m["intermediate"], m["kvHeads"] * m["headDim"]
        query = m["heads"] * m["headDim"]
        shapes = ((hidden, query), (hidden, kv), (hidden, kv), (query, hidden), (hidden, inner), (hidden, inner), (inner, hidden))
        copies = m["embeddingCopies"]["native" if bits == 16 else "quantized"]
        plain = 2 * (m["layers"] * 2 * (hidden + m["headDim"]) + hidden + copies * m["vocabulary"] * hidden)
        if bits == 16:
            return plain + m["layers"] * sum(2 * rows * columns for rows, columns in shapes)
        packed = sum(r * c * bits // 8 + -(-r // 128) * c * (16 + bits) // 8 + 4 * r for r, c in shapes)
        return plain + m["layers"] * packed

    def kv_bytes(self, model, kv, budget):
        m, strategy = self.models[model], self.kvs[kv]
        token = 2 * 2 * m["layers"] * m["kvHeads"] * m["headDim"]
        if strategy["kind"] == "hqq":  # (bits + 16 / group) / 16 of 16 bits: whole bytes on these grids
            share = strategy["bits"] * strategy["group"] + 16
            return budget * token * share // (16 * strategy["group"])
        return token * min(budget, strategy.get("retained", budget))

    def speeds(self, table):
        """(model, bits, kv, budget) -> seconds at batch 1, most requests a second undisturbed; from the rows of timing.arrow."""
        attempts = {}
        for model, bits, kv, budget, batch, seconds, requests, preempted, failed in zip(*(table[c] for c in (
                "model", "weight_bits", "kv", "budget", "concurrency", "latency_seconds",
                "requests_per_second", "preemptions", "out_of_memory"))):
            if not failed and preempted == 0:
                attempts.setdefault((model, bits, kv, budget), {})[batch] = seconds, requests
        return {key: (by[1][0] if 1 in by else None, by[max(by)][1]) for key, by in attempts.items()}


def kv_name(kv):
    size = kv_size(kv)
    return kv["kind"] if size is None else f"{kv['kind']}-{size}"


def kv_size(kv):
    return kv.get("retained", kv.get("bits"))


def parser(benchmark):
    """Answer text -> a number of its class, -1 where the grammar reads none."""
    match = re.compile(ends_only_at_the_end(benchmark["grammar"])).match
    if benchmark["answer"] == "letter":
        def parse(text):
            found = match(text[:256])
            return -1 if found is None or found[1] is None else (ord(found[1]) | 32) - 97
    else:
        def parse(text):
            found = match(text[:256])
            return -1 if found is None or found[1] is None else int(found[1])
    return parse


def ends_only_at_the_end(grammar):
    """The study's grammar for Python, whose $ also stands before a last line break."""
    out, inside, escaped = [], False, False
    for char in grammar:
        if char == "$" and not inside and not escaped:
            char = r"\Z"
        elif not escaped:
            inside = char == "[" or (inside and char != "]")
        escaped = char == "\\" and not escaped
        out.append(char)
    return "".join(out)
