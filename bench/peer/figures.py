"""The twelve figures, matplotlib without pyplot, text kept as text."""
import os

import matplotlib
import numpy as np
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.colors import to_rgba
from matplotlib.ticker import FixedFormatter, FixedLocator, MaxNLocator, NullLocator

matplotlib.rcParams.update({
    "svg.fonttype": "none", "svg.hashsalt": "peer", "font.size": 8, "axes.spines.top": False,
    "axes.spines.right": False, "axes.titlesize": 8, "legend.frameon": False, "legend.fontsize": 7,
})
GIB = 2.0**30
PALETTE = "#4477aa", "#66ccee", "#228833", "#ccbb44", "#ee6677", "#aa3377"
MARK = {4: "s", 8: "^", 16: "o"}
FAMILY = {"full": "#222222", "rkv": "#0077bb", "streaming": "#ee7733", "hqq": "#009988"}
SHADES = "#222222", "#440154", "#3b528b", "#21918c", "#5ec962", "#c0b020", "#d95f0e"


class Drawing:
    """What all figures read: the paper's grid has 18 curves of 8 budgets, serial, of the second benchmark, compressed, voting."""

    def __init__(self, parts):
        self.grid, self.rows, acc, lo, hi, self.fronts, self.cost = parts
        self.acc, self.lo, self.hi = acc * 100, lo * 100, hi * 100
        self.gib = self.cost["memory"] / GIB
        self.weights, self.cache = self.cost["weights"] / GIB, self.cost["cache"] / GIB
        self.first, self.second = self.grid.benchmarks
        self.models, self.bits = list(self.grid.models), self.grid.bits
        self.label = {name: model["label"] for name, model in self.grid.models.items()}
        self.colour = dict(zip(self.models, PALETTE))
        self.groups = self.grid.study["groups"]
        self.shade = dict(zip(self.groups, SHADES))
        self.compressed = [kv for kv in self.grid.kvs if kv != "full"]
        self.budgets = len(self.grid.budgets(self.first))
        self.curves = len(self.models) * len(self.bits)
        self.n = self.curves * self.budgets
        self.voting = 2 * self.n + len(self.compressed) * self.n

    def front(self, scope, of="", benchmark=None):
        return self.fronts[scope, of, benchmark or self.first]


def new(width, height, rows=1, cols=1, **kw):
    fig = Figure(figsize=(width, height))
    FigureCanvasSVG(fig)
    axes = fig.subplots(rows, cols, squeeze=False, **kw)
    fig.subplots_adjust(left=0.62 / width, right=1 - 0.1 / width, bottom=0.5 / height, top=1 - 0.32 / height, wspace=0.1, hspace=0.22)
    return fig, axes


def logx(ax, ticks):
    ax.set_xscale("log")
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_major_formatter(FixedFormatter([f"{t:g}" for t in ticks]))
    ax.xaxis.set_minor_locator(NullLocator())


def label(fig, axes, x, y):
    for ax in axes[-1]:
        ax.set_xlabel(x)
    for row in axes:
        row[0].set_ylabel(y)


def curves(ax, d, x, y):
    """18 curves of 8 budgets as one collection, markers grouped by shape."""
    span = x[:d.n].reshape(d.curves, d.budgets), y[:d.n].reshape(d.curves, d.budgets)
    colours = [d.colour[m] for m in d.models for _ in d.bits]
    ax.add_collection(LineCollection(np.stack(span, -1), colors=colours, linewidths=0.8, alpha=0.7))
    size, step = np.linspace(8, 40, d.budgets), len(d.bits)
    for i, w in enumerate(d.bits):
        pick = span[0][i::step], span[1][i::step]
        ax.scatter(pick[0].ravel(), pick[1].ravel(), np.tile(size, len(d.models)), np.repeat(list(d.colour.values()), d.budgets), marker=MARK[w], linewidths=0, alpha=0.9)


def bundle(ax, d, parts, colours, marker="o", band=False):
    """Several 8-budget curves of one panel: one line, one marker and at most one band collection."""
    index = np.array(parts)
    x, y = d.gib[index], d.acc[index]
    if band:
        sides = np.concatenate([np.stack([x, d.lo[index]], -1), np.stack([x, d.hi[index]], -1)[:, ::-1]], 1)
        ax.add_collection(PolyCollection(sides, facecolors=[(*c[:3], 0.05) for c in colours], linewidths=0), autolim=False)
    ax.add_collection(LineCollection(np.stack([x, y], -1), colors=colours, linewidths=0.9), autolim=False)
    ax.scatter(x.ravel(), y.ravel(), 6, np.repeat(colours, d.budgets, axis=0), marker=marker, linewidths=0)


def panels(axes):
    for ax in axes.ravel():
        ax.xaxis.set_major_locator(MaxNLocator(4))
        ax.yaxis.set_major_locator(FixedLocator((0, 25, 50, 75, 100)))
    axes[0][0].set_ylim(0, 100)


def key(ax, names, colours):
    ax.legend(handles=[Line2D([], [], color=c, label=n) for n, c in zip(names, colours)], loc="upper left", ncol=2)


def edge(ax, x, y, colour="#000000", **kw):
    ax.plot(x, y, drawstyle="steps-post", color=colour, linewidth=1.2, **kw)


def legend(ax, d):
    items = [Line2D([], [], color=c, label=d.label[m]) for m, c in d.colour.items()]
    items += [Line2D([], [], color="#555555", marker=MARK[w], linestyle="", markersize=4, label=f"{w} bit") for w in d.bits]
    ax.legend(handles=items, ncol=3, loc="upper left")


def serial(d, offset, benchmark):
    fig, axes = new(6, 4)
    ax = axes[0][0]
    part = slice(offset, offset + d.n)
    curves(ax, d, d.gib[part], d.acc[part])
    on = d.front("serial", benchmark=benchmark)
    edge(ax, d.gib[on], d.acc[on])
    ax.errorbar(d.gib[on], d.acc[on], [d.acc[on] - d.lo[on], d.hi[on] - d.acc[on]], fmt="none", ecolor="#999999", elinewidth=0.5)
    logx(ax, (1, 2, 5, 10, 20, 50))
    label(fig, axes, "memory (GiB)", "accuracy (%)")
    legend(ax, d)
    return fig


def fig1(d):
    return serial(d, 0, d.first)


def fig2(d):
    fig, axes = new(7, 3, 1, 2)
    on = d.front("serial")
    colours = [d.colour[d.rows[i][1]] for i in on]
    for ax, y, text in zip(axes[0], (np.array([d.rows[i][4] for i in on]) / 1000, d.weights[on]), ("token budget (thousands)", "weights (GiB)")):
        ax.plot(d.gib[on], y, color="#999999", linewidth=0.8)
        ax.scatter(d.gib[on], y, 24, colours)
        logx(ax, (1, 2, 5, 10, 20, 50))
        ax.set_title(text)
    label(fig, axes, "memory (GiB)", "")
    return fig


def fig3(d):
    fig, axes = new(10, 3.4, 1, 3, sharey=True)
    for ax, batch in zip(axes[0], (1, 4, 16)):
        x = d.weights / batch + d.cache
        curves(ax, d, x, d.acc)
        on = d.front("batch", str(batch))
        edge(ax, x[on], d.acc[on])
        logx(ax, (0.2, 0.5, 1, 2, 5, 10, 20, 50))
        ax.set_title(f"batch {batch}")
    label(fig, axes, "memory per generation (GiB)", "accuracy (%)")
    legend(axes[0][0], d)
    return fig


def fig4(d):
    return serial(d, d.n, d.second)


def voting_part(d, i):
    """Scenarios of the i-th group size."""
    start = 0 if i == 0 else d.voting + (i - 1) * d.n
    return slice(start, start + d.n)


def fig5(d):
    fig, axes = new(6.5, 4)
    ax = axes[0][0]
    for i, g in enumerate(d.groups):
        part = voting_part(d, i)
        ax.scatter(d.gib[part], d.acc[part], 8, d.shade[g], linewidths=0, alpha=0.6, label=f"G = {g}")
    on = d.front("parallel")
    edge(ax, d.gib[on], d.acc[on])
    on = d.front("serial")
    edge(ax, d.gib[on], d.acc[on], "#999999", linestyle="--")
    logx(ax, (1, 2, 5, 10, 20, 50, 100))
    label(fig, axes, "memory (GiB)", "accuracy (%)")
    ax.legend(loc="upper left", ncol=2)
    return fig


def speed(d, x, name, ticks, text):
    fig, axes = new(6, 4)
    ax = axes[0][0]
    curves(ax, d, x, d.acc)
    on = d.front(name)
    order = on[np.argsort(x[on])]
    ax.plot(x[order], d.acc[order], color="#000000", linewidth=1.2)
    logx(ax, ticks)
    label(fig, axes, text, "accuracy (%)")
    legend(ax, d)
    return fig


def fig6(d):
    return speed(d, d.cost["latency"], "latency", (10, 20, 50, 100, 200, 500, 1000), "latency (s)")


def fig7(d):
    return speed(d, d.cost["speed"], "throughput", (0.001, 0.01, 0.1, 1, 5), "requests per second")


def fig8(d):
    fig, axes = new(10, 3.4, 1, 3, sharey=True)
    family = [row[3].split("-")[0] for row in d.rows[:d.voting]]
    for ax, w in zip(axes[0], d.bits):
        for one, colour in FAMILY.items():
            index = [i for i in range(d.voting) if d.rows[i][0] == d.first and d.rows[i][2] == w and family[i] == one]
            ax.scatter(d.gib[index], d.acc[index], 6, colour, linewidths=0, alpha=0.35)
            on = d.front("family", f"{w} {one}")
            edge(ax, d.gib[on], d.acc[on], colour, label=one)
        logx(ax, (0.5, 1, 2, 5, 10, 20, 50))
        ax.set_title(f"{w}-bit weights")
    axes[0][0].legend(loc="upper left")
    label(fig, axes, "memory (GiB)", "accuracy (%)")
    return fig


def kv_curve(d, kv, run):
    """The scenarios of one KV strategy and one model x bits run."""
    start = 0 if kv == "full" else 2 * d.n + d.compressed.index(kv) * d.n
    return range(start + run * d.budgets, start + (run + 1) * d.budgets)


def fig9(d):
    fig, axes = new(10, 5.6, 2, 3, sharey=True)
    compared = [kv for kv in d.compressed if not kv.startswith("streaming")]
    colours = [to_rgba(FAMILY[kv.split("-")[0]], 0.8) for kv in compared]
    for ax, (i, model) in zip(axes.ravel(), enumerate(d.models)):
        for j, w in enumerate(d.bits):
            bundle(ax, d, [kv_curve(d, kv, i * len(d.bits) + j) for kv in compared], colours, MARK[w])
        ax.set_title(d.label[model])
    panels(axes)
    key(axes[0][0], ("eviction", "quantization"), (FAMILY["rkv"], FAMILY["hqq"]))
    label(fig, axes, "memory (GiB)", "accuracy (%)")
    return fig


def named(d, run):
    return f"{d.label[d.models[run // len(d.bits)]]}, {d.bits[run % len(d.bits)]} bit"


def fig10(d):
    fig, axes = new(9, 14, 6, 3, sharey=True)
    colours = [to_rgba(c) for c in d.shade.values()]
    for run, ax in enumerate(axes.ravel()):
        first = [voting_part(d, i).start + run * d.budgets for i in range(len(d.groups))]
        bundle(ax, d, [range(k, k + d.budgets) for k in first], colours, band=True)
        ax.set_title(named(d, run))
    panels(axes)
    key(axes[0][0], [f"G = {g}" for g in d.groups], colours)
    label(fig, axes, "memory (GiB)", "accuracy (%)")
    return fig


def compressed(d, models):
    fig, axes = new(9, 7.5, 3, 3, sharey=True)
    shade = {"full": 1.0}
    for family in FAMILY:
        sizes = [kv for kv in d.compressed if kv.split("-")[0] == family]
        shade.update(zip(sizes, (0.4, 0.7, 1.0)))
    kinds = ["full", *d.compressed]
    colours = [to_rgba(FAMILY[kv.split("-")[0]], shade[kv]) for kv in kinds]
    for ax, run in zip(axes.ravel(), (d.models.index(m) * len(d.bits) + j for m in models for j in range(len(d.bits)))):
        bundle(ax, d, [kv_curve(d, kv, run) for kv in kinds], colours)
        ax.set_title(named(d, run))
    panels(axes)
    key(axes[0][0], kinds, colours)
    label(fig, axes, "memory (GiB)", "accuracy (%)")
    return fig


def fig11(d):
    return compressed(d, d.models[:3])


def fig12(d):
    return compressed(d, d.models[3:])


ALL = (fig1, fig2, fig3, fig4, fig5, fig6, fig7, fig8, fig9, fig10, fig11, fig12)
FIRST = (fig10, fig9, fig3, fig8, fig5, fig6)  # the helper's share
SECOND = (fig11, fig12, fig1, fig2, fig4, fig7)


def draw(parts, folder, which):
    d = Drawing(parts)
    for make in which:
        fig = make(d)
        fig.canvas.print_svg(os.path.join(folder, f"{make.__name__}.svg"), metadata={"Date": None})
