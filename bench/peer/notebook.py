"""The same work the usual way: pandas, pyplot, a loop where a loop is natural.

python notebook.py DATA_SET OUT [--timings FILE]
"""
import time

BEGIN = time.perf_counter()
import json
import os
import resource
import sys
from functools import lru_cache
from math import comb

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pyarrow as pa

import study as st

DATA, OUT = sys.argv[1], sys.argv[2]
os.makedirs(OUT, exist_ok=True)
steps, last = {}, BEGIN


def lap(name):
    global last
    now = time.perf_counter()
    steps[name], last = now - last, now


lap("0 imports")

# %% read
folder = st.Sealed(DATA)
grid = st.Grid(folder)
frames = []
for name, entry in folder.entries.items():
    if not name.endswith(".arrow") or "/" not in name:
        continue
    table = pa.ipc.open_file(folder.bytes(name)).read_all()
    assert table.num_rows == entry["rows"]
    run = json.loads(table.schema.metadata[b"run"])
    frames.append(table.to_pandas().assign(
        benchmark=run["benchmark"], model=run["model"], bits=run["weightBits"], kv=st.kv_name(run["kv"])))
df = pd.concat(frames, ignore_index=True)
for column in ("benchmark", "model", "kv", "problem", "answer"):
    df[column] = df[column].astype("category")
timing = pa.ipc.open_file(folder.bytes("timing.arrow")).read_all().to_pandas()
lap("1 read")

# %% validate
RUN = ["benchmark", "model", "bits", "kv"]
SCENARIO = RUN + ["budget"]
FIRST, SECOND = grid.benchmarks
BUDGETS, GROUPS, N = grid.budgets(FIRST), grid.study["groups"], {b: len(p) for b, p in grid.problems.items()}
assert df["budget"].isin(BUDGETS).all()
assert not df.duplicated(SCENARIO + ["problem", "sample"]).any()
sizes = df.groupby(RUN, observed=True).size().reset_index(name="rows")
want = sizes["benchmark"].astype(str).map(N) * sizes["kv"].astype(str).map(grid.samples) * len(BUDGETS)
assert (sizes["rows"] == want).all() and len(sizes) == len(grid.runs())
lap("2 validate")

# %% grade
parsers = {b: st.parser(its) for b, its in grid.benchmarks.items()}
grades = {b: {a: parse(a) for a in df["answer"].cat.categories} for b, parse in parsers.items()}
expected = {p["id"]: parsers[b](p["answer"]) for b, items in grid.problems.items() for p in items}
assert set(df["problem"].cat.categories) == set(expected)
df["value"] = np.where(df["benchmark"] == FIRST, df["answer"].map(grades[FIRST]), df["answer"].map(grades[SECOND]))
df["value"] = df["value"].fillna(-1).astype(int)
df["right"] = df["value"] == df["problem"].map(expected).astype(int)
lap("3 grade")

# %% pass@1
df["missing"] = df["value"] < 0
problem_scores = df.groupby(SCENARIO + ["problem"], observed=True)["right"].mean()
side = df.groupby(SCENARIO, observed=True).agg(missing_share=("missing", "mean"), share=("right", "mean"))
pass_error = (problem_scores * (1 - problem_scores)).groupby(SCENARIO, observed=True).sum().reset_index(name="spread")
lap("4a pass@1")


# %% majority@G
@lru_cache(None)
def majority(right, wrong, missing, total):
    top, score = max(GROUPS), np.zeros(len(GROUPS))
    for j in range(1, min(top, right) + 1):
        state = np.zeros((top - j + 1, (top - j) // j + 1))
        state[0, 0] = 1
        for c in wrong:
            old = state.copy()
            for x in range(1, min(c, j, top - j) + 1):
                if x < j:
                    state[x:] += old[:-x] * comb(c, x)
                else:
                    state[x:, 1:] += old[:-x, :-1] * comb(c, x)
        ways = (state / np.arange(1, state.shape[1] + 1)).sum(1)
        for i, g in enumerate(GROUPS):
            if g >= j:
                score[i] += comb(right, j) * sum(ways[s] * comb(missing, g - j - s) for s in range(g - j + 1))
    return score / [comb(total, g) for g in GROUPS]


@lru_cache(None)
def jackknife(right, wrong, missing, total):
    without = [(right, right - 1, wrong, missing), (missing, right, wrong, missing - 1)]
    without += [(c, right, tuple(sorted(wrong[:i] + (c - 1,) + wrong[i + 1:], reverse=True)), missing) for i, c in enumerate(wrong)]
    weight = np.array([w for w, *_ in without if w])
    value = np.array([majority(*pattern, total - 1) for w, *pattern in without if w])
    mean = weight @ value / total
    return weight @ (value - mean) ** 2 * (total - 1) / total


voting = df[(df["benchmark"] == FIRST) & (df["kv"] == "full")]
votes = voting.groupby(SCENARIO + ["problem", "value"], observed=True).size().reset_index(name="n")
rows, spread = [], []
for key, g in votes.groupby(SCENARIO + ["problem"], observed=True):
    truth = expected[key[-1]]
    counts = dict(zip(g["value"], g["n"]))
    wrong = tuple(sorted((n for v, n in counts.items() if v not in (-1, truth)), reverse=True))
    pattern = counts.get(truth, 0), wrong, counts.get(-1, 0), sum(counts.values())
    rows.append((*key, *majority(*pattern)))
    spread.append((*key, *jackknife(*pattern)))
melted = [
    pd.DataFrame(table, columns=SCENARIO + ["problem", *GROUPS]).melt(
        SCENARIO + ["problem"], var_name="group", value_name="right").query("group > 1")
    for table in (rows, spread)]
problem_scores = pd.concat([problem_scores.reset_index().assign(group=1), melted[0]], ignore_index=True)
errors = melted[1].groupby(SCENARIO + ["group"], observed=True)["right"].sum().pow(0.5).div(N[FIRST]).reset_index(name="rerun_error")
lap("4b majority@G")


# %% bootstrap-t
def draw(n):
    h = np.arange(st.DRAWS * n, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(st.DRAW_SEED)
    h = (h ^ (h >> 16)) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> 13)) * np.uint32(0xC2B2AE35)
    h = h ^ (h >> 16)
    return (h.astype(np.uint64) * n >> 32).astype(int).reshape(st.DRAWS, n)


DRAWS = {n: draw(n) for n in N.values()}


def bootstrap_t(x):
    n, mean, error = len(x), x.mean(), x.std(ddof=1) / np.sqrt(len(x))
    if error < 1e-6:
        z2 = 1.959963984540054**2
        centre = (mean + z2 / (2 * n)) / (1 + z2 / n)
        half = np.sqrt(z2) * np.sqrt(max(0, mean * (1 - mean)) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return mean, max(0, centre - half), min(1, centre + half)
    drawn = x[DRAWS[n]]
    shift = drawn.mean(1) - mean
    spread = drawn.std(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = shift / (spread / np.sqrt(n - 1))
    flat = spread**2 < st.ZERO_VARIANCE
    t[flat] = np.where(np.abs(shift[flat]) < 1e-9, 0, np.sign(shift[flat]) * np.inf)
    t.sort()
    return mean, max(0, mean - t[st.QUANTILES[1]] * error), min(1, mean - t[st.QUANTILES[0]] * error)


for column in RUN[:1] + ["model", "kv", "problem"]:
    problem_scores[column] = problem_scores[column].astype(str)
KEY = SCENARIO + ["group"]
results = pd.DataFrame(
    [(*key, *bootstrap_t(x.to_numpy())) for key, x in problem_scores.groupby(KEY, sort=False)["right"]],
    columns=KEY + ["accuracy", "low", "high"])
lap("4c bootstrap-t")

# %% memory and frontiers
results["group"] = results["group"].astype(int)
results["weight_bytes"] = [grid.weight_bytes(m, b) for m, b in zip(results["model"], results["bits"])]
results["kv_one"] = [grid.kv_bytes(m, k, t) for m, k, t in zip(results["model"], results["kv"], results["budget"])]
results["kv_bytes"] = results["group"] * results["kv_one"]
results["total_bytes"] = results["weight_bytes"] + results["kv_bytes"]
sound = timing[~timing["out_of_memory"] & (timing["preemptions"] == 0)].sort_values("concurrency")
sound = sound.rename(columns={"weight_bits": "bits"}).astype({"model": str, "kv": str})
PLACE = ["model", "bits", "kv", "budget"]
results = results.merge(sound[sound["concurrency"] == 1][PLACE + ["latency_seconds"]], on=PLACE, how="left")
results = results.merge(sound.groupby(PLACE).tail(1)[PLACE + ["requests_per_second"]], on=PLACE, how="left")
results.loc[results["group"] > 1, ["latency_seconds", "requests_per_second"]] = np.nan
side = side.reset_index()
for frame in (side, pass_error, errors):
    for column in ("benchmark", "model", "kv"):
        frame[column] = frame[column].astype(str)
results = results.merge(side, on=SCENARIO).merge(pass_error, on=SCENARIO).merge(errors.astype({"group": int}), on=KEY, how="left")
results["problems"] = results["benchmark"].map(N)
results["samples"] = results["kv"].map(grid.samples)
alone = results["group"] == 1
results.loc[alone, "accuracy"] = results.loc[alone, "share"]
results.loc[alone, "rerun_error"] = (results["spread"] / (results["samples"] - 1)) ** 0.5 / results["problems"]
order = pd.DataFrame([(*run, t, g) for run in grid.runs() for t in grid.budgets(run[0]) for g in grid.groups(run[0], run[3])], columns=KEY)
results = order.merge(results, on=KEY, how="left", validate="one_to_one")
assert results["accuracy"].notna().all()
results["family"] = results["kv"].str.split("-").str[0]


def frontier(part, cost):
    s = part.assign(cost=cost, value=part["accuracy"].round(12)).sort_values(["cost", "value"], ascending=[True, False], kind="stable")
    best = s["value"].cummax().shift(fill_value=-1)
    keep = s["value"] > best
    keep |= s.duplicated(["cost", "value"]) & keep.groupby([s["cost"], s["value"]]).transform("any")
    return s.index[keep]


own = {b: results[(results["benchmark"] == b) & (results["accuracy"] >= grid.floor(b))] for b in grid.benchmarks}
fronts = {}
for b, part in own.items():
    full = part[part["kv"] == "full"]
    alone = full[full["group"] == 1]
    fronts["serial", "", b] = frontier(alone, alone["total_bytes"])
    fronts["parallel", "", b] = frontier(full, full["total_bytes"])
    for (m, w), over in full.groupby(["model", "bits"], sort=False):
        fronts["run", f"{b}/{m}-w{w}-full", b] = frontier(over, over["total_bytes"])
    for batch in st.BATCHES:
        fronts["batch", str(batch), b] = frontier(alone, alone["weight_bytes"] / batch + alone["kv_bytes"])
    fronts["latency", "", b] = frontier(alone, alone["latency_seconds"])
    fronts["throughput", "", b] = frontier(alone, -alone["requests_per_second"])
    for (w, family), over in part[part["group"] == 1].groupby(["bits", "family"], sort=False):
        fronts["family", f"{w} {family}", b] = frontier(over, over["total_bytes"])
lap("5 frontiers")

# %% csv
results["kv_size"] = results["kv"].map({name: st.kv_size(kv) for name, kv in grid.kvs.items()}).astype("Int64")
results.rename(columns={"low": "lower", "high": "upper", "bits": "weight_bits"}).assign(kv=results["family"])[st.COLUMNS].to_csv(
    f"{OUT}/measurements.csv", index=False)
with open(f"{OUT}/frontiers.json", "w") as f:
    json.dump([dict(scope=scope, of=of, benchmark=b, members=results.loc[on, KEY].values.tolist()) for (scope, of, b), on in fronts.items()], f)
lap("6a csv")

# %% figures
MODELS = list(grid.models)
COLOUR = dict(zip(MODELS, ("#4477aa", "#66ccee", "#228833", "#ccbb44", "#ee6677", "#aa3377")))
MARK = {4: "s", 8: "^", 16: "o"}
FAMILY = {"full": "#222222", "rkv": "#0077bb", "streaming": "#ee7733", "hqq": "#009988"}
GROUP = dict(zip(GROUPS, ("#222222", "#440154", "#3b528b", "#21918c", "#5ec962", "#c0b020", "#d95f0e")))
GIB = 2**30
serial = {b: results[(results["benchmark"] == b) & (results["kv"] == "full") & (results["group"] == 1)].index for b in grid.benchmarks}
single = results[(results["benchmark"] == FIRST) & (results["group"] == 1)].index
parallel = results[(results["benchmark"] == FIRST) & (results["kv"] == "full")].index
for column in ("accuracy", "low", "high"):
    results[column] *= 100
for column in ("weight", "kv", "total"):
    results[f"{column}_gib"] = results[f"{column}_bytes"] / GIB
serial = {b: results.loc[s] for b, s in serial.items()}
single, parallel = results.loc[single], results.loc[parallel]


def save(fig, number):
    fig.tight_layout()
    fig.savefig(f"{OUT}/fig{number}.svg")
    plt.close(fig)


def curves(ax, frame, x):
    for (model, bits), g in frame.groupby(["model", "bits"], sort=False):
        ax.plot(g[x], g["accuracy"], color=COLOUR[model], linewidth=0.8, alpha=0.7)
        ax.scatter(g[x], g["accuracy"], s=np.linspace(8, 40, 8), color=COLOUR[model], marker=MARK[bits], label=f"{model} {bits}")


def step(ax, name, x="total_gib", frame=None, **kw):
    on = (results if frame is None else frame).loc[fronts[name]]
    ax.step(on[x], on["accuracy"], where="post", **{"color": "black", "linewidth": 1.2, **kw})
    return on


def serial_figure(number, benchmark, name):
    fig, ax = plt.subplots(figsize=(6, 4))
    curves(ax, serial[benchmark], "total_gib")
    on = step(ax, name)
    ax.errorbar(on["total_gib"], on["accuracy"], [on["accuracy"] - on["low"], on["high"] - on["accuracy"]], fmt="none", ecolor="#999999", elinewidth=0.5)
    ax.set(xscale="log", xlabel="memory (GiB)", ylabel="accuracy (%)")
    ax.legend(fontsize=5, ncol=3)
    save(fig, number)


serial_figure(1, FIRST, ("serial", "", FIRST))
fig, axes = plt.subplots(1, 2, figsize=(7, 3))
on = results.loc[fronts["serial", "", FIRST]]
for ax, y in zip(axes, ("budget", "weight_gib")):
    ax.plot(on["total_gib"], on[y], color="#999999")
    ax.scatter(on["total_gib"], on[y], color=on["model"].map(COLOUR))
    ax.set(xscale="log", xlabel="memory (GiB)", ylabel=y)
save(fig, 2)
fig, axes = plt.subplots(1, 3, figsize=(10, 3.4), sharey=True)
for ax, batch in zip(axes, st.BATCHES):
    frame = serial[FIRST].assign(per=lambda d: d["weight_gib"] / batch + d["kv_gib"])
    curves(ax, frame, "per")
    step(ax, ("batch", str(batch), FIRST), "per", frame)
    ax.set(xscale="log", xlabel="memory per generation (GiB)", title=f"batch {batch}")
axes[0].legend(fontsize=5, ncol=3)
save(fig, 3)
serial_figure(4, SECOND, ("serial", "", SECOND))
fig, ax = plt.subplots(figsize=(6.5, 4))
for g, part in parallel.groupby("group"):
    ax.scatter(part["total_gib"], part["accuracy"], s=8, color=GROUP[g], label=f"G = {g}")
step(ax, ("parallel", "", FIRST))
step(ax, ("serial", "", FIRST), color="#999999", linestyle="--")
ax.set(xscale="log", xlabel="memory (GiB)", ylabel="accuracy (%)")
ax.legend()
save(fig, 5)
for number, x, name in ((6, "latency_seconds", "latency"), (7, "requests_per_second", "throughput")):
    fig, ax = plt.subplots(figsize=(6, 4))
    curves(ax, serial[FIRST], x)
    on = results.loc[fronts[name, "", FIRST]].sort_values(x)
    ax.plot(on[x], on["accuracy"], color="black")
    ax.set(xscale="log", xlabel=x, ylabel="accuracy (%)")
    ax.legend(fontsize=5, ncol=3)
    save(fig, number)
fig, axes = plt.subplots(1, 3, figsize=(10, 3.4), sharey=True)
for ax, w in zip(axes, grid.bits):
    for family, colour in FAMILY.items():
        part = single[(single["family"] == family) & (single["bits"] == w)]
        ax.scatter(part["total_gib"], part["accuracy"], s=6, color=colour, alpha=0.35)
        step(ax, ("family", f"{w} {family}", FIRST), color=colour, label=family)
    ax.set(xscale="log", xlabel="memory (GiB)", title=f"{w}-bit weights")
axes[0].legend()
save(fig, 8)
fig, axes = plt.subplots(2, 3, figsize=(10, 5.6), sharey=True)
for ax, model in zip(axes.ravel(), MODELS):
    part = single[(single["model"] == model) & single["family"].isin(["rkv", "hqq"])]
    for (bits, kv), g in part.groupby(["bits", "kv"]):
        ax.plot(g["total_gib"], g["accuracy"], color=FAMILY[kv.split("-")[0]], marker=MARK[bits], markersize=2.5, linewidth=0.7)
    ax.set(title=model, xlabel="memory (GiB)")
save(fig, 9)
fig, axes = plt.subplots(6, 3, figsize=(9, 14), sharey=True)
for ax, ((model, bits), part) in zip(axes.ravel(), parallel.groupby(["model", "bits"], sort=False)):
    for g, line in part.groupby("group"):
        ax.plot(line["total_gib"], line["accuracy"], color=GROUP[g], marker="o", markersize=2.5, label=f"G = {g}")
        ax.fill_between(line["total_gib"], line["low"], line["high"], color=GROUP[g], alpha=0.05)
    ax.set(title=f"{model}, {bits} bit", xlabel="memory (GiB)")
axes[0, 0].legend(fontsize=6, ncol=2)
save(fig, 10)
for number, models in ((11, MODELS[:3]), (12, MODELS[3:])):
    fig, axes = plt.subplots(3, 3, figsize=(9, 7.5), sharey=True)
    for ax, ((model, bits), part) in zip(axes.ravel(), single[single["model"].isin(models)].groupby(["model", "bits"], sort=False)):
        for kv, line in part.groupby("kv"):
            ax.plot(line["total_gib"], line["accuracy"], color=FAMILY[kv.split("-")[0]], marker="o", markersize=2.5, label=kv)
        ax.set(title=f"{model}, {bits} bit", xlabel="memory (GiB)")
    axes[0, 0].legend(fontsize=6, ncol=2)
    save(fig, number)
lap("6c figures")
if "--timings" in sys.argv:
    with open(sys.argv[sys.argv.index("--timings") + 1], "w") as f:
        json.dump(dict(steps=steps, inside=time.perf_counter() - BEGIN, peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), f)
