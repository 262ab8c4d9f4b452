"""The report's plots: functions of the evaluation's figures, drawn without a screen, as SVG."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from training.evaluation.figures import Figures

INK: Final = "#1f2933"
QUIET: Final = "#7b8794"
LINE: Final = "#d9e0e6"
ACCENT: Final = "#0f6e84"
WARNING: Final = "#b4532a"
WHITE_TO_ACCENT: Final = LinearSegmentedColormap.from_list("white_to_accent", ["#ffffff", "#8fc3cf", ACCENT, "#07333d"])

_STYLE: Final[Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "deepcoro",
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": LINE,
    "grid.linewidth": 0.6,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
}

_DIRECTIONS: Final = {"video_to_text": "video to text", "text_to_video": "text to video"}
_POINT_FIGURES: Final = (
    ("views_top1", "view accuracy", False),
    ("video_to_text_r10", "R@10, video to text", False),
    ("mean_auc", "mean area under\nthe curve", False),
    ("ef_mae", "EF error, points", True),
)
"""Key, label, whether less is better."""


def svg_of(draw: Callable[[Figures], Figure], figures: Figures) -> bytes:
    """Return a plot as SVG with its letters as outlines; the same figures give the same bytes."""
    with mpl.rc_context(_STYLE):
        stream = io.BytesIO()
        draw(figures).savefig(stream, format="svg", metadata={"Date": None}, bbox_inches="tight")
    return stream.getvalue()


def png_of(draw: Callable[[Figures], Figure], figures: Figures) -> bytes:
    """Return a plot as PNG."""
    with mpl.rc_context(_STYLE):
        stream = io.BytesIO()
        draw(figures).savefig(stream, format="png", dpi=110, bbox_inches="tight")
    return stream.getvalue()


def recall(figures: Figures) -> Figure:
    """Draw the share of queries whose right item is among the first k."""
    figure = Figure(figsize=(6.6, 3.4), layout="constrained")
    axes = figure.subplots()
    table = figures["retrieval"]
    for direction, colour in (("video_to_text", ACCENT), ("text_to_video", WARNING)):
        curve = table["curve"][direction]
        axes.plot(curve["k"], curve["recall"], color=colour, lw=1.8, label=_DIRECTIONS[direction])
    pool = table["video_to_text"]["pool"]
    places = np.unique(np.geomspace(1, pool, 100).astype(int))
    axes.plot(places, places / pool, color=QUIET, lw=1.2, ls="--", label="chance")
    axes.axvline(10, color=LINE, lw=1.0)
    axes.set(
        xscale="log", xlim=(1, max(pool, 2)), ylim=(0, 1.02), xlabel=f"k, of a pool of {pool}", ylabel="recall at k"
    )
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.legend(loc="upper left")
    return figure


def baselines(figures: Figures) -> Figure:
    """Draw recall at 10 of the main way and of every baseline, with intervals."""
    table = figures["retrieval"]
    rows = [("attention (main)", table), *[(name.replace("_", " "), one) for name, one in table["baselines"].items()]]
    rows = [(name, one) for name, one in rows if "video_to_text" in one]
    figure = Figure(figsize=(6.6, 0.8 + 0.34 * len(rows)), layout="constrained")
    axes = figure.subplots()
    for shift, direction, colour in ((-0.14, "video_to_text", ACCENT), (0.14, "text_to_video", WARNING)):
        for place, (_, one) in enumerate(rows):
            value, ends = one[direction]["r10"], one[direction].get("r10_ci")
            _dot(axes, value, ends, place + shift, colour)
        axes.plot([], [], "o", ms=4, color=colour, label=_DIRECTIONS[direction])
    _name_rows(axes, [name for name, _ in rows])
    axes.set(
        xlim=(0, 1.02), xlabel=f"recall at 10, of a pool of {table['video_to_text']['pool']}; bars: 95 % intervals"
    )
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    return figure


def coarse_confusion(figures: Figures) -> Figure:
    """Draw which coarse view is taken for which."""
    table = figures["views"]["coarse_confusion"]
    return _confusion(table["ids"], np.asarray(table["counts"]), (6.4, 5.2), numbers=True, letters=7.5)


def confusion(figures: Figures) -> Figure:
    """Draw which view is taken for which, all views."""
    table = figures["views"]["confusion"]
    counts = np.asarray(table["counts"])
    side = 2.0 + 0.19 * len(counts)
    return _confusion(table["ids"], counts, (side, side), numbers=False, letters=6.5)


def areas(figures: Figures) -> Figure:
    """Draw the area under the curve of each phenotype with its interval; by retrieval, and by probing if there."""
    rows = {name: one for name, one in figures["phenotypes"].items() if isinstance(one, dict)}
    names = sorted(rows, key=lambda name: float(rows[name]["auc"]))
    probed = figures.get("probing", {}).get("phenotypes", {})
    figure = Figure(figsize=(6.6, 1.0 + 0.27 * max(len(names), 1)), layout="constrained")
    axes = figure.subplots()
    for place, name in enumerate(names):
        _dot(axes, rows[name]["auc"], rows[name]["auc_ci"], place - (0.12 if probed else 0.0), ACCENT)
        if name in probed:
            _dot(axes, probed[name]["auc"], probed[name]["auc_ci"], place + 0.12, QUIET)
    axes.axvline(0.5, color=QUIET, lw=1.0, ls="--")
    labels = [f"{name.replace('_', ' ')}  ({rows[name]['n_positive']})" for name in names]
    axes.set_yticks(range(len(names)), labels)
    axes.set(xlim=(0.0 if _lowest(rows) < 0.3 else 0.3, 1.01), xlabel="area under the curve; bars: 95 % intervals")
    axes.grid(axis="y", visible=False)
    axes.plot([], [], "o", ms=4, color=ACCENT, label="nearest reports")
    if probed:
        axes.plot([], [], "o", ms=4, color=QUIET, label="linear probe")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    return figure


def ejection_fraction(figures: Figures) -> Figure:
    """Draw the ejection fraction read against the true one, and their difference against their mean."""
    table = figures["ef"]
    true, found = np.asarray(table["pairs"], np.float64).T
    figure = Figure(figsize=(9.2, 3.9), layout="constrained")
    left, right = figure.subplots(1, 2)
    low, high = min(true.min(), found.min()) - 3, max(true.max(), found.max()) + 3
    left.plot([low, high], [low, high], color=QUIET, lw=1.0, ls="--")
    left.scatter(true, found, s=12, color=ACCENT, alpha=0.65, lw=0)
    left.set(xlim=(low, high), ylim=(low, high), aspect="equal", xlabel="true EF, %", ylabel="EF by nearest reports, %")
    left.set_title(f"mean error {table['mae']:.1f} points, n {table['n']}")
    difference = found - true
    right.scatter((true + found) / 2.0, difference, s=12, color=ACCENT, alpha=0.65, lw=0)
    limits = table["limits_of_agreement"]
    right.axhline(0.0, color=LINE, lw=1.0)
    for value, style, name in ((table["bias"], "-", "bias"), (limits[0], "--", "lower"), (limits[1], "--", "upper")):
        right.axhline(value, color=INK, lw=1.0, ls=style)
        right.annotate(
            f"{name} {value:+.1f}", (1.0, value), (-2, 3), xycoords=("axes fraction", "data"),
            textcoords="offset points", ha="right", fontsize=8,
        )  # fmt: skip
    right.set(xlabel="mean of both, %", ylabel="read minus true, points")
    right.set_title("Bland-Altman, limits of agreement")
    return figure


def attention(figures: Figures) -> Figure:
    """Draw the mean weight of each view in each section, in units of the equal share; views never seen are left out."""
    table = figures["attention"]["map"]
    weights = np.asarray([[np.nan if one is None else one for one in row] for row in table["weights"]], np.float64)
    seen = np.flatnonzero(~np.isnan(weights).all(axis=0))
    names = [table["ids"][place].replace("_", " ") for place in seen]
    weights = weights[:, seen]
    figure = Figure(figsize=(2.4 + 0.17 * len(names), 1.9 + 0.2 * len(weights)), layout="constrained")
    axes = figure.subplots()
    top = float(np.nanpercentile(weights, 99)) if weights.size else 1.0
    image = axes.imshow(weights, cmap=WHITE_TO_ACCENT, vmin=0.0, vmax=max(top, 1.0), aspect="auto")
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(weights)), table["sections"], fontsize=8)
    axes.grid(visible=False)
    figure.colorbar(image, ax=axes, label="weight, 1 = equal share", pad=0.01)
    return figure


def facts(figures: Figures) -> Figure:
    """Draw precision and recall of the draft's facts by section, and the share of contradictions."""
    sections = figures["facts"]["sections"]
    names = list(sections)[::-1]
    figure = Figure(figsize=(7.6, 1.1 + 0.3 * len(names)), layout="constrained")
    axes = figure.subplots()
    for shift, key, colour in ((0.2, "precision", ACCENT), (0.0, "recall", QUIET), (-0.2, "contradictions", WARNING)):
        for place, name in enumerate(names):
            if sections[name][key] is not None:
                _dot(axes, sections[name][key], sections[name][f"{key}_ci"], place + shift, colour)
        axes.plot([], [], "o", ms=4, color=colour, label=key)
    axes.set_yticks(range(len(names)), [f"{name}  ({sections[name]['stated']})" for name in names])
    axes.set(xlim=(-0.02, 1.02), xlabel="share of facts; bars: 95 % intervals")
    axes.grid(axis="y", visible=False)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)
    return figure


def robustness(figures: Figures) -> Figure:
    """Draw a row for each figure and a column for each way of getting worse, with 95 % intervals."""
    table = figures["robustness"]
    curves = table["curves"]
    figure = Figure(figsize=(1.95 * len(curves) + 0.8, 7.2), layout="constrained")
    grid = figure.subplots(len(_POINT_FIGURES), len(curves), sharey="row", sharex="col", squeeze=False)
    for row, (key, label, _) in enumerate(_POINT_FIGURES):
        for column, (name, curve) in enumerate(curves.items()):
            axes = grid[row, column]
            points = [point for point in curve["points"] if point.get(key) is not None]
            strengths = [point["strength"] for point in points]
            if points and all(point.get(f"{key}_ci") for point in points):
                low, high = np.asarray([point[f"{key}_ci"] for point in points]).T
                axes.fill_between(strengths, low, high, color=ACCENT, alpha=0.15, lw=0)
            axes.plot(strengths, [point[key] for point in points], "o-", ms=3.2, lw=1.4, color=ACCENT)
            if any(strength < 0 for strength in strengths):
                axes.axvline(0, color=QUIET, lw=0.8, ls=":")
            if row == 0:
                axes.set_title(name.replace("_", " "))
            if row == len(_POINT_FIGURES) - 1:
                axes.set_xlabel(curve["unit"], fontsize=8)
            if column == 0:
                axes.set_ylabel(label, fontsize=8.5)
        grid[row, 0].set_ylim(bottom=0.0)
    return figure


def _confusion(ids: list[str], counts: Any, size: tuple[float, float], *, numbers: bool, letters: float) -> Figure:
    """Draw a matrix of counts, each row as shares of the true view's clips."""
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.subplots()
    total = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, total, out=np.zeros(counts.shape), where=total > 0)
    axes.imshow(shares, cmap=WHITE_TO_ACCENT, vmin=0.0, vmax=1.0)
    for row, column in np.argwhere(counts > 0):
        share = shares[row, column]
        if numbers or (row != column and share >= 0.05):
            words = str(counts[row, column]) if numbers else f"{100 * share:.0f}"
            colour = "white" if share > 0.5 else INK
            axes.text(
                column, row, words, ha="center", va="center", color=colour, fontsize=letters - (0.0 if numbers else 1.0)
            )
    axes.set_xticks(range(len(ids)), [name.replace("_", " ") for name in ids], rotation=90, fontsize=letters)
    axes.set_yticks(range(len(ids)), [name.replace("_", " ") for name in ids], fontsize=letters)
    axes.set(xlabel="taken for", ylabel="true view")
    axes.grid(visible=False)
    axes.set_xticks(np.arange(len(ids) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(ids) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color=LINE, lw=0.4)
    axes.tick_params(which="minor", length=0)
    return figure


def _dot(axes: Axes, value: float, ends: list[float] | None, place: float, colour: str) -> None:
    if ends is not None:
        axes.plot(ends, [place, place], color=colour, lw=1.3, solid_capstyle="butt")
    axes.plot([value], [place], "o", ms=4, color=colour)


def _name_rows(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)


def _lowest(rows: Figures) -> float:
    return min((float((one["auc_ci"] or [one["auc"]])[0]) for one in rows.values()), default=1.0)
