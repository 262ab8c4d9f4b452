"""A phantom study: patient, heart, list of clips with their disturbances, report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.phantom.anatomy import Heart
from training.phantom.cases import sample_heart
from training.phantom.motion import rr_intervals_s
from training.phantom.planes import SCENES, read_views
from training.phantom.reports import ReportSentence, write_report
from training.phantom.scanner import STYLES, Nuisance, sample_nuisance

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
    fps = float(
        np.round(
            rng.uniform(25, 34)
            if modality == "color"
            else rng.uniform(30, 62)
            if rng.random() < 0.8
            else rng.uniform(62, 80),
            1,
        )
    )
    if modality in STILL_MODALITIES:
        fps = 30.0
    rr = rr_intervals_s(heart, rng, 14)
    start = float(rng.uniform(0, rr[0])) if rng.random() < 0.5 else float(rng.uniform(0, 0.06))
    seconds = rr[0] * float(rng.uniform(1.05, 2.0))
    frames = 1 if still else int(np.clip(round(seconds * fps), 34, 110))
    return ClipPlan(
        view_id, order, int(rng.integers(2**31)), style, fps, frames, start, rr, sample_nuisance(rng, strength)
    )


def _chosen_views(rng: np.random.Generator) -> list[str]:
    """Return 12 to 26 views; the staple ones are seldom missing, and the order is that of an examination."""
    staple = {
        "plax",
        "psax_av",
        "psax_mv",
        "psax_papillary",
        "a4c",
        "a2c",
        "a3c",
        "a5c",
        "a4c_color_mv",
        "mv_inflow_pw",
        "subcostal_4c",
        "plax_color_av_mv",
    }
    weights = np.array([5.0 if v in staple else 1.0 for v in VIEW_IDS])
    count = int(rng.integers(12, 27))
    picks = rng.choice(len(VIEW_IDS), size=count, replace=False, p=weights / weights.sum())
    chosen = [VIEW_IDS[i] for i in sorted(int(p) for p in picks)]
    # Colour and traces are taken right after the grey view they belong to, as sonographers do.
    place = {v: i for i, v in enumerate(VIEW_IDS)}
    return sorted(chosen, key=lambda v: (place[SCENES.get(str(v), str(v))], place[v]))


def sample_study(seed: int, index: int, style: str | None = None) -> PhantomStudy:
    """Return study number `index` of the set that `seed` defines; the same arguments give the same study.

    Parameters
    ----------
    seed : int
        The set.
    index : int
        Number within the set, from 0.
    style : str, optional
        Key of :data:`~training.phantom.scanner.STYLES`; "a" or "b" at random when left out.
    """
    rng = np.random.default_rng([seed, index])
    heart = sample_heart(rng)
    drawn = "a" if rng.random() < 0.5 else "b"
    chosen = drawn if style is None else style
    if chosen not in STYLES:
        raise ValueError(f"unknown scanner style {chosen!r}")
    clips = tuple(sample_clip(v, heart, chosen, i, rng) for i, v in enumerate(_chosen_views(rng)))
    letters = _LETTERS[index % len(_LETTERS)] + (str(index // len(_LETTERS)) if index >= len(_LETTERS) else "")
    patient = Patient(f"P-{seed % 1000:03d}{index:06d}", f"DEMO^PHANTOM {letters}", heart.sex, 2024 - int(heart.age_y))
    return PhantomStudy(f"{seed}-{index}", seed, index, chosen, patient, heart, clips, write_report(heart, rng))
