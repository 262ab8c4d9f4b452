"""The plots of a dataset card: bars and histograms in one colour, on paper white."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from deepcoro_desktop.core.bundle.files import write_bytes

_ACCENT: Final = "#2f6f8f"
_INK: Final = "#333333"
_LINE: Final = "#dddddd"
_STYLE: Final = {
    "font.size": 9.0,
    "axes.titlesize": 11.0,
    "axes.titlelocation": "left",
    "axes.edgecolor": _LINE,
    "axes.labelcolor": _INK,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": _LINE,
    "grid.linewidth": 0.6,
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
}
_DPI: Final = 110
_WIDTH_IN: Final = 7.0
_BAR_IN: Final = 0.2
"""Height of a bar with its gap."""
_MOST_BARS: Final = 60


def draw_bars(path: Path, title: str, axis: str, bars: Sequence[tuple[str, float]], *, is_share: bool = False) -> None:
    """Write horizontal bars, the first on top, each with its value; at most 60, and the title says how many there are.

    Parameters
    ----------
    path : Path
        The PNG file.
    title, axis : str
        Above the plot, and below it: what the bars measure.
    bars : sequence of (str, float)
        Name and value.
    is_share : bool
        Values of 0 to 1, shown in percent.
    """
    shown = bars[:_MOST_BARS]
    more = f" ({len(shown)} of {len(bars)})" if len(shown) < len(bars) else ""
    values = [100.0 * value if is_share else value for _, value in shown]
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH_IN, 1.1 + _BAR_IN * len(shown)), layout="constrained")
        axes = figure.add_subplot()
        places = np.arange(len(shown))
        drawn = axes.barh(places, values, height=0.7, color=_ACCENT)
        axes.bar_label(drawn, [f"{value:.0f} %" if is_share else f"{value:,.0f}" for value in values], padding=3)
        axes.set_yticks(places, [_short(name) for name, _ in shown])
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.set_xlim(0.0, 1.12 * max([*values, 1.0]))
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.set_xlabel(axis)
        axes.set_title(title + more)
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        _write(path, figure)


def draw_histogram(
    path: Path, title: str, axes_of: tuple[str, str], values: npt.NDArray[np.float64], edges: npt.NDArray[np.float64]
) -> None:
    """Write a histogram of finite values; those beyond the edges are counted in the outermost bins.

    Parameters
    ----------
    path : Path
        The PNG file.
    title : str
        Above the plot.
    axes_of : tuple of str
        What is measured, and what is counted.
    values : ndarray of float64, shape (n,)
    edges : ndarray of float64, shape (bins + 1,)
    """
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH_IN, 2.8), layout="constrained")
        axes = figure.add_subplot()
        axes.hist(np.clip(values, edges[0], edges[-1]), bins=list(edges), color=_ACCENT, edgecolor="white")
        axes.set_xlim(edges[0], edges[-1])
        axes.set_xlabel(axes_of[0])
        axes.set_ylabel(axes_of[1])
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.set_title(title)
        axes.grid(visible=False, axis="x")
        _write(path, figure)


def _short(name: str) -> str:
    return name if len(name) <= 36 else f"{name[:35]}…"


def _write(path: Path, figure: Figure) -> None:
    picture = io.BytesIO()
    FigureCanvasAgg(figure).print_png(picture, pil_kwargs={"dpi": (_DPI, _DPI)}, metadata={"Software": None})
    write_bytes(path, picture.getvalue())
