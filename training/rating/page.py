"""The figures of a rating as one HTML page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from string import Template
from typing import Any, Final

from training.rating.figures import STEPS, Figures

_WORDS: Final = {
    "draft_much_better": "draft much better",
    "draft_better": "draft better",
    "same": "no difference",
    "reference_better": "reference better",
    "reference_much_better": "reference much better",
}
_COLOURS: Final = dict(zip(reversed(STEPS), ("#2f8fa6", "#8cc5d3", "#c9ced4", "#e6bd86", "#c9822b"), strict=True))
_PAGE: Final = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Blinded rating</title><style>
body { font: 15px/1.5 Inter, system-ui, sans-serif; color: #1b2128; max-width: 960px; }
body { margin: 40px auto; padding: 0 20px; }
h1 { font-size: 24px; margin: 0; } h2 { font-size: 17px; margin: 36px 0 8px; } .dim { color: #5d6875; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid #dde2e7; vertical-align: top; }
th { font-weight: 600; font-size: 13px; }
.bar { display: flex; height: 22px; border-radius: 3px; overflow: hidden; min-width: 320px; }
.bar span { color: #10161c; font-size: 12px; text-align: center; line-height: 22px; overflow: hidden; }
.key i { display: inline-block; width: 11px; height: 11px; border-radius: 2px; margin: 0 6px 0 16px; }
</style></head><body>
<h1>Blinded rating of drafts and reports</h1>
<p class="dim">$cases cases, $raters. Research use only, not for diagnosis.</p>
<h2>Preference</h2><p class="key dim">$legend</p>$preference
<h2>Scores, 1 to 5</h2>$scores
<h2>Clinically significant errors</h2>$errors
<h2>Agreement between raters</h2>$agreement
<h2>Cases left out</h2>$missing
<h2>Notes of the raters</h2>$notes
<h2>Definitions</h2>$definitions
</body></html>
""")


def ratings_page(found: Figures) -> str:
    """Return the page of the figures that `training.rating.figures.figures` gives."""
    groups: dict[str, Mapping[str, Any]] = {"All raters": found["together"], **found["per_rater"]}
    count = len(found["raters"])
    return _PAGE.substitute(
        cases=found["cases"],
        raters=f"{count} rater{'' if count == 1 else 's'}",
        legend="".join(f'<i style="background:{_COLOURS[step]}"></i>{_WORDS[step]}' for step in _COLOURS),
        preference=_table(
            ("", "", "Not worse", "Sign test"),
            (
                (
                    escape(name),
                    _bar(group["preference"]["counts"]),
                    _figure(group["preference"], "draft_not_worse", percent=True),
                    _p_value(group["preference"]),
                )
                for name, group in groups.items()
            ),
        ),
        scores=_table(
            ("", "Criterion", "Draft", "Reference", "Difference"),
            (
                (
                    escape(name),
                    criterion,
                    *(_figure(scores, key) for key in ("draft", "reference", "difference")),
                )
                for name, group in groups.items()
                for criterion, scores in group["scores"].items()
            ),
        ),
        errors=_table(
            ("", "Draft", "Reference"),
            (
                (escape(name), *(_errors(group["significant_errors"][arm]) for arm in ("draft", "reference")))
                for name, group in groups.items()
            ),
        ),
        agreement=_table(
            ("Question", "Krippendorff's alpha", "Cases"),
            (
                (name.replace("_", " "), _figure(row, "alpha"), str(row["cases"]))
                for name, row in found["agreement"].items()
            ),
        ),
        missing=_table(
            ("Rater", "Skipped", "Not answered"),
            (
                (escape(name), escape(_listed(rater["skipped"])), escape(_listed(rater["missing"])))
                for name, rater in found["per_rater"].items()
            ),
        ),
        notes=_table(
            ("Case", "Study", "Rater", "About", "Note"),
            (
                tuple(escape(note[key]) for key in ("case_id", "study_id", "rater", "about", "text"))
                for note in found["notes"]
            ),
        ),
        definitions=_table(("", ""), ((escape(k), escape(v)) for k, v in found["definitions"].items())),
    )


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are HTML already."""
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    head = "".join(f"<th>{heading}</th>" for heading in headings)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if body else '<p class="dim">None.</p>'


def _bar(counts: Mapping[str, int]) -> str:
    parts = "".join(
        f'<span style="flex:{counts[step]};background:{colour}" title="{_WORDS[step]}">{counts[step]}</span>'
        for step, colour in _COLOURS.items()
        if counts[step]
    )
    return f'<div class="bar">{parts}</div>'


def _figure(group: Mapping[str, Any], key: str, *, percent: bool = False) -> str:
    value = group[key]
    if value is None:
        return "not defined"
    low, high = group[f"{key}_ci"]
    if percent:
        return f"{100 * value:.0f} % ({100 * low:.0f} to {100 * high:.0f})"
    return f"{value:.2f} ({low:.2f} to {high:.2f})"


def _errors(group: Mapping[str, Any]) -> str:
    return f"{group['texts']} of {group['of']}, {_figure(group, 'share', percent=True)}"


def _p_value(preference: Mapping[str, Any]) -> str:
    sides = f"{preference['cases_draft_better']} against {preference['cases_reference_better']}"
    p = preference["sign_test_p"]
    return sides if p is None else f"{sides}, p = {p:.3f}" if p >= 0.001 else f"{sides}, p &lt; 0.001"


def _listed(case_ids: Sequence[str]) -> str:
    return ", ".join(case_ids) or "none"
