"""The evaluation as one page: a single HTML file with its plots inside, without scripts and without links."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Sequence
from typing import Final

from matplotlib.figure import Figure

from training.evaluation import plots
from training.evaluation.figures import Figures

_STYLE: Final = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 1040px; padding: 32px 28px 80px; background: #fff; color: #1f2933;
  font: 15px/1.55 "DejaVu Sans", "Segoe UI", Helvetica, Arial, sans-serif; }
h1 { font-size: 25px; margin: 0 0 4px; font-weight: 600; }
h2 { font-size: 18px; margin: 44px 0 8px; padding-top: 14px; border-top: 2px solid #0f6e84; font-weight: 600; }
p { max-width: 76ch; margin: 8px 0; }
.quiet, figcaption { color: #5b6874; }
figure { margin: 18px 0; }
.banner { border-left: 4px solid #b4532a; background: #fbf3ef; padding: 8px 14px; }
table { border-collapse: collapse; margin: 12px 0; font-size: 13.5px; }
th { text-align: left; font-weight: 600; border-bottom: 1.5px solid #7b8794; padding: 4px 14px 4px 0; }
td { border-bottom: 1px solid #e3e8ec; padding: 3px 14px 3px 0; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th.n { text-align: right; }
tr.main td { font-weight: 600; color: #0f6e84; }
img { max-width: 100%; height: auto; margin: 10px 0; display: block; }
code, pre { font: 12.5px/1.5 "DejaVu Sans Mono", Consolas, monospace; background: #f3f6f8; }
pre { padding: 10px 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { body { max-width: none; padding: 0; } h2 { break-after: avoid; } figure, tr { break-inside: avoid; } }
"""

_BASELINE_WORDS: Final = {
    "chance": "an order drawn at random (exact)",
    "single_frame": "the same encoder, shown the first frame of each clip for all frames",
    "single_frame_trained": "a net of the same kind, trained and shown first frames only",
    "single_clip": "one clip of the study in place of all: mean over five seeded choices",
    "equal_weights": "the plain mean of the clips in place of attention",
    "text_only": "no picture: the index's report nearest by text to the study's own (ceiling of prior reports)",
    "views_only": "which views were taken, mapped to report vectors; no look into them",
}


def page(figures: Figures) -> str:
    """Return the report of an evaluation.

    Parameters
    ----------
    figures : dict
        What `training.evaluate.evaluate` returned, or its JSON read back.
    """
    data = figures["data"]
    title = f"Evaluation of {figures['bundle_id']}"
    parts = [
        f"<h1>{_safe(title)}</h1>",
        f'<p class="quiet">{_safe(figures["title"])} · set {_safe(data["name"] or "without name")} · '
        f"{data['studies']} studies of {data['patients']} patients, {data['clips']} clips</p>",
        *_banner(figures),
        *_summary(figures),
        *_retrieval(figures),
        *_views(figures),
        *_phenotypes(figures),
        *_attention(figures),
        *_facts(figures),
        *_robustness(figures),
        *_data(figures),
        *_limits(figures),
    ]
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{_safe(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _banner(figures: Figures) -> list[str]:
    return [f'<p class="banner">{_safe(problem)}</p>' for problem in figures["data"]["problems"]]


def _summary(figures: Figures) -> list[str]:
    views, table, attention = figures["views"], figures["retrieval"], figures["attention"]
    rows: list[Sequence[str]] = []
    if views:
        rows.append(_row(f"View accuracy over {views['views']} views", views, "top1", f"{views['n']} clips"))
        rows.append(_row("View accuracy, mean of views", views, "macro", f"{views['views_seen']} views"))
    for direction, words in (("video_to_text", "Video to text"), ("text_to_video", "Text to video")):
        if one := table.get(direction):
            pool = f"pool of {one['pool']}"
            for key, name in (("r1", "R@1"), ("r5", "R@5"), ("r10", "R@10"), ("mrr", "MRR")):
                rows.append(_row(f"{words}, {name}", one, key, pool))
            rows.append(_row(f"{words}, median rank", one, "median_rank", pool, digits=1))
    phenotypes = figures["phenotypes"]
    number = sum(isinstance(one, dict) for one in phenotypes.values())
    rows.append(_row("Mean area under the curve, nearest reports", phenotypes, "mean_auc", f"{number} phenotypes"))
    probing = figures.get("probing", {})
    if probing:
        fitted = f"fitted on {probing['train_studies']} studies"
        rows.append(_row("Mean area under the curve, linear probe", probing["phenotypes"], "mean_auc", fitted))
    if ef := figures.get("ef"):
        rows.append(_row("EF error, points, nearest reports", ef, "mae", f"{ef['n']} studies", digits=2))
        rows.append(_row("EF error, points, always the mean of prior reports", ef, "mae_of_mean", "", digits=2))
    if "ef" in probing:
        rows.append(_row("EF error, points, linear probe", probing["ef"], "mae", fitted, digits=2))
    if facts := figures.get("facts"):
        rows.append(_row("Facts of the draft, F1", facts, "f1", f"{facts['stated']} facts"))
        rows.append(_row("Abnormal facts, F1", facts["abnormal"], "f1", f"{facts['abnormal']['stated']} facts"))
        rows.append(_row("Facts that contradict the report", facts, "contradictions", "of facts that both state"))
    if views:
        first = "Sections in which a view that shows them comes first"
        rows.append(_row(first, attention, "sections_with_true_view_first", f"of {attention['of']}", digits=0))
    words = "Intervals are 95 %, by drawing patients with replacement"
    return [
        "<h2>Summary</h2>",
        f'<p class="quiet">{words} ({figures["rounds"]} rounds, seed {figures["seed"]}).</p>',
        _table(("Figure", "Value", "95 % interval", "Of"), rows),
    ]


def _retrieval(figures: Figures) -> list[str]:
    table = figures["retrieval"]
    if "video_to_text" not in table:
        return []
    same = table["duplicates"]
    head = ("Study stands for", "R@10 video to text", "R@10 text to video", "Median rank", "EF error", "Mean area")
    main = {**table, "ef": figures.get("ef"), **{k: figures["phenotypes"].get(k) for k in ("mean_auc", "mean_auc_ci")}}
    rows = [_baseline_row("attention (main)", main)]
    rows += [_baseline_row(name.replace("_", " "), one) for name, one in table["baselines"].items()]
    meant = [(name.replace("_", " "), _BASELINE_WORDS.get(name, "")) for name in table["baselines"]]
    gap = table["attention_minus_equal"]["video_to_text"]
    return [
        "<h2>Retrieval, and what it is held against</h2>",
        "<p>A study is looked for by attention: the mean of its sections' queries. Reports that read the same are all "
        f"right answers: {same['studies']} studies share their report with another, in {same['groups']} groups.</p>",
        _plot(plots.recall, figures, "Recall at k"),
        _plot(plots.baselines, figures, "Recall at 10 of the baselines"),
        _table(head, rows, main=0),
        f"<p>Attention minus equal weights, video to text, paired: R@10 {_value(gap, 'r10', signed=True)}, "
        f"MRR {_value(gap, 'mrr', signed=True)}.</p>",
        _table(("Baseline", "Meaning"), meant),
    ]


def _views(figures: Figures) -> list[str]:
    views = figures["views"]
    if not views:
        return []
    worst = sorted(views["by_view"].items(), key=lambda item: float(item[1]["top1"]))[:10]
    rows = [(_spoken(name), *_cells(one, "top1"), str(one["n"])) for name, one in worst]
    return [
        "<h2>Views</h2>",
        _plot(plots.coarse_confusion, figures, "Confusion of coarse views, clips"),
        _table(("Least accurate views", "Accuracy", "95 % interval", "Clips"), rows),
        _plot(
            plots.confusion, figures, "Confusion of all views; numbers: per cent of the true view's clips, from 5 on"
        ),
    ]


def _phenotypes(figures: Figures) -> list[str]:
    parts = []
    if any(isinstance(one, dict) for one in figures["phenotypes"].values()):
        words = "In brackets: studies with the phenotype."
        parts += ["<h2>Phenotypes</h2>", f"<p>{words}</p>", _plot(plots.areas, figures, "Area under the curve")]
    if "ef" in figures:
        parts += ["<h2>Ejection fraction</h2>", _plot(plots.ejection_fraction, figures, "Ejection fraction")]
    return parts


def _attention(figures: Figures) -> list[str]:
    if not figures["views"]:
        return []
    rows = [
        (name, f"{one['share']:.2f}", *_cells(one, "weight"), _number(one["equal_share"]), str(one["studies"]))
        for name, one in figures["attention"]["sections"].items()
        if one["share"] is not None
    ]
    head = ("Section", "Such a view first", "Weight on such views", "95 % interval", "If all counted alike", "Studies")
    return [
        "<h2>Attention</h2>",
        "<p>How much clips count whose view shows the section. Studies count that have such a clip and another.</p>",
        _plot(plots.attention, figures, "Weight of each view in each section"),
        _table(head, rows),
    ]


def _facts(figures: Figures) -> list[str]:
    facts = figures.get("facts")
    if not facts:
        return []
    keys = ("precision", "recall", "f1", "contradictions", "negation")
    lines = [("Draft", facts), ("Draft, abnormal facts", facts["abnormal"])]
    for name, one in facts["baselines"].items():
        words = name.replace("_", " ")
        lines += [(f"{words}", one), (f"{words}, abnormal facts", one["abnormal"])]
    rows = [(name, *[_value(one, key) for key in keys]) for name, one in lines]
    examples = [
        (one["finding"], one["draft"], one["report"], one["kind"], str(one["studies"])) for one in facts["examples"]
    ]
    source = {"concept": "the sentences' codes", "text": "the sentences' words"}[facts["source"]]
    return [
        "<h2>Draft and report, as clinical facts</h2>",
        f"<p>Facts are read from {source}: finding, degree, negation. A fact of the draft is right where the report "
        "states the same finding alike; it contradicts where the report states it otherwise: in degree, or by a "
        "negation, normal against abnormal. "
        f"{facts['sections_not_assessed']} sections were not assessed for want of a view; their facts lower the "
        "recall. <i>text only</i> repeats the index's report nearest to the study's own, <i>typical report</i> says "
        "the same of every study.</p>",
        _table(("", "Precision", "Recall", "F1", "Contradictions", "of them negations"), rows, main=0),
        _plot(plots.facts, figures, "Agreement by section; in brackets: facts of the reports"),
        _table(("Most frequent contradictions", "Draft", "Report", "Kind", "Studies"), examples),
    ]


def _robustness(figures: Figures) -> list[str]:
    table = figures.get("robustness")
    if not table:
        return []
    return [
        "<h2>Robustness</h2>",
        f"<p>The same {table['studies']} studies with spoiled pictures or fewer clips; retrieval in a pool of "
        f"{table['pool']}. Depth attenuation and shadows spare spectra. Bands: 95 % intervals.</p>",
        _plot(plots.robustness, figures, "Robustness curves"),
    ]


def _data(figures: Figures) -> list[str]:
    data = figures["data"]
    low, middle, high = data["clips_per_study"]
    rows = [
        ("Set", data["name"]),
        ("Split", data["split"]),
        ("Studies", str(data["studies"])),
        ("Patients", str(data["patients"])),
        ("Clips", f"{data['clips']}; {low} to {high} a study, median {middle:g}"),
        ("Reports with section", ", ".join(f"{name} {n}" for name, n in data["studies_with_section"].items())),
        ("Clips of view", ", ".join(f"{_spoken(name)} {n}" for name, n in data["clips_of_view"].items())),
        ("SHA-256 of the data", data["sha256"]),
    ]
    command = figures["command"] or "measured from Python"
    return ["<h2>Data</h2>", _table(("", ""), rows), "<p>The command:</p>", f"<pre>{_safe(command)}</pre>"]


def _limits(figures: Figures) -> list[str]:
    limits = "".join(f"<li>{_safe(limit)}</li>" for limit in figures["limits"])
    return ["<h2>Limits</h2>", f"<ul>{limits}</ul>"] if limits else []


def _row(name: str, figures: Figures, key: str, of: str, digits: int = 3) -> Sequence[str]:
    return (name, *_cells(figures, key, digits), of)


def _baseline_row(name: str, one: Figures) -> Sequence[str]:
    ef = one.get("ef") or {}
    directions = [one.get(direction) or {} for direction in ("video_to_text", "text_to_video")]
    return (
        name,
        *[_value(direction, "r10") for direction in directions],
        _value(directions[0], "median_rank", digits=1),
        _value(ef, "mae", digits=2),
        _value(one, "mean_auc"),
    )


def _cells(figures: Figures, key: str, digits: int = 3) -> tuple[str, str]:
    ends = figures.get(f"{key}_ci")
    return _number(figures.get(key), digits), "" if ends is None else f"{ends[0]:.{digits}f} to {ends[1]:.{digits}f}"


def _value(figures: Figures, key: str, *, digits: int = 3, signed: bool = False) -> str:
    """Return a figure with its interval in brackets."""
    value, ends = figures.get(key), figures.get(f"{key}_ci")
    if value is None:
        return ""
    words = f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"
    return words if ends is None else f"{words} ({ends[0]:.{digits}f} to {ends[1]:.{digits}f})"


def _number(value: float | None, digits: int = 3) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], main: int | None = None) -> str:
    """Return a table; columns of figures stand right, the main row in colour."""
    figures = [all(_is_figure(row[column]) for row in rows) for column in range(len(head))]
    kind = ["n" if figure and any(row[column] for row in rows) else "" for column, figure in enumerate(figures)]
    top = "".join(f'<th class="{kind[column]}">{_safe(name)}</th>' for column, name in enumerate(head))
    lines = [f"<tr>{top}</tr>"] if any(head) else []
    for number, row in enumerate(rows):
        cells = "".join(f'<td class="{kind[column]}">{_safe(cell)}</td>' for column, cell in enumerate(row))
        lines.append(f'<tr class="{"main" if number == main else ""}">{cells}</tr>')
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def _is_figure(cell: str) -> bool:
    return not cell or cell[0] in "+-0123456789"


def _plot(draw: Callable[[Figures], Figure], figures: Figures, caption: str) -> str:
    picture = base64.b64encode(plots.svg_of(draw, figures)).decode()
    words = _safe(caption)
    source = f"data:image/svg+xml;base64,{picture}"
    return f'<figure>\n<figcaption>{words}</figcaption>\n<img alt="{words}" src="{source}">\n</figure>'


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _safe(text: str) -> str:
    return html.escape(str(text))
