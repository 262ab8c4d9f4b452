from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training.phantom.anatomy import AtrialSeptum, Heart, PulmonaryVeinFlow, Rhythm, Severity
from training.phantom.cases import sample_heart
from training.phantom.scanner import Nuisance
from training.phantom.study import ClipPlan, sample_clip


@pytest.fixture(scope="session")
def normal_heart() -> Heart:
    rng = np.random.default_rng(3)
    heart = next(h for h in (sample_heart(rng) for _ in range(200)) if h.normal)
    return replace(
        heart,
        rhythm=Rhythm.SINUS,
        heart_rate_bpm=66.0,
        mitral_regurgitation=Severity.NONE,
        mitral_jet_eccentric=False,
        effusion=Severity.NONE,
        effusion_cm=0.0,
        atrial_septum=AtrialSeptum.INTACT,
        pulmonary_vein_flow=PulmonaryVeinFlow.NORMAL,
    )


QUIET = Nuisance(
    gain_db=0.0,
    depth_scale=1.0,
    sector_scale=1.0,
    tilt_rad=0.0,
    swing_rad=0.0,
    rock_rad=0.0,
    shift_cm=(0.0, 0.0),
    foreshortening_cm=0.0,
    attenuation_db_cm=0.3,
    noise=0.0,
    dropout=(),
)


@pytest.fixture
def quiet_plan(normal_heart: Heart):
    """Return a maker of plans without any disturbance, 50 frames a second, the R wave at the first frame."""

    def make(view_id: str, heart: Heart = normal_heart) -> ClipPlan:
        plan = sample_clip(view_id, heart, "a", 0, np.random.default_rng(1))
        rr = (60.0 / heart.heart_rate_bpm,) * len(plan.rr_s)
        frames = plan.frames if plan.modality not in ("2d", "color") else 45
        return replace(plan, nuisance=QUIET, fps=50.0, start_s=0.0, frames=frames, seed=7, rr_s=rr)

    return make
