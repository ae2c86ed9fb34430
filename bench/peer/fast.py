"""The optimised peer: python fast.py DATA_SET OUT [--no-figures] [--no-rerun-errors] [--jobs 2] [--timings FILE]

pyarrow and numpy, matplotlib for the figures. Written for the paper's grid: two
benchmarks, the second with the full cache and one sample. --jobs 2 forks one
helper at the start that imports matplotlib meanwhile and then draws half of the
figures. --no-rerun-errors leaves the column rerun_error empty.
"""
import time

BEGIN = time.perf_counter()
import gc

gc.disable()
import argparse
import json
import os
import pickle
import resource

import study as st


def options():
    cli = argparse.ArgumentParser()
    cli.add_argument("data")
    cli.add_argument("out")
    cli.add_argument("--jobs", type=int, default=1)
    cli.add_argument("--no-figures", action="store_true")
    cli.add_argument("--no-rerun-errors", action="store_true")
    cli.add_argument("--timings")
    return cli.parse_args()


class Clock:
    def __init__(self):
        self.steps, self.last = {}, BEGIN

    def lap(self, name):
        now = time.perf_counter()
        self.steps[name] = now - self.last
        self.last = now


# ---- 1 read -----------------------------------------------------------------
def record_batch(data, rows, name):
    reader = pa.ipc.open_file(pa.py_buffer(data), options=pa.ipc.IpcReadOptions(use_threads=False))  # faster than threads at this size
    if reader.num_record_batches == 1:
        batch = reader.get_batch(0)
    else:
        batch = reader.read_all().unify_dictionaries().combine_chunks().to_batches()[0]
    if batch.num_rows != rows:
        raise st.Invalid(f"{name}: {batch.num_rows} rows instead of {rows}")
    return reader.schema.metadata, batch


def read(folder, grid):
    """Sealed files of all runs, by (benchmark, model, bits, kv); refuses a wrong digest, length, row count or origin."""
    runs = {}
    for benchmark, model, bits, kv in grid.runs():
        name = f"{benchmark}/{model}-w{bits}-{kv}.arrow"
        metadata, batch = record_batch(folder.bytes(name), folder.entries[name]["rows"], name)
        said = json.loads(metadata[b"run"])
        if (said["benchmark"], said["model"], said["weightBits"], st.kv_name(said["kv"])) != (benchmark, model, bits, kv):
            raise st.Invalid(f"{name}: it is of another run")
        runs[benchmark, model, bits, kv] = batch, name
    sealed = {name for name in folder.entries if name.endswith(".arrow") and "/" in name}
    if sealed != {name for _, name in runs.values()}:
        raise st.Invalid("runs outside the study")
    return runs


def read_speeds(folder, grid):
    batch = record_batch(folder.bytes("timing.arrow"), folder.entries["timing.arrow"]["rows"], "timing.arrow")[1]
    return grid.speeds({name: batch.column(i).to_pylist() for i, name in enumerate(batch.schema.names)})


def shaped(runs, grid):
    """Runs of one shape together: serial and voting, the other benchmark's, compressed."""
    first, second = grid.benchmarks
    of = lambda benchmark, wanted: [(key, *runs[key]) for key in grid.runs() if key[0] == benchmark and wanted(key[3])]
    return {
        "voting": of(first, lambda kv: kv == "full"),
        "second": of(second, lambda kv: kv == "full"),
        "kv": of(first, lambda kv: kv != "full"),
    }


# ---- 2 validate, 3 grade ------------------------------------------------------
def plain(array, dtype):
    return np.frombuffer(array.buffers()[1], dtype, len(array), array.offset * np.dtype(dtype).itemsize)


def present(array):
    """Validity without pyarrow.compute, whose first call imports pandas where installed."""
    if not array.null_count:
        return np.ones(len(array), bool)
    bits = np.frombuffer(array.buffers()[0], np.uint8)
    return np.unpackbits(bits, count=array.offset + len(array), bitorder="little")[array.offset:].view(bool)


def cells(group, grid):
    """Cell number of every row, all runs of a shape at once; each cell exactly once; None where rows stand in order."""
    (benchmark, _, _, kv), _, _ = group[0]
    problems, samples = grid.problems[benchmark], grid.samples(kv)
    budgets = np.array(grid.budgets(benchmark), np.int32)
    place = {problem["id"]: i for i, problem in enumerate(problems)}
    n = len(problems) * samples * len(budgets)
    problem = np.concatenate([
        np.array([place.get(name, -1) for name in b.column(0).dictionary.to_pylist()], np.int32)
        [plain(b.column(0).indices, np.int32)] for _, b, _ in group])
    sample = np.concatenate([plain(b.column(1), np.uint8) for _, b, _ in group])
    budget = np.concatenate([plain(b.column(2), np.int32) for _, b, _ in group])
    sizes = [b.num_rows for _, b, _ in group]
    nulls = sum(b.column(c).null_count for _, b, _ in group for c in (0, 1, 2, 4, 6, 7))
    if not nulls and sizes == [n] * len(group):
        shape = (len(group), len(problems), samples, len(budgets))
        if ((budget.reshape(shape) == budgets).all()
                and (sample.reshape(shape) == np.arange(samples, dtype=np.uint8)[:, None]).all()
                and (problem.reshape(shape) == np.arange(len(problems), dtype=np.int32)[:, None, None]).all()):
            return None
    if nulls or problem.min() < 0 or sample.max() >= samples:
        raise st.Invalid("null, unknown problem or sample out of range")
    step = np.minimum(np.searchsorted(budgets, budget), len(budgets) - 1)
    if not np.array_equal(budgets[step], budget):
        raise st.Invalid("budget outside the study")
    if sizes != [n] * len(group):
        raise st.Invalid(f"incomplete or doubled cells: {[f for (_, b, f) in group if b.num_rows != n]}")
    key = (problem * samples + sample) * len(budgets) + step
    key += np.repeat(np.arange(len(group), dtype=np.int32) * n, n)
    if not (np.bincount(key, minlength=len(key)) == 1).all():
        raise st.Invalid("doubled and missing cells")
    return key


def arranged(rows, key, shape):
    if key is not None:
        out = np.empty_like(rows)
        out[key] = rows
        rows = out
    return rows.reshape(shape)


def grade(group, parse, cache):
    """Class of every row's answer; -1 without one. Each distinct text is parsed once."""
    parts = []
    for _, batch, _ in group:
        column = batch.column(3)
        codes = []
        for text in column.dictionary.to_pylist():
            value = cache.get(text)
            if value is None:
                value = cache[text] = parse(text)
            codes.append(value)
        codes.append(-1)
        indices = plain(column.indices, np.int32)
        if column.null_count:
            indices = np.where(present(column), indices, len(codes) - 1)
        parts.append(np.array(codes, np.int16)[indices])
    return np.concatenate(parts)


# ---- 4 aggregate --------------------------------------------------------------
def binomials(n):
    table = np.zeros((n + 1, n + 1))
    table[:, 0] = 1
    for i in range(1, n + 1):
        table[i, 1:] = table[i - 1, 1:] + table[i - 1, :-1]
    return table


def classes(values, expected):
    """values (cells, N) -> right count, padded wrong counts in falling order, missing count."""
    rows, n = values.shape
    ordered = np.sort(values, axis=1)
    fresh = np.ones((rows, n), bool)
    fresh[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    start = np.flatnonzero(fresh)
    length = np.diff(start, append=rows * n)
    cell, value = start // n, ordered.reshape(-1)[start]
    right, missing = np.zeros(rows, np.uint8), np.zeros(rows, np.uint8)
    hit = value == expected[cell]
    right[cell[hit]] = length[hit]
    none = value < 0
    missing[cell[none]] = length[none]
    wrong = ~(hit | none)
    order = np.sort(cell[wrong] * 64 + (63 - length[wrong]))
    cell, length = order >> 6, 63 - (order & 63)
    per_cell = np.bincount(cell, minlength=rows)
    rank = np.arange(len(cell)) - np.repeat(np.cumsum(per_cell) - per_cell, per_cell)
    table = np.zeros((rows, max(1, per_cell.max(initial=0))), np.uint8)
    table[cell, rank] = length
    return right, table, missing


def majority_numpy(right, wrong, missing, total, sizes):
    """Exact expected majority@G (abstain, uniform ties), all cells at once."""
    choose = binomials(max(total, max(sizes)))
    top, count = max(sizes), len(right)
    out = np.zeros((len(sizes), count))
    active = (wrong > 0).sum(1)
    order = np.argsort(-active, kind="stable")
    right, wrong, missing, active = right[order], wrong[order].T.copy(), missing[order], active[order]
    score = np.zeros((len(sizes), count))
    for low in range(0, count, 512):
        span = slice(low, min(count, low + 512))
        r, w, u = right[span], wrong[:, span], missing[span]
        width = [int((row > 0).sum()) for row in w]
        rest = choose[u].T.copy()  # rest[x] = C(u, x)
        for j in range(1, min(top, int(r.max(initial=0))) + 1):
            room = top - j
            if j == 1:  # every counted wrong vote ties: r equals s
                flat = np.zeros((room + 1, len(r)))
                flat[0] = 1
                for i, k in enumerate(width):
                    if not k:
                        break
                    c = w[i, :k].astype(float)
                    limit = min(room, i + 1)
                    flat[1:limit + 1, :k] += flat[:limit, :k] * c
                ways = flat / np.arange(1, room + 2)[:, None]
            else:
                ties = room // j
                state = np.zeros((room + 1, ties + 1, len(r)))
                state[0, 0] = 1
                for i, k in enumerate(width):
                    if not k:
                        break
                    c = w[i, :k]
                    most = int(c[:].max())
                    old = state[:, :, :k].copy()
                    new = state[:, :, :k]
                    for x in range(1, min(most, j, room) + 1):
                        factor = choose[c, x]
                        if x < j:
                            new[x:] += old[:room + 1 - x] * factor
                        else:
                            new[x:, 1:] += old[:room + 1 - x, :-1] * factor
                ways = (state / np.arange(1, ties + 2)[:, None]).sum(1)
            wins = choose[r, j]
            for g, size in enumerate(sizes):
                spare = size - j
                if spare >= 0:
                    sub = np.einsum("sk,sk->k", ways[:spare + 1], rest[spare::-1][:spare + 1])
                    score[g, span] += sub * wins
    out[:, order] = score / choose[total, list(sizes)][:, None]
    return out


def distinct(right, wrong, missing):
    """Vote patterns, each once, and where each row finds its own."""
    rows = np.ascontiguousarray(np.column_stack([right, missing, wrong]))
    _, first, back = np.unique(rows.view(f"V{rows.shape[1]}").ravel(), return_index=True, return_inverse=True)
    return (right[first], wrong[first], missing[first]), back


def rerun_variances(right, wrong, missing, total, sizes):
    """Jackknife over samples: (N - 1) / N times the squared departures of the leave-one-out votes, by size and pattern."""
    every = np.arange(len(right))
    owner, weight, parts = [], [], []

    def without(rows, weights, r, w, u):
        owner.append(rows)
        weight.append(weights)
        parts.append((r, w, u))

    has = every[right > 0]
    without(has, right[has], right[has] - 1, wrong[has], missing[has])
    has = every[missing > 0]
    without(has, missing[has], right[has], wrong[has], missing[has] - 1)
    alike = np.zeros(len(right), int)
    for i in range(wrong.shape[1]):
        alike = np.where(wrong[:, i] == wrong[:, i - 1], alike + 1, 1) if i else np.ones(len(right), int)
        last = wrong[:, i] > (wrong[:, i + 1] if i + 1 < wrong.shape[1] else 0)
        has = every[last]
        if not len(has):
            continue
        less = wrong[has]
        less[:, i] -= 1  # the last of equal counts, so that they still fall
        without(has, wrong[has, i] * alike[has], right[has], less, missing[has])
    owner, weight = np.concatenate(owner), np.concatenate(weight).astype(float)
    patterns, back = distinct(*(np.concatenate(part) for part in zip(*parts)))
    value = majority_numpy(*patterns, total - 1, sizes)[:, back]
    out = np.empty((len(sizes), len(right)))
    for g, row in enumerate(value):
        mean = np.bincount(owner, weight * row, len(right)) / total
        out[g] = np.bincount(owner, weight * (row - mean[owner]) ** 2, len(right))
    return out * ((total - 1) / total)


def draws(problems):
    """Shared problem draws as counts (B, problems), from a counter-based hash."""
    h = np.arange(st.DRAWS * problems, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(st.DRAW_SEED)
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    pick = (h.astype(np.uint64) * np.uint64(problems) >> np.uint64(32)).astype(np.int64)
    pick += np.repeat(np.arange(st.DRAWS) * problems, problems)
    return np.bincount(pick, minlength=st.DRAWS * problems).reshape(st.DRAWS, problems).astype(float)


def wilson(p, n, z=1.959963984540054):
    centre, half = (p + z * z / (2 * n)) / (1 + z * z / n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return centre - half, centre + half


def intervals(scores):
    """scores (scenarios, problems) -> mean, low, high of the bootstrap-t over problems."""
    k, n = scores.shape
    weights = np.ascontiguousarray(draws(n).T / n)
    mean = scores.mean(1)
    centred = scores - mean[:, None]
    squared = centred * centred
    error = np.sqrt(squared.sum(1) / (n - 1) / n)
    low, high = np.empty(k), np.empty(k)
    block = 64
    shift, spread = np.empty((block, st.DRAWS)), np.empty((block, st.DRAWS))
    a, b = st.QUANTILES
    with np.errstate(divide="ignore", invalid="ignore"):
        for i in range(0, k, block):
            m = min(block, k - i)
            d, v = shift[:m], spread[:m]
            np.matmul(centred[i:i + m], weights, out=d)
            np.matmul(squared[i:i + m], weights, out=v)
            v -= d * d
            flat = v < st.ZERO_VARIANCE
            np.sqrt(v, out=v)
            d /= v
            d *= np.sqrt(n - 1.0)
            if flat.any():
                where = np.nonzero(flat)
                moved = centred[i:i + m] @ weights
                d[where] = np.where(np.abs(moved[where]) < 1e-9, 0, np.sign(moved[where]) * np.inf)
            d.partition(a, axis=1)  # one order statistic at a time: several at once miss the SIMD path
            d[:, a + 1:].partition(b - a - 1, axis=1)
            low[i:i + m], high[i:i + m] = d[:, b], d[:, a]
        low, high = mean - low * error, mean - high * error
    alike = squared.sum(1) / n < st.ZERO_VARIANCE
    if alike.any():
        low[alike], high[alike] = wilson(np.clip(mean[alike], 0, 1), n)
    return mean, np.clip(low, 0, 1), np.clip(high, 0, 1)


def aggregate(data, grid, lap, with_rerun_errors):
    """Accuracy, interval, rerun error and missing share of every scenario, those of a shape together."""
    right = {g: (d["value"] == d["expected"][:, None, None]).sum(2, dtype=np.int32) for g, d in data.items()}
    samples = {g: d["value"].shape[2] for g, d in data.items()}
    problems = {g: d["value"].shape[1] for g, d in data.items()}
    score = {g: (right[g] / samples[g]).transpose(0, 2, 1).reshape(-1, problems[g]) for g in data}
    # Counts divided once: equal shares are equal numbers.
    share = {g: (right[g].sum(1) / (samples[g] * problems[g])).reshape(-1) for g in data}
    missing = {g: ((d["value"] < 0).sum((1, 2)) / (samples[g] * problems[g])).reshape(-1) for g, d in data.items()}
    error = {g: np.sqrt((score[g] * (1 - score[g]) / (samples[g] - 1)).sum(1)) / problems[g] for g in data}
    lap("4a pass@1")
    a = data["voting"]
    f, p, s, b = a["value"].shape
    sizes = tuple(grid.study["groups"][1:])
    votes = a["value"].transpose(0, 3, 1, 2).reshape(-1, s)
    patterns, back = distinct(*classes(votes, np.tile(a["expected"], f * b)))
    many = majority_numpy(*patterns, s, sizes)[:, back].reshape(len(sizes), f * b, p)
    lap("4b majority@G")
    many_errors = np.full((len(sizes), f * b), np.nan)
    if with_rerun_errors:
        many_errors = np.sqrt(rerun_variances(*patterns, s, sizes)[:, back].reshape(len(sizes), f * b, p).sum(2)) / p
    lap("4c rerun errors")
    mean, low, high = intervals(np.concatenate([score["voting"], score["kv"], *many]))
    _, second_low, second_high = intervals(score["second"])
    lap("4d bootstrap-t")
    n, k = f * b, len(share["kv"])
    # serial, the second benchmark's, compressed, voting by group
    woven = lambda x, y: np.concatenate([x[:n], y, x[n:]])
    mean[:n + k] = np.concatenate([share["voting"], share["kv"]])
    return (
        woven(mean, share["second"]), woven(low, second_low), woven(high, second_high),
        np.concatenate([error["voting"], error["second"], error["kv"], many_errors.reshape(-1)]),
        np.concatenate([missing["voting"], missing["second"], missing["kv"], np.tile(missing["voting"], len(sizes))]),
    )


def scenarios(grid):
    """(benchmark, model, bits, kv, budget, group), in the order of `aggregate`."""
    first, second = grid.benchmarks
    of = lambda benchmark, wanted: [
        (*run, budget) for run in grid.runs() if run[0] == benchmark and wanted(run[3]) for budget in grid.budgets(benchmark)]
    serial = of(first, lambda kv: kv == "full")
    rows = [(*row, 1) for row in serial + of(second, lambda kv: kv == "full") + of(first, lambda kv: kv != "full")]
    return rows + [(*row, group) for group in grid.study["groups"][1:] for row in serial]


# ---- 5 frontiers ----------------------------------------------------------------
def frontier(cost, value):
    """Indices of the non-dominated points, duplicates kept, by rising cost."""
    value = np.round(value, 12)
    order = np.lexsort((-value, cost))
    c, v = cost[order], value[order]
    best = np.maximum.accumulate(v)
    before = np.concatenate([[-np.inf], best[:-1]])
    same = np.concatenate([[False], (c[1:] == c[:-1]) & (v[1:] == v[:-1])])
    keep = v > before
    for i in np.flatnonzero(same):
        keep[i] = keep[i - 1]
    return order[keep]


def frontiers(rows, acc, grid, speeds):
    """Every frontier of the pipeline, {(scope, of, benchmark): rows}, and what each row costs."""
    cost = {(m, w): grid.weight_bytes(m, w) for m in grid.models for w in grid.bits}
    weights = np.array([cost[m, w] for _, m, w, *_ in rows])
    cache = np.array([g * grid.kv_bytes(m, kv, t) for _, m, _, kv, t, g in rows])
    timed = [speeds.get((m, w, kv, t), (None, None)) if g == 1 else (None, None) for _, m, w, kv, t, g in rows]
    latency = np.array([np.nan if seconds is None else seconds for seconds, _ in timed])
    speed = np.array([np.nan if requests is None else requests for _, requests in timed])
    memory = weights + cache
    group = np.array([row[5] for row in rows])
    bits = np.array([row[2] for row in rows])
    kv = np.array([row[3] for row in rows])
    family = np.array([row[3].split("-")[0] for row in rows])
    run = np.array([f"{b}/{m}-w{w}-{kv}" for b, m, w, kv, _, _ in rows])
    benchmark = np.array([row[0] for row in rows])
    out = {}
    for name in grid.benchmarks:
        floor = grid.floor(name)

        def add(scope, of, index, cost):
            index = index[acc[index] >= floor]
            out[scope, of, name] = index[frontier(cost[index], acc[index])]

        own = np.flatnonzero(benchmark == name)
        full = own[kv[own] == "full"]
        serial = full[group[full] == 1]
        add("serial", "", serial, memory)
        add("parallel", "", full, memory)
        names = run[full]
        for one in dict.fromkeys(names.tolist()):
            add("run", one, full[names == one], memory)
        for batch in st.BATCHES:
            add("batch", str(batch), serial, weights / batch + cache)
        add("latency", "", serial[~np.isnan(latency[serial])], latency)
        add("throughput", "", serial[~np.isnan(speed[serial])], -speed)
        alone = own[group[own] == 1]
        for one in dict.fromkeys(family[alone].tolist()):
            for w in grid.bits:
                add("family", f"{w} {one}", alone[(family[alone] == one) & (bits[alone] == w)], memory)
    return out, dict(weights=weights, cache=cache, memory=memory, latency=latency, speed=speed)


# ---- 6 csv ------------------------------------------------------------------------
def write_csv(path, rows, found, cost, grid):
    """measurements.csv, in the study's order: run by run, budget by budget, group by group."""
    place = {run: i for i, run in enumerate(grid.runs())}
    order = sorted(range(len(rows)), key=lambda i: (place[rows[i][:4]], rows[i][4], rows[i][5]))
    size = {name: st.kv_size(kv) for name, kv in grid.kvs.items()}
    count = {name: len(problems) for name, problems in grid.problems.items()}
    acc, lo, hi, error, missing = (column.tolist() for column in found)
    weights, cache, memory, latency, speed = (cost[c].tolist() for c in ("weights", "cache", "memory", "latency", "speed"))
    shown = lambda x: "" if x is None or x != x else repr(x)
    lines = [",".join(st.COLUMNS)]
    for i in order:
        b, m, w, kv, t, g = rows[i]
        lines.append(f"{b},{m},{w},{kv.split('-')[0]},{shown(size[kv])},{t},{g},{count[b]},{grid.samples(kv)},{acc[i]!r},{lo[i]!r},{hi[i]!r},"
                     f"{shown(error[i])},{missing[i]!r},{weights[i]},{cache[i]},{memory[i]},{shown(latency[i])},{shown(speed[i])}")
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")


def write_frontiers(path, rows, fronts):
    said = [dict(scope=scope, of=of, benchmark=benchmark, members=[list(rows[i][:6]) for i in index])
            for (scope, of, benchmark), index in fronts.items()]
    with open(path, "w") as file:
        json.dump(said, file)


def main():
    args = options()
    clock = Clock()
    os.makedirs(args.out, exist_ok=True)
    helper = None
    if args.jobs == 2 and not args.no_figures:
        inbox, outbox = os.pipe()
        __import__("numpy")  # shared by both
        helper = os.fork()
        if helper == 0:
            os.close(outbox)
            import figures
            with os.fdopen(inbox, "rb") as file:
                drawing = pickle.load(file)
            figures.draw(drawing, args.out, figures.FIRST)
            os._exit(0)
        os.close(inbox)
    globals().update(np=__import__("numpy"), pa=__import__("pyarrow"))
    import pyarrow.ipc  # noqa: F401
    clock.lap("0 imports")
    folder = st.Sealed(args.data)
    grid = st.Grid(folder)
    runs = read(folder, grid)
    speeds = read_speeds(folder, grid)
    clock.lap("1 read")
    groups, data, caches = shaped(runs, grid), {}, {name: {} for name in grid.benchmarks}
    for name, group in groups.items():
        (benchmark, _, _, kv), _, _ = group[0]
        shape = (len(group), len(grid.problems[benchmark]), grid.samples(kv), len(grid.budgets(benchmark)))
        data[name] = {"key": cells(group, grid), "shape": shape}
    clock.lap("2 validate")
    for name, group in groups.items():
        benchmark = group[0][0][0]
        d, parse = data[name], st.parser(grid.benchmarks[benchmark])
        d["expected"] = np.array([parse(each["answer"]) for each in grid.problems[benchmark]], np.int16)
        d["value"] = arranged(grade(group, parse, caches[benchmark]), d["key"], d["shape"])
    clock.lap("3 grade")
    found = aggregate(data, grid, clock.lap, not args.no_rerun_errors)
    rows = scenarios(grid)
    fronts, cost = frontiers(rows, found[0], grid, speeds)
    clock.lap("5 frontiers")
    drawing = (grid, rows, *found[:3], fronts, cost)
    if helper:
        with os.fdopen(outbox, "wb") as file:
            pickle.dump(drawing, file, 5)
    write_csv(os.path.join(args.out, "measurements.csv"), rows, found, cost, grid)
    write_frontiers(os.path.join(args.out, "frontiers.json"), rows, fronts)
    clock.lap("6a csv")
    if not args.no_figures:
        import figures
        clock.lap("6b import matplotlib")
        figures.draw(drawing, args.out, figures.SECOND if helper else figures.ALL)
        if helper:
            _, status = os.waitpid(helper, 0)
            if status:
                raise SystemExit("helper failed")
        clock.lap("6c figures")
    if args.timings:
        usage = resource.getrusage
        with open(args.timings, "w") as file:
            json.dump(dict(
                steps=clock.steps, inside=time.perf_counter() - BEGIN,
                peak_mib=(usage(resource.RUSAGE_SELF).ru_maxrss + usage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024), file)
    os._exit(0)  # nothing to tidy up


if __name__ == "__main__":
    main()
