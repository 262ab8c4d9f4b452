"""A phantom study: patient, heart, list of clips with their disturbances, report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.phantom.anatomy import Heart
from training.phantom.cases import Mix, sample_heart
from training.phantom.motion import rr_intervals_s
from training.phantom.planes import SCENES, read_views
from training.phantom.reports import ReportSentence, write_report
from training.phantom.scanner import STYLES, TRAINING_STYLES, Nuisance, sample_nuisance

VIEW_ROWS = {row.view_id: row for row in read_views()}
VIEW_IDS = tuple(VIEW_ROWS)

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"

STILL_MODALITIES = ("pw", "cw", "tdi", "mmode")


@dataclass(frozen=True, slots=True)
class Patient:
    """An obviously invented person."""

    patient_id: str
    name: str
    """DICOM person name, such as DEMO^PHANTOM A."""
    sex: str
    birth_year: int


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """Everything needed to draw one clip."""

    view_id: str
    order: int
    """Place in the acquisition, counted from 0."""
    seed: int
    style: str
    fps: float
    frames: int
    """Frames in the file; 1 for a still."""
    start_s: float
    """Time since the last R wave at the first frame."""
    rr_s: tuple[float, ...]
    """RR intervals from that R wave on."""
    nuisance: Nuisance

    @property
    def modality(self) -> str:
        """2d, color, pw, cw, tdi or mmode."""
        return VIEW_ROWS[self.view_id].modality


@dataclass(frozen=True, slots=True)
class PhantomStudy:
    """One study, drawn from (seed, index)."""

    study_key: str
    seed: int
    index: int
    style: str
    patient: Patient
    heart: Heart
    clips: tuple[ClipPlan, ...]
    report: tuple[ReportSentence, ...]

    @property
    def views(self) -> frozenset[str]:
        """The views that were taken."""
        return frozenset(plan.view_id for plan in self.clips)


def sample_clip(
    view_id: str, heart: Heart, style: str, order: int, rng: np.random.Generator, strength: float = 1.0
) -> ClipPlan:
    """Return a plan for one clip of `heart`.

    Parameters
    ----------
    view_id : str
        Identifier of views.csv.
    heart : Heart
        The truth.
    style : str
        Key of :data:`~training.phantom.scanner.STYLES`.
    order : int
        Place in the acquisition.
    rng : numpy.random.Generator
        Source of all randomness.
    strength : float
        Size of the disturbances, 1 normal.
    """
    modality = VIEW_ROWS[view_id].modality
    still = modality in STILL_MODALITIES and rng.random() < 0.75
    fps = 30.0 if modality in STILL_MODALITIES else round(_frame_rate(modality, rng), 1)
    rr = rr_intervals_s(heart, rng, 14)
    start = float(rng.uniform(0, rr[0])) if rng.random() < 0.5 else float(rng.uniform(0, 0.06))
    seconds = rr[0] * float(rng.uniform(1.05, 2.0))
    frames = 1 if still else int(np.clip(round(seconds * fps), 17, 170))
    return ClipPlan(
        view_id, order, int(rng.integers(2**31)), style, fps, frames, start, rr, sample_nuisance(rng, strength)
    )


def _frame_rate(modality: str, rng: np.random.Generator) -> float:
    """Return frames per second, 17 to 120: colour is slow, a narrow sector fast."""
    if modality == "color":
        return float(rng.uniform(17, 36))
    if rng.random() < 0.8:
        return float(np.exp(rng.uniform(np.log(28), np.log(75))))
    return float(rng.uniform(17, 28) if rng.random() < 0.5 else rng.uniform(75, 120))


STAPLE_VIEWS = frozenset(
    {
        *("plax", "psax_av", "psax_mv", "psax_papillary", "a4c", "a2c", "a3c", "a5c"),
        *("a4c_color_mv", "mv_inflow_pw", "subcostal_4c", "plax_color_av_mv"),
    }
)
"""Views that the protocol seldom leaves out."""
_FREQUENT = frozenset(
    {
        *("a4c_color_tv", "a5c_color", "tv_cw_apical", "av_cw", "tdi_septal", "tdi_lateral", "tapse_mmode"),
        *("subcostal_ivc", "subcostal_color_ias", "plax_zoom_av", "plax_ascending_aorta"),
    }
)


def _weight(view_id: str) -> float:
    """Return how often a view is taken beside the others."""
    return 5.0 if view_id in STAPLE_VIEWS else 2.0 if view_id in _FREQUENT else 1.0


def _chosen_views(rng: np.random.Generator) -> list[str]:
    """Return 12 to 26 views; the staple ones are seldom missing, and the order is that of an examination."""
    weights = np.array([_weight(view) for view in VIEW_IDS])
    count = int(rng.integers(12, 27))
    picks = rng.choice(len(VIEW_IDS), size=count, replace=False, p=weights / weights.sum())
    chosen = [VIEW_IDS[i] for i in sorted(int(p) for p in picks)]
    # Colour and traces are taken right after the grey view they belong to, as sonographers do.
    place = {v: i for i, v in enumerate(VIEW_IDS)}
    return sorted(chosen, key=lambda v: (place[SCENES.get(str(v), str(v))], place[v]))


def sample_study(seed: int, index: int, style: str | None = None, mix: Mix = Mix.INTERNAL) -> PhantomStudy:
    """Return study number `index` of the set that `seed` defines; the same arguments give the same study.

    Parameters
    ----------
    seed : int
        The set.
    index : int
        Number within the set, from 0.
    style : str, optional
        Key of :data:`~training.phantom.scanner.STYLES`; one of the training styles at random when left out.
    mix : Mix
        How often each disease is.
    """
    rng = np.random.default_rng([seed, index])
    heart = sample_heart(rng, mix)
    drawn = str(rng.choice(TRAINING_STYLES))
    chosen = drawn if style is None else style
    if chosen not in STYLES:
        raise ValueError(f"unknown scanner style {chosen!r}")
    # Some patients are hard to scan in every view.
    strength = float(np.clip(np.exp(0.25 * rng.standard_normal()), 0.6, 1.7))
    views = _chosen_views(rng)
    clips = tuple(sample_clip(v, heart, chosen, i, rng, strength) for i, v in enumerate(views))
    letters = _LETTERS[index % len(_LETTERS)] + (str(index // len(_LETTERS)) if index >= len(_LETTERS) else "")
    patient = Patient(f"P-{seed % 1000:03d}{index:06d}", f"DEMO^PHANTOM {letters}", heart.sex, 2024 - int(heart.age_y))
    report = write_report(heart, rng, frozenset(views))
    return PhantomStudy(f"{seed}-{index}", seed, index, chosen, patient, heart, clips, report)
