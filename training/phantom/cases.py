"""How hearts are drawn at random: causes in stated proportions, and what each does to the heart.

Proportions (:data:`PROPORTIONS`) are a choice for teaching a model, not an epidemiology: pathologies are far more
common here than in life. Consequences are linked: pressure dilates the right ventricle, a leaking mitral valve the left
atrium, a tight aortic valve thickens the wall.

References
----------
Normal sizes and grades: see :mod:`training.phantom.anatomy`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType

import numpy as np

from training.phantom.anatomy import TERRITORIES, AtrialSeptum, Heart, PulmonaryVeinFlow, Rhythm, Severity

PROPORTIONS: Mapping[str, float] = MappingProxyType(
    {
        "normal": 0.40,
        "infarct": 0.17,
        "dilated_cardiomyopathy": 0.18,
        "hypertensive": 0.13,
        "aortic_stenosis": 0.11,
        "aortic_regurgitation": 0.09,
        "mitral_regurgitation": 0.14,
        "mitral_stenosis": 0.06,
        "pulmonary_hypertension": 0.14,
        "rv_infarct": 0.05,
        "tricuspid_regurgitation": 0.08,
        "pulmonic_regurgitation": 0.06,
        "pulmonic_stenosis": 0.04,
        "effusion": 0.12,
        "aortic_dilation": 0.11,
        "septal_defect": 0.09,
        "septal_aneurysm": 0.05,
        "atrial_fibrillation": 0.10,
    }
)
"""Share of normal studies; then, among the others, the relative weight of each cause (1 to 4 without repetition)."""

EXTERNAL_PROPORTIONS: Mapping[str, float] = MappingProxyType(
    {
        **PROPORTIONS,
        "normal": 0.28,
        "infarct": 0.11,
        "dilated_cardiomyopathy": 0.11,
        "hypertensive": 0.20,
        "aortic_stenosis": 0.19,
        "aortic_regurgitation": 0.12,
        "mitral_regurgitation": 0.17,
        "mitral_stenosis": 0.03,
        "tricuspid_regurgitation": 0.12,
        "atrial_fibrillation": 0.18,
    }
)
"""The same for a hospital of older patients: more valves, hypertension and fibrillation, fewer infarcts."""


class Mix(Enum):
    """How often each disease is."""

    INTERNAL = "internal"
    EXTERNAL = "external"


_MIXES: Mapping[Mix, Mapping[str, float]] = MappingProxyType(
    {Mix.INTERNAL: PROPORTIONS, Mix.EXTERNAL: EXTERNAL_PROPORTIONS}
)
_YOUNGEST: Mapping[Mix, float] = MappingProxyType({Mix.INTERNAL: 20.0, Mix.EXTERNAL: 42.0})


@dataclass(slots=True)
class _Draft:
    """Working copy of the quantities that several causes change."""

    edv: float
    ef: float
    wall: float
    wall_scale_posterior: float
    motion: list[float]
    territory: str
    rv: float
    fac: float
    la: float
    ra: float
    root: float
    asc: float
    rvsp_add: float
    rap: float
    mr: Severity
    eccentric: bool
    ms: Severity
    ar: Severity
    as_: Severity
    tr: Severity
    pr: Severity
    ps: Severity
    eff: Severity
    septum: AtrialSeptum
    af: bool
    relax: float
    """Relaxation: 1 healthy, 0.4 poor; scales e'."""


def _grade(rng: np.random.Generator, *weights: float) -> Severity:
    """Return MILD, MODERATE or SEVERE with the given weights."""
    probability = np.asarray(weights) / sum(weights)
    return Severity(2 + int(rng.choice(3, p=probability)))


def _apply(cause: str, d: _Draft, rng: np.random.Generator) -> None:  # noqa: C901  (a table of causes, read top to bottom)
    if cause == "infarct":
        d.territory = str(rng.choice(list(TERRITORIES)))
        level = float(rng.choice([0.4, 0.0, -0.15], p=[0.4, 0.45, 0.15]))
        for s in TERRITORIES[d.territory]:
            d.motion[s] = level
        d.ef -= 3.2 * len(TERRITORIES[d.territory]) * (1.0 - level) + float(rng.uniform(2, 10))
        d.edv *= float(rng.uniform(1.05, 1.35))
        d.mr = max(d.mr, Severity(int(rng.integers(0, 3))))
        d.relax *= 0.7
    elif cause == "dilated_cardiomyopathy":
        d.ef = float(rng.uniform(14, 44))
        d.edv *= float(rng.uniform(1.45, 2.2))
        d.la *= float(rng.uniform(1.3, 1.9))
        d.mr = max(d.mr, Severity(int(rng.integers(1, 5))))
        d.wall *= 0.92
        d.fac -= float(rng.uniform(0, 14))
        d.rvsp_add += float(rng.uniform(0, 18))
        d.relax *= 0.5
    elif cause == "hypertensive":
        d.wall *= float(rng.uniform(1.3, 1.8))
        d.edv *= 0.92
        d.la *= float(rng.uniform(1.1, 1.6))
        d.relax *= 0.6
    elif cause == "aortic_stenosis":
        d.as_ = _grade(rng, 0.25, 0.35, 0.4)
        d.wall *= 1.05 + 0.14 * (d.as_ - 1)
        d.la *= 1.0 + 0.12 * (d.as_ - 1)
        d.relax *= 0.7
    elif cause == "aortic_regurgitation":
        d.ar = _grade(rng, 0.35, 0.35, 0.3)
        d.edv *= 1.0 + 0.2 * (d.ar - 2)
        d.root += 0.2 * (d.ar - 1)
    elif cause == "mitral_regurgitation":
        d.mr = max(d.mr, _grade(rng, 0.3, 0.35, 0.35))
        d.eccentric = bool(rng.random() < 0.4)
        d.la *= 1.0 + 0.3 * (d.mr - 1)
        d.edv *= 1.0 + 0.1 * (d.mr - 1)
        d.rvsp_add += 5.0 * (d.mr - 2)
    elif cause == "mitral_stenosis":
        d.ms = _grade(rng, 0.3, 0.4, 0.3)
        d.la *= 1.3 + 0.25 * (d.ms - 2)
        d.rvsp_add += 8.0 * (d.ms - 1)
        d.edv *= 0.92
    elif cause == "pulmonary_hypertension":
        d.rvsp_add += float(rng.uniform(18, 55))
    elif cause == "rv_infarct":
        d.fac -= float(rng.uniform(12, 22))
        d.rv += float(rng.uniform(0.5, 1.3))
        d.rap += 5.0
    elif cause == "tricuspid_regurgitation":
        d.tr = max(d.tr, _grade(rng, 0.25, 0.4, 0.35))
        d.ra *= 1.0 + 0.35 * (d.tr - 1)
        d.rv += 0.3 * (d.tr - 1)
        d.rap += 3.0 * (d.tr - 2)
    elif cause == "pulmonic_regurgitation":
        d.pr = _grade(rng, 0.4, 0.4, 0.2)
        d.rv += 0.2 * (d.pr - 1)
    elif cause == "pulmonic_stenosis":
        d.ps = _grade(rng, 0.4, 0.35, 0.25)
        d.rvsp_add += 10.0 * (d.ps - 1)
    elif cause == "effusion":
        d.eff = _grade(rng, 0.4, 0.35, 0.25)
    elif cause == "aortic_dilation":
        d.root += float(rng.uniform(0.5, 1.6))
        d.asc += float(rng.uniform(0.6, 1.9))
    elif cause == "septal_defect":
        d.septum = AtrialSeptum.SHUNT
        d.rv += float(rng.uniform(0.3, 1.0))
        d.ra *= float(rng.uniform(1.2, 1.6))
    elif cause == "septal_aneurysm":
        d.septum = AtrialSeptum.ANEURYSM
    elif cause == "atrial_fibrillation":
        d.af = True
        d.la *= float(rng.uniform(1.3, 1.8))
        d.ra *= float(rng.uniform(1.2, 1.6))


def _right_heart(d: _Draft) -> None:
    """Let pressure reach the right heart: dilation, dysfunction, tricuspid regurgitation, full veins."""
    if d.rvsp_add > 14.0:
        strain = min((d.rvsp_add - 14.0) / 40.0, 1.0)
        d.rv += 1.3 * strain
        d.fac -= 16.0 * strain
        d.ra *= 1.0 + 0.6 * strain
        d.rap += 8.0 * strain
        d.tr = max(d.tr, Severity(2 + round(1.6 * strain)))


def _causes(rng: np.random.Generator, proportions: Mapping[str, float]) -> tuple[str, ...]:
    if rng.random() < proportions["normal"]:
        return ()
    names = [k for k in proportions if k != "normal"]
    weight = np.array([proportions[k] for k in names])
    count = int(rng.choice([1, 2, 3, 4], p=[0.4, 0.32, 0.18, 0.1]))
    chosen = rng.choice(len(names), size=count, replace=False, p=weight / weight.sum())
    causes = [names[i] for i in sorted(int(c) for c in chosen)]
    if "septal_defect" in causes and "septal_aneurysm" in causes:
        causes.remove("septal_aneurysm")
    return tuple(causes)


def sample_heart(rng: np.random.Generator, mix: Mix = Mix.INTERNAL) -> Heart:
    """Return one heart drawn at random.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of all randomness.
    mix : Mix
        :data:`PROPORTIONS` or :data:`EXTERNAL_PROPORTIONS`.
    """
    causes = _causes(rng, _MIXES[mix])
    sex = "F" if rng.random() < 0.5 else "M"
    male = sex == "M"
    age = float(rng.uniform(_YOUNGEST[mix], 88))
    height = float(rng.normal(176 if male else 163, 7))
    weight = float(np.clip(rng.normal(80 if male else 67, 12), 45, 130))
    bsa = 0.007184 * height**0.725 * weight**0.425
    d = _Draft(
        edv=float(np.clip(rng.normal(61 if male else 53, 7), 40, 72 if male else 67)) * bsa,
        ef=float(np.clip(rng.normal(62.5, 3.6), 55, 72)),
        wall=float(np.clip(rng.normal(0.86 if male else 0.78, 0.06), 0.62, 0.98)),
        wall_scale_posterior=float(rng.uniform(0.93, 1.0)),
        motion=[1.0] * 17,
        territory="",
        rv=float(np.clip(rng.normal(3.35, 0.28), 2.6, 4.0)),
        fac=float(np.clip(rng.normal(46, 4), 38, 56)),
        la=float(np.clip(rng.normal(26, 4), 16, 33)) * bsa,
        ra=float(np.clip(rng.normal(23, 4), 14, 29)) * bsa,
        root=float(np.clip(rng.normal(3.2 if male else 2.9, 0.2), 2.5, 3.65)),
        asc=float(np.clip(rng.normal(3.1 if male else 2.9, 0.2), 2.4, 3.6)),
        rvsp_add=0.0,
        rap=3.0,
        mr=Severity(int(rng.random() < 0.35)),
        eccentric=False,
        ms=Severity.NONE,
        ar=Severity(int(rng.random() < 0.1)),
        as_=Severity.NONE,
        tr=Severity(int(rng.random() < 0.6)),
        pr=Severity(int(rng.random() < 0.5)),
        ps=Severity.NONE,
        eff=Severity(int(rng.random() < 0.06)),
        septum=AtrialSeptum.INTACT,
        af=False,
        relax=1.0 - 0.006 * max(age - 35.0, 0.0),
    )
    for cause in causes:
        _apply(cause, d, rng)
    _right_heart(d)
    return _finish(d, causes, rng, age=age, sex=sex, height=height, weight=weight, bsa=bsa)


def _finish(
    d: _Draft,
    causes: tuple[str, ...],
    rng: np.random.Generator,
    *,
    age: float,
    sex: str,
    height: float,
    weight: float,
    bsa: float,
) -> Heart:
    """Derive the dependent quantities (flows, gradients, pressures) so that they agree with each other."""
    ef = float(np.clip(d.ef, 12, 74))
    edv = float(np.clip(d.edv, 55, 330))
    rate = float(np.clip(rng.normal(88 if d.af else 70, 11), 48, 125))
    rap = float(np.clip(d.rap, 3, 15))
    rvsp = float(np.clip(rng.normal(23, 2.5), 18, 29) + d.rvsp_add + max(rap - 3.0, 0.0))
    if d.rvsp_add == 0.0 and rap <= 3.0:
        rvsp = min(rvsp, 31.0)
    fac = float(np.clip(d.fac, 14, 58))
    lvot = float(np.clip(rng.normal(2.0 + (0.12 if sex == "M" else -0.06), 0.09), 1.75, 2.4))
    stroke = edv * ef / 100.0
    forward = stroke * (1.0, 0.98, 0.88, 0.72, 0.58)[d.mr]
    vti = float(np.clip(forward / (np.pi * lvot * lvot / 4.0), 7, 38))
    area = {
        Severity.NONE: 2.9,
        Severity.TRACE: 2.4,
        Severity.MILD: 1.75,
        Severity.MODERATE: 1.22,
        Severity.SEVERE: 0.72,
    }[d.as_] * float(rng.uniform(0.92, 1.08))
    av_vmax = (
        float(np.clip(5.0 * vti * np.pi * lvot * lvot / 4.0 / area * 1.16, 90, 560))
        if d.as_ >= Severity.MILD
        else float(np.clip(6.1 * vti, 80, 195))
    )
    if d.as_ >= Severity.MILD:
        low, high = {Severity.MILD: (210.0, 290.0), Severity.MODERATE: (302.0, 395.0), Severity.SEVERE: (402.0, 540.0)}[
            d.as_
        ]
        av_vmax = float(np.clip(av_vmax, low, high))
    filling = float(np.clip((30.0 - 10.0 * d.relax) / 20.0 + 0.15 * d.mr + (0.4 if ef < 40 else 0.0), 0.8, 2.4))
    e = float(np.clip(rng.normal(78, 9) * (0.62 + 0.38 * filling), 45, 150))
    a = float(np.clip(e / np.clip(rng.normal(2.0 - 0.018 * age + (0.9 if ef < 40 else 0.0), 0.15), 0.6, 3.2), 22, 115))
    if d.ms >= Severity.MILD:
        e = float(np.clip(110 + 35 * (d.ms - 1) + rng.normal(0, 8), 120, 260))
        a = 0.85 * e
    relax = float(np.clip(d.relax, 0.3, 1.05))
    thick = float(np.clip(d.wall, 0.6, 1.95))
    if d.ps >= Severity.MILD:
        pv_vmax = (0.0, 0.0, 250.0, 340.0, 440.0)[d.ps] * float(rng.uniform(0.93, 1.07))
    else:
        pv_vmax = float(rng.uniform(70, 115))
    if d.mr == Severity.SEVERE:
        vein = PulmonaryVeinFlow.REVERSED
    elif d.mr == Severity.MODERATE or ef < 38 or d.af or d.ms >= Severity.MODERATE:
        vein = PulmonaryVeinFlow.BLUNTED
    else:
        vein = PulmonaryVeinFlow.NORMAL
    heart = Heart(
        causes=causes,
        age_y=round(age, 1),
        sex=sex,
        height_cm=round(height, 0),
        weight_kg=round(weight, 0),
        heart_rate_bpm=round(rate, 0),
        rhythm=Rhythm.ATRIAL_FIBRILLATION if d.af else Rhythm.SINUS,
        lv_edv_ml=edv,
        lv_esv_ml=edv * (1.0 - ef / 100.0),
        septal_thickness_cm=thick,
        posterior_thickness_cm=thick * d.wall_scale_posterior,
        segment_motion=tuple(d.motion),
        infarct_territory=d.territory,
        rv_basal_cm=float(np.clip(d.rv, 2.5, 6.2)),
        rv_fac_pct=fac,
        tapse_mm=float(np.clip(rng.normal(22.0, 1.6) - 0.55 * max(44.0 - fac, 0.0), 7, 28)),
        rv_s_cm_s=float(np.clip(rng.normal(12.8, 1.1) - 0.28 * max(44.0 - fac, 0.0), 4.5, 17)),
        la_volume_ml=float(np.clip(d.la, 28, 190)),
        ra_volume_ml=float(np.clip(d.ra, 24, 170)),
        aortic_root_cm=float(np.clip(d.root, 2.4, 5.6)),
        ascending_aorta_cm=float(np.clip(d.asc, 2.3, 5.8)),
        lvot_diameter_cm=lvot,
        mitral_regurgitation=d.mr,
        mitral_jet_eccentric=d.eccentric and d.mr >= Severity.MILD,
        mitral_stenosis=d.ms,
        aortic_regurgitation=d.ar,
        aortic_stenosis=d.as_,
        tricuspid_regurgitation=d.tr,
        pulmonic_regurgitation=d.pr,
        pulmonic_stenosis=d.ps,
        effusion=d.eff,
        effusion_cm=(0.0, 0.25, 0.7, 1.4, 2.3)[d.eff] * float(rng.uniform(0.88, 1.12)),
        ivc_cm=float(np.clip(rng.normal(1.6, 0.14) + 0.085 * (rap - 3.0), 1.2, 3.0)),
        ivc_collapse_pct=float(np.clip(rng.normal(66, 6) - 4.6 * (rap - 3.0), 8, 85)),
        rap_mmhg=rap,
        rvsp_mmhg=rvsp,
        pa_diameter_cm=float(np.clip(np.clip(rng.normal(2.15, 0.15), 1.7, 2.5) + 0.018 * d.rvsp_add, 1.7, 3.8)),
        atrial_septum=d.septum,
        pulmonary_vein_flow=vein,
        e_cm_s=e,
        a_cm_s=0.0 if d.af else a,
        e_septal_cm_s=float(np.clip(11.5 * relax + rng.normal(0, 0.6), 3.0, 14)),
        e_lateral_cm_s=float(np.clip(15.0 * relax + rng.normal(0, 0.8), 4.0, 19)),
        s_septal_cm_s=float(np.clip(0.14 * ef + rng.normal(0, 0.4), 2.5, 11)),
        mitral_mean_gradient_mmhg=(1.5, 2.5, 4.0, 7.5, 13.0)[d.ms] * float(rng.uniform(0.9, 1.1)),
        lvot_vti_cm=vti,
        av_vmax_cm_s=av_vmax,
        av_mean_gradient_mmhg=0.6 * 4.0 * (av_vmax / 100.0) ** 2,
        av_area_cm2=area,
        tr_vmax_cm_s=100.0 * float(np.sqrt(max(rvsp - rap, 8.0) / 4.0)),
        pv_vmax_cm_s=pv_vmax,
    )
    return replace(heart, av_area_cm2=min(heart.av_area_cm2, 4.0))
