"""Recomputes measurements.csv of a data set: python recompute.py data/paper out.csv

Shares no code with the pipeline: Python, pyarrow and numpy, other algorithms
where there is a choice. Reads what the manifest vouches for and nothing else.
"""
import csv
import hashlib
import json
import os
import re
import sys

import numpy as np
import pyarrow as pa

DRAWS, SEED = 2000, 0x5EED1E55
QUANTILES = 49, 1950  # order statistics (B + 1) * 0.025 and (B + 1) * 0.975, from 0
FLAT = 1e-12  # variance under which problems count as alike
COLUMNS = (
    "benchmark model weight_bits kv kv_size budget group problems samples accuracy lower upper rerun_error"
    " missing_share weight_bytes kv_bytes total_bytes latency_seconds requests_per_second"
).split()


# ---- reading ------------------------------------------------------------------
class Folder:
    """A data set: bytes its manifest vouches for."""

    def __init__(self, path):
        self.path = path
        with open(os.path.join(path, "manifest.json"), encoding="utf-8") as file:
            self.entries = {entry["path"]: entry for entry in json.load(file)["files"]}

    def bytes(self, name):
        entry = self.entries[name]
        with open(os.path.join(self.path, name), "rb") as file:
            data = file.read()
        if len(data) != entry["bytes"] or hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise SystemExit(f"Cannot use {name}: it is not the sealed file")
        return data

    def json(self, name):
        return json.loads(self.bytes(name))

    def table(self, name):
        table = pa.ipc.open_file(pa.py_buffer(self.bytes(name))).read_all()
        if table.num_rows != self.entries[name]["rows"]:
            raise SystemExit(f"Cannot use {name}: it has {table.num_rows} rows")
        return table


def reader(benchmark):
    """What an answer text says, or None."""
    pattern = re.compile(ends_only_at_the_end(benchmark["grammar"]))

    def read(text):
        found = pattern.match(text[:256])
        if found is None or found[1] is None:
            return None
        return found[1].upper() if benchmark["answer"] == "letter" else found[1].lstrip("0") or "0"

    return read


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


def graded(table, problems, read, samples, budgets):
    """Class of every answer, (problems, samples, budgets): 0 right, above 0 wrong ones, -1 missing."""
    ids = {problem["id"]: i for i, problem in enumerate(problems)}
    problem = np.array([ids[name] for name in table["problem"].to_pylist()])
    sample = table["sample"].to_numpy().astype(int)
    column = np.searchsorted(budgets, table["budget"].to_numpy())
    cell = (problem * samples + sample) * len(budgets) + column
    cells = len(problems) * samples * len(budgets)
    if not np.array_equal(np.sort(cell), np.arange(cells)):
        raise SystemExit("Cannot use a result file: a cell is missing or doubled")
    expected = [read(each["answer"]) for each in problems]
    value, known = {}, {}
    found = np.empty(cells, int)
    for at, place, text in zip(cell, problem, table["answer"].to_pylist()):
        if text not in value:
            value[text] = None if text is None else read(text)
        said = value[text]
        if said is None:
            found[at] = -1
        elif said == expected[place]:
            found[at] = 0
        else:
            found[at] = known.setdefault(said, len(known) + 1)
    return found.reshape(len(problems), samples, len(budgets))


# ---- majority votes -------------------------------------------------------------
def patterns(classes):
    """(cells, samples) of classes -> right count, falling wrong counts, missing count of each cell."""
    out = []
    for row in classes:
        values, counts = np.unique(row, return_counts=True)
        by = dict(zip(values.tolist(), counts.tolist()))
        wrong = sorted((count for value, count in by.items() if value > 0), reverse=True)
        out.append((by.get(0, 0), tuple(wrong), by.get(-1, 0)))
    return out


def binomials(n):
    table = np.zeros((n + 1, n + 1))
    table[:, 0] = 1
    for i in range(1, n + 1):
        table[i, 1:] = table[i - 1, 1:] + table[i - 1, :-1]
    return table


def votes(found, sizes):
    """Expected majority vote of patterns (equal sample counts) by size: exact, ties uniform, missing ones abstain."""
    total = found[0][0] + sum(found[0][1]) + found[0][2]
    choose = binomials(total)
    width = max(1, max(len(wrong) for _, wrong, _ in found))
    right = np.array([pattern[0] for pattern in found])
    missing = np.array([pattern[2] for pattern in found])
    wrong = np.array([pattern[1] + (0,) * (width - len(pattern[1])) for pattern in found]).T
    rest = choose[missing].T
    top, score = max(sizes), np.zeros((len(sizes), len(found)))
    for height in range(1, min(top, int(right.max(initial=0))) + 1):
        room = top - height
        ties = room // height
        # taken[s, r]: ways to take s samples of wrong answers, r of which reach the height.
        taken = np.zeros((room + 1, ties + 1, len(found)))
        taken[0, 0] = 1
        for counts in wrong:
            before = taken.copy()
            for x in range(1, min(int(counts.max()), height, room) + 1):
                ways = choose[counts, x]
                if x < height:
                    taken[x:] += before[:room + 1 - x] * ways
                else:
                    taken[x:, 1:] += before[:room + 1 - x, :-1] * ways
        shared = (taken / np.arange(1, ties + 2)[:, None]).sum(1)
        for g, size in enumerate(sizes):
            spare = size - height
            if spare >= 0:
                score[g] += (shared[:spare + 1] * rest[spare::-1]).sum(0) * choose[right, height]
    return score / choose[total, list(sizes)][:, None]


def in_blocks(found, sizes, block=512):
    return np.concatenate([votes(found[i:i + block], sizes) for i in range(0, len(found), block)], axis=1)


def jackknife(found, sizes):
    """Squared rerun error of each pattern by size, from leaving out one sample at a time."""
    total = found[0][0] + sum(found[0][1]) + found[0][2]
    less, owner, weight = [], [], []
    for at, (right, wrong, missing) in enumerate(found):
        options = [(right, (right - 1, wrong, missing)), (missing, (right, wrong, missing - 1))]
        for i, count in enumerate(wrong):
            options.append((count, (right, wrong[:i] + (count - 1,) + wrong[i + 1:], missing)))
        for count, pattern in options:
            if count > 0:
                less.append(pattern)
                owner.append(at)
                weight.append(count)
    # Leaving out is a function of the pattern: each is solved once.
    distinct = sorted(set(less))
    place = {pattern: i for i, pattern in enumerate(distinct)}
    value = in_blocks(distinct, sizes)[:, [place[pattern] for pattern in less]]
    owner, weight = np.array(owner), np.array(weight)
    mean = np.stack([np.bincount(owner, weight * row, len(found)) for row in value]) / total
    spread = (value - mean[:, owner]) ** 2
    return np.stack([np.bincount(owner, weight * row, len(found)) for row in spread]) * (total - 1) / total


# ---- intervals ------------------------------------------------------------------
def draw_counts(problems):
    """How often each problem is drawn, (draws, problems), from a counter-based hash."""
    h = np.arange(DRAWS * problems, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(SEED)
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    pick = (h.astype(np.uint64) * np.uint64(problems) >> np.uint64(32)).astype(int)
    pick += np.repeat(np.arange(DRAWS) * problems, problems)
    return np.bincount(pick, minlength=DRAWS * problems).reshape(DRAWS, problems).astype(float)


def wilson(p, n, z=1.959963984540054):
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return centre - half, centre + half


def interval(scores, counts):
    """Bootstrap-t over problems; Wilson where all are alike. Scores (problems,) -> mean, lower, upper."""
    n, mean = len(scores), scores.mean()
    centred = scores - mean
    if n == 1 or (centred ** 2).mean() < FLAT:
        lower, upper = wilson(min(1, max(0, mean)), n)
    else:
        shift = counts @ centred / n
        variance = counts @ centred ** 2 / n - shift ** 2
        alike = variance < FLAT
        with np.errstate(divide="ignore", invalid="ignore"):
            t = shift / np.sqrt(variance) * np.sqrt(n - 1)
            t[alike] = np.where(np.abs(shift[alike]) < 1e-9, 0, np.sign(shift[alike]) * np.inf)
        t.sort()
        error = np.sqrt((centred ** 2).sum() / (n - 1) / n)
        lower, upper = mean - t[QUANTILES[1]] * error, mean - t[QUANTILES[0]] * error
    return mean, min(1, max(0, lower)), min(1, max(0, upper))


# ---- memory and speed -------------------------------------------------------------
def weight_bytes(m, bits):
    hidden, inner, query, kv = m["hidden"], m["intermediate"], m["heads"] * m["headDim"], m["kvHeads"] * m["headDim"]
    shapes = [(hidden, query), (hidden, kv), (hidden, kv), (query, hidden), (hidden, inner), (hidden, inner), (inner, hidden)]
    copies = m["embeddingCopies"]["native" if bits == 16 else "quantized"]
    plain = 2 * (m["layers"] * 2 * (hidden + m["headDim"]) + hidden + copies * m["vocabulary"] * hidden)
    if bits == 16:
        return plain + m["layers"] * sum(2 * rows * columns for rows, columns in shapes)
    packed = sum(rows * columns * bits // 8 + -(-rows // 128) * columns * (16 + bits) / 8 + 4 * rows for rows, columns in shapes)
    return plain + m["layers"] * packed


def kv_bytes(m, kv, budget, group):
    token = 2 * 2 * m["layers"] * m["kvHeads"] * m["headDim"]
    if kv["kind"] == "hqq":
        return group * budget * token * (kv["bits"] + 16 / kv["group"]) / 16
    return group * token * min(budget, kv.get("retained", budget))


def speeds(folder, study):
    """(model, bits, kv, budget) -> seconds at batch 1, most requests a second undisturbed."""
    if "timingFrom" in study:
        folder = Folder(os.path.join(os.path.dirname(os.path.abspath(folder.path)), study["timingFrom"]))
    if "timing.arrow" not in folder.entries:
        return {}
    attempts = {}
    for row in folder.table("timing.arrow").to_pylist():
        if not row["out_of_memory"] and row["preemptions"] == 0:
            key = row["model"], row["weight_bits"], row["kv"], row["budget"]
            attempts.setdefault(key, {})[row["concurrency"]] = row
    return {
        key: (by[1]["latency_seconds"] if 1 in by else None, by[max(by)]["requests_per_second"])
        for key, by in attempts.items()
    }


# ---- the table ----------------------------------------------------------------------
def measurements(path):
    folder = Folder(path)
    study = folder.json("study.json")
    timed = speeds(folder, study)
    for benchmark in study["benchmarks"]:
        problems, read = folder.json(benchmark["file"])["problems"], reader(benchmark)
        budgets = study["budgets"]
        budgets = budgets if isinstance(budgets, list) else budgets[benchmark["name"]]
        counts = draw_counts(len(problems))
        for kv in study["kvStrategies"]:
            size = kv.get("retained", kv.get("bits"))
            name = kv["kind"] if size is None else f"{kv['kind']}-{size}"
            if name not in benchmark.get("kvStrategies", [name]):
                continue
            full = kv["kind"] == "full"
            samples = study["samples"]["full" if full else "compressed"]
            groups = benchmark.get("groups", study["groups"]) if full else [1]
            for model in study["models"]:
                for bits in study["weightBits"]:
                    file = f"{benchmark['name']}/{model['name']}-w{bits}-{name}.arrow"
                    if file not in folder.entries:
                        print(f"left out: {file}", file=sys.stderr)
                        continue
                    classes = graded(folder.table(file), problems, read, samples, np.array(budgets))
                    for b, budget in enumerate(budgets):
                        found = patterns(classes[:, :, b])
                        scores = in_blocks(found, groups)
                        errors = np.sqrt(jackknife(found, [g for g in groups if g < samples]).sum(1)) / len(problems)
                        for g, group in enumerate(groups):
                            mean, lower, upper = interval(scores[g], counts)
                            weights, cache = weight_bytes(model, bits), kv_bytes(model, kv, budget, group)
                            seconds, requests = timed.get((model["name"], bits, name, budget), (None, None))
                            yield [
                                benchmark["name"], model["name"], bits, kv["kind"], size, budget, group,
                                len(problems), samples, mean, lower, upper,
                                errors[g] if group < samples else None,
                                (classes[:, :, b] < 0).mean(), weights, cache, weights + cache,
                                seconds if group == 1 else None, requests if group == 1 else None,
                            ]


def shown(value):
    if value is None:
        return ""
    return repr(float(value)) if isinstance(value, float) else str(value)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    with open(sys.argv[2], "w", newline="", encoding="utf-8") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(COLUMNS)
        for row in measurements(sys.argv[1].rstrip("/")):
            table.writerow([shown(value) for value in row])
