"""What the raters say of draft and reference: preference, scores, errors and agreement, with intervals by case."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from training.metrics import interval
from training.rating.agreement import Level, coincidences, krippendorff_alpha
from training.rating.answers import ARMS, CRITERIA, Answers

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
Figures = dict[str, Any]

FIGURES_VERSION: Final = 1
STEPS: Final = {
    "reference_much_better": -2,
    "reference_better": -1,
    "same": 0,
    "draft_better": 1,
    "draft_much_better": 2,
}
DEFINITIONS: Final = {
    "sign_test_p": "two-sided exact binomial test of the cases in which the draft is better against those in which the "
    "reference is; ties left out; over raters a case counts once, by the sign of its mean",
    "_ci": "95 % interval by drawing cases with replacement, all ratings of a case together",
    "alpha": "Krippendorff's alpha, ordinal for preference and scores, nominal for errors; 1 agreement, 0 chance",
    "discordant_p": "two-sided exact binomial test of the ratings with an error in the draft alone against those with "
    "one in the reference alone",
}


def figures(answers: Answers, seed: int = 0) -> Figures:
    """Return all figures as the JSON of `evaluate --ratings` has them; None where a figure is not defined.

    Parameters
    ----------
    answers : Answers
        Of all raters.
    seed : int
        Of the bootstrap.
    """
    rng = np.random.default_rng(seed)
    everyone = np.arange(len(answers.raters))
    return {
        "version": FIGURES_VERSION,
        "cases": len(answers.case_ids),
        "raters": list(answers.raters),
        "definitions": dict(DEFINITIONS),
        "together": _of_raters(answers, everyone, rng),
        "per_rater": {
            name: {
                **_of_raters(answers, everyone[place : place + 1], rng),
                "skipped": list(answers.skipped[place]),
                "missing": list(answers.missing[place]),
            }
            for place, name in enumerate(answers.raters)
        },
        "agreement": _agreement(answers, rng),
        "notes": [
            {"rater": n.rater, "case_id": n.case_id, "study_id": n.study_id, "about": n.about, "text": n.text}
            for n in answers.notes
        ],
    }


def sign_test(wins: int, losses: int) -> float | None:
    """Return the two-sided exact p of `wins` against `losses` if both were as likely; None without any."""
    count = wins + losses
    if not count:
        return None
    tail = sum(math.comb(count, k) for k in range(min(wins, losses) + 1))
    return float(min(1.0, 2 * tail / 2**count))


def _of_raters(answers: Answers, raters: Rows, rng: np.random.Generator) -> Figures:
    """Return the figures of some raters, over the cases that at least one of them rated."""
    steps = answers.preference[raters]
    rated = np.flatnonzero(~np.isnan(steps).all(axis=0))
    return {
        "rated_cases": len(rated),
        "ratings": int((~np.isnan(steps)).sum()),
        "preference": _preference(steps[:, rated], answers.towards_b[np.ix_(raters, rated)], rng),
        "scores": _scores(answers.scores[np.ix_(raters, rated)], rng),
        "significant_errors": _errors(answers.errors[np.ix_(raters, rated)], rng),
    }


def _preference(steps: Floats, towards_b: Floats, rng: np.random.Generator) -> Figures:
    cases = steps.shape[1]
    by_case = _mean(steps, axis=0)
    better, worse = int((by_case > 0).sum()), int((by_case < 0).sum())
    return {
        "counts": {name: int((steps == value).sum()) for name, value in STEPS.items()},
        "cases_draft_better": better,
        "cases_same": int((by_case == 0).sum()),
        "cases_reference_better": worse,
        "sign_test_p": sign_test(better, worse),
        **_with_interval("mean_step", lambda rows: _overall(steps[:, rows]), cases, rng),
        **_with_interval("draft_not_worse", lambda rows: _share(steps[:, rows] >= 0, steps[:, rows]), cases, rng),
        **_with_interval("draft_better", lambda rows: _share(steps[:, rows] > 0, steps[:, rows]), cases, rng),
        # which side of the screen a text stood on should not matter
        "side": {"a_better": int((towards_b < 0).sum()), "b_better": int((towards_b > 0).sum())},
    }


def _scores(scores: Floats, rng: np.random.Generator) -> Figures:
    """Return mean scores by criterion and arm; `scores` has shape (raters, cases, arms, criteria)."""
    found: Figures = {}
    for place, name in enumerate(CRITERIA):
        values = scores[..., place]
        draft, reference = values[..., 0], values[..., 1]
        found[name] = {
            **_with_interval("draft", lambda rows, arm=draft: _overall(arm[:, rows]), draft.shape[1], rng),
            **_with_interval("reference", lambda rows, arm=reference: _overall(arm[:, rows]), draft.shape[1], rng),
            **_with_interval(
                "difference", lambda rows, gap=draft - reference: _overall(gap[:, rows]), draft.shape[1], rng
            ),
        }
    return found


def _errors(errors: Floats, rng: np.random.Generator) -> Figures:
    """Return how many texts hold a clinically significant error; `errors` has shape (raters, cases, arms)."""
    found: Figures = {}
    for place, arm in enumerate(ARMS):
        own = errors[..., place]
        found[arm.value] = {
            "texts": int((own == 1).sum()),
            "of": int((~np.isnan(own)).sum()),
            **_with_interval("share", lambda rows, own=own: _overall(own[:, rows]), own.shape[1], rng),
        }
    draft_alone = int((errors[..., 0] > errors[..., 1]).sum())
    reference_alone = int((errors[..., 1] > errors[..., 0]).sum())
    return {
        **found,
        "draft_alone": draft_alone,
        "reference_alone": reference_alone,
        "discordant_p": sign_test(draft_alone, reference_alone),
    }


def _agreement(answers: Answers, rng: np.random.Generator) -> Figures:
    """Return alpha for each question; the two texts of a case are two units, drawn together."""
    scale = np.arange(1.0, 6.0)
    questions = {"preference": (answers.preference[..., None], np.arange(-2.0, 3.0), Level.ORDINAL)}
    for place, name in enumerate(CRITERIA):
        questions[name] = (answers.scores[..., place], scale, Level.ORDINAL)
    questions["significant_errors"] = (answers.errors, np.arange(2.0), Level.NOMINAL)
    found: Figures = {}
    for name, (values, scale, level) in questions.items():
        units = values.shape[2]
        pairs = coincidences(values.reshape(len(values), -1), scale)
        by_case = pairs.reshape(-1, units, len(scale), len(scale)).sum(axis=1)
        found[name] = {
            **_with_interval(
                "alpha",
                lambda rows, by_case=by_case, level=level: krippendorff_alpha(by_case[rows], level),
                len(by_case),
                rng,
            ),
            "cases": int((by_case.sum(axis=(1, 2)) > 0).sum()),
        }
    return found


def _mean(values: Floats, axis: int) -> Floats:
    """Return the mean of what is not NaN, NaN where nothing is."""
    known = ~np.isnan(values)
    counts = known.sum(axis=axis)
    sums = np.where(known, values, 0.0).sum(axis=axis)
    return np.asarray(np.where(counts > 0, sums / np.maximum(counts, 1), np.nan))


def _overall(values: Floats) -> float:
    return float(_mean(values.reshape(-1), axis=0))


def _share(hits: npt.NDArray[np.bool_], values: Floats) -> float:
    known = int((~np.isnan(values)).sum())
    return float(hits.sum() / known) if known else float("nan")


def _with_interval(name: str, figure: Callable[..., float], cases: int, rng: np.random.Generator) -> Figures:
    value = figure(np.arange(cases))
    if math.isnan(value):
        return {name: None, f"{name}_ci": None}
    return {name: value, f"{name}_ci": list(interval(figure, cases, rng))}
