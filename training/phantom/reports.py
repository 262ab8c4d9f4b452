"""Reports by section, written from the truth, and the table of phenotypes.

A concept is ``finding=value``; the finding is the same for all degrees, normal included, so two sentences of one
finding contradict each other exactly when their values differ.

References
----------
Cut-offs: Lang et al., J Am Soc Echocardiogr 2015;28:1-39 (tables 3, 4, 6, 8, 10 and 14); Humbert et al., Eur Heart J
2022;43:3618 (pulmonary pressure); Rudski et al., J Am Soc Echocardiogr 2010;23:685-713 (IVC).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType

import numpy as np

from training.phantom.anatomy import AtrialSeptum, Heart, Severity
from training.phantom.phrases import MOTION_TEMPLATES, TEMPLATES, TERRITORY_WORDS
from training.phantom.showing import MEASURED_IN, SHOWN_BY

SECTIONS: tuple[str, ...] = (
    "Left ventricle",
    "Wall motion",
    "Right ventricle",
    "Left atrium",
    "Right atrium",
    "Atrial septum",
    "Mitral valve",
    "Aortic valve",
    "Tricuspid valve",
    "Pulmonic valve",
    "Pericardium",
    "Aorta",
    "IVC",
    "Pulmonary artery",
    "Pulmonary veins",
)

FINDING_OF_PHENOTYPE: Mapping[str, str] = MappingProxyType(
    {
        "reduced_ef": "lv.function",
        "lv_dilated": "lv.size",
        "lvh": "lv.wall",
        "regional_wma": "wall_motion.regional",
        "rv_dilated": "rv.size",
        "rv_dysfunction": "rv.function",
        "la_dilated": "la.size",
        "ra_dilated": "ra.size",
        "mr_moderate_or_more": "mv.regurgitation",
        "ms_moderate_or_more": "mv.stenosis",
        "ar_moderate_or_more": "av.regurgitation",
        "as_moderate_or_more": "av.stenosis",
        "tr_moderate_or_more": "tv.regurgitation",
        "pr_moderate_or_more": "pv.regurgitation",
        "pericardial_effusion": "pericardium.effusion",
        "ivc_dilated": "ivc.size",
        "pulmonary_hypertension": "pa.pressure",
        "aortic_dilation": "aorta.root",
        "interatrial_shunt": "atrial_septum.state",
        "ef": "lv.function",
    }
)
"""Phenotype -> the finding that it is read from."""

PHENOTYPES: tuple[str, ...] = (
    "reduced_ef",
    "lv_dilated",
    "lvh",
    "regional_wma",
    "rv_dilated",
    "rv_dysfunction",
    "la_dilated",
    "ra_dilated",
    "mr_moderate_or_more",
    "ms_moderate_or_more",
    "ar_moderate_or_more",
    "as_moderate_or_more",
    "tr_moderate_or_more",
    "pr_moderate_or_more",
    "pericardial_effusion",
    "ivc_dilated",
    "pulmonary_hypertension",
    "aortic_dilation",
    "interatrial_shunt",
    "ef",
)
"""All are 0 or 1, except the last: ejection fraction in percent."""

_OMISSION = 0.1
"""Chance that a normal sentence is left out, as busy readers do."""

_MEASURED = 0.85
"""Chance that a sentence states a number where one was measured."""


_SECTION_OF_FINDING: Mapping[str, str] = MappingProxyType(
    {
        "lv": "Left ventricle",
        "wall_motion": "Wall motion",
        "rv": "Right ventricle",
        "la": "Left atrium",
        "ra": "Right atrium",
        "atrial_septum": "Atrial septum",
        "mv": "Mitral valve",
        "av": "Aortic valve",
        "tv": "Tricuspid valve",
        "pv": "Pulmonic valve",
        "pericardium": "Pericardium",
        "aorta": "Aorta",
        "ivc": "IVC",
        "pa": "Pulmonary artery",
        "pulmonary_veins": "Pulmonary veins",
    }
)
"""First word of a finding -> section."""


def section_of(phenotype: str) -> str:
    """Return the section that a phenotype is read from."""
    return _SECTION_OF_FINDING[FINDING_OF_PHENOTYPE[phenotype].partition(".")[0]]


@dataclass(frozen=True, slots=True)
class ReportSentence:
    """One sentence of a report."""

    section: str
    text: str
    concept: str
    """finding=value."""


def _step(value: float, edges: tuple[float, ...], words: tuple[str, ...]) -> str:
    """Return the word of the interval that holds `value`; edges ascend, one more word than edges."""
    return words[int(np.searchsorted(edges, value, side="right"))]


def _grade(s: Severity) -> str:
    return s.name.lower()


def motion_word(heart: Heart) -> str:
    """Return normal, hypokinesis, akinesis or dyskinesis: the worst regional motion."""
    worst = min(heart.segment_motion)
    return _step(worst, (-0.05, 0.2, 0.8), ("dyskinesis", "akinesis", "hypokinesis", "normal"))


_DILATION = ("normal", "mildly_dilated", "moderately_dilated", "severely_dilated")


def concepts(heart: Heart) -> tuple[tuple[str, str], ...]:
    """Return all (section, concept) pairs that are true of `heart`, in the order of :data:`SECTIONS`."""
    male = heart.sex == "M"
    bsa = heart.body_surface_m2
    stages = ("severely_reduced", "moderately_reduced", "mildly_reduced", "normal")
    found: list[tuple[str, str]] = []

    def add(section: str, finding: str, value: str) -> None:
        found.append((section, f"{finding}={value}"))

    edges = (30.0, 41.0, 52.0) if male else (30.0, 41.0, 54.0)
    add("Left ventricle", "lv.function", _step(heart.ef_pct, edges, stages))
    add("Left ventricle", "lv.size", "dilated" if heart.lv_edv_ml / bsa > (74.0 if male else 70.0) else "normal")
    thick = heart.septal_thickness_cm - (0.0 if male else -0.1)
    hypertrophy = ("normal", "mild_hypertrophy", "moderate_hypertrophy", "severe_hypertrophy")
    add("Left ventricle", "lv.wall", _step(thick, (1.095, 1.35, 1.65), hypertrophy))
    ratio = filling_ratio(heart)
    add("Left ventricle", "lv.filling", _step(ratio, (10.0, 14.0), ("normal", "indeterminate", "elevated")))
    if heart.infarct_territory:
        add("Wall motion", "wall_motion.regional", f"{heart.infarct_territory}_{motion_word(heart)}")
    else:
        add("Wall motion", "wall_motion.regional", "global" if heart.ef_pct < 45.0 else "none")
    add("Right ventricle", "rv.size", _step(heart.rv_basal_cm, (4.15, 4.6, 5.1), _DILATION))
    add("Right ventricle", "rv.function", _step(heart.rv_fac_pct, (20.0, 27.0, 35.0), stages))
    add("Left atrium", "la.size", _step(heart.la_volume_ml / bsa, (34.0, 41.0, 48.0), _DILATION))
    add("Right atrium", "ra.size", _step(heart.ra_volume_ml / bsa, (31.0, 38.0, 46.0), _DILATION))
    add("Atrial septum", "atrial_septum.state", heart.atrial_septum.value)
    add("Mitral valve", "mv.regurgitation", _grade(heart.mitral_regurgitation))
    add("Mitral valve", "mv.stenosis", _grade(heart.mitral_stenosis))
    if heart.mitral_jet_eccentric:
        add("Mitral valve", "mv.jet", "eccentric")
    add("Aortic valve", "av.stenosis", _grade(heart.aortic_stenosis))
    add("Aortic valve", "av.regurgitation", _grade(heart.aortic_regurgitation))
    add("Tricuspid valve", "tv.regurgitation", _grade(heart.tricuspid_regurgitation))
    add("Pulmonic valve", "pv.regurgitation", _grade(heart.pulmonic_regurgitation))
    add("Pulmonic valve", "pv.stenosis", _grade(heart.pulmonic_stenosis))
    add("Pericardium", "pericardium.effusion", ("none", "trace", "small", "moderate", "large")[heart.effusion])
    add("Aorta", "aorta.root", "dilated" if heart.aortic_root_cm > (4.0 if male else 3.8) else "normal")
    add("Aorta", "aorta.ascending", "dilated" if heart.ascending_aorta_cm > 3.8 else "normal")
    add("IVC", "ivc.size", "dilated" if heart.ivc_cm > 2.1 else "normal")
    pressure = ("normal", "mildly_elevated", "moderately_elevated", "severely_elevated")
    add("Pulmonary artery", "pa.pressure", _step(heart.rvsp_mmhg, (36.0, 45.0, 60.0), pressure))
    add("Pulmonary artery", "pa.size", "dilated" if heart.pa_diameter_cm > 2.6 else "normal")
    add("Pulmonary veins", "pulmonary_veins.flow", heart.pulmonary_vein_flow.value)
    return tuple(found)


def filling_ratio(heart: Heart) -> float:
    """Return E over the mean of septal and lateral e'."""
    return heart.e_cm_s / (0.5 * (heart.e_septal_cm_s + heart.e_lateral_cm_s))


NORMAL_VALUES = frozenset({"normal", "none", "trace", "intact", "indeterminate"})
"""Values that do not make a study abnormal."""


def is_normal(concept: str) -> bool:
    """Return whether a concept states something normal."""
    return concept.partition("=")[2] in NORMAL_VALUES


def numbers(heart: Heart) -> Mapping[str, float]:
    """Return every number that a report may state, by its slot in the wordings: mm, ml, cm/s or m/s, mmHg, %."""
    bsa = heart.body_surface_m2
    return {
        "ef": heart.ef_pct,
        "edv": heart.lv_edv_ml,
        "ivs": 10.0 * heart.septal_thickness_cm,
        "pw": 10.0 * heart.posterior_thickness_cm,
        "ea": heart.e_cm_s / heart.a_cm_s if heart.a_cm_s > 0.0 else 0.0,
        "evel": heart.e_cm_s,
        "ee": filling_ratio(heart),
        "rvd": 10.0 * heart.rv_basal_cm,
        "tapse": heart.tapse_mm,
        "fac": heart.rv_fac_pct,
        "rvs": heart.rv_s_cm_s,
        "lavi": heart.la_volume_ml / bsa,
        "ravi": heart.ra_volume_ml / bsa,
        "mvg": heart.mitral_mean_gradient_mmhg,
        "avv": heart.av_vmax_cm_s / 100.0,
        "avg": heart.av_mean_gradient_mmhg,
        "trv": heart.tr_vmax_cm_s / 100.0,
        "pvv": heart.pv_vmax_cm_s / 100.0,
        "eff": 10.0 * heart.effusion_cm,
        "root": 10.0 * heart.aortic_root_cm,
        "asc": 10.0 * heart.ascending_aorta_cm,
        "ivc": 10.0 * heart.ivc_cm,
        "rap": heart.rap_mmhg,
        "rvsp": heart.rvsp_mmhg,
        "pa": 10.0 * heart.pa_diameter_cm,
    }


def _measured(heart: Heart, views: frozenset[str]) -> frozenset[str]:
    """Return the numbers that the views let a reader measure."""
    found = {name for name, groups in MEASURED_IN.items() if all(group & views for group in groups)}
    return frozenset(found if heart.a_cm_s > 0.0 else found - {"ea"})


def _slots(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def _wording(concept: str, heart: Heart, measured: frozenset[str], rng: np.random.Generator) -> str:
    templates = TEMPLATES.get(concept)
    if templates is not None:
        plain = [t for t in templates if not _slots(t)]
        numeric = [t for t in templates if _slots(t) and _slots(t) <= measured]
        chosen = numeric if numeric and (not plain or rng.random() < _MEASURED) else plain
        return chosen[int(rng.integers(len(chosen)))].format(**numbers(heart))
    motion = motion_word(heart)
    text = MOTION_TEMPLATES[int(rng.integers(len(MOTION_TEMPLATES)))]
    where = TERRITORY_WORDS[heart.infarct_territory]
    sentence = text.format(Motion=motion.capitalize(), motion=motion, where=where)
    return sentence if where.endswith(("walls", "apex")) else sentence.replace(" show ", " shows ")


def write_report(heart: Heart, rng: np.random.Generator, views: frozenset[str]) -> tuple[ReportSentence, ...]:
    """Return the sentences of a report in the order of :data:`SECTIONS`, order within a section and wording at random.

    Nothing is said of what no view shows, and no number is given that no view lets measure.

    Parameters
    ----------
    heart : Heart
        The truth.
    rng : numpy.random.Generator
        Source of all randomness.
    views : frozenset of str
        The views that were taken.
    """
    measured = _measured(heart, views)
    by_section: dict[str, list[str]] = {s: [] for s in SECTIONS}
    for section, concept in concepts(heart):
        if views.isdisjoint(SHOWN_BY[concept.partition("=")[0]]):
            continue
        # The ejection fraction is always stated.
        if is_normal(concept) and not concept.startswith("lv.function") and rng.random() < _OMISSION:
            continue
        by_section[section].append(concept)
    sentences: list[ReportSentence] = []
    for section, items in by_section.items():
        for place in rng.permutation(len(items)):
            concept = items[int(place)]
            sentences.append(ReportSentence(section, _wording(concept, heart, measured, rng), concept))
    return tuple(sentences)


def report_text(sentences: tuple[ReportSentence, ...]) -> str:
    """Return the report as one text: a line per section, ``Section: sentences``."""
    lines = []
    for section in SECTIONS:
        texts = [s.text for s in sentences if s.section == section]
        if texts:
            lines.append(f"{section}: {' '.join(texts)}")
    return "\n".join(lines)


def phenotypes(heart: Heart) -> Mapping[str, float]:
    """Return the phenotypes of `heart` in the order of :data:`PHENOTYPES`; they agree with :func:`concepts`."""
    true = {c.partition("=")[0]: c.partition("=")[2] for _, c in concepts(heart)}
    moderate = Severity.MODERATE
    values = {
        "reduced_ef": heart.ef_pct < 50.0,
        "lv_dilated": true["lv.size"] != "normal",
        "lvh": true["lv.wall"] != "normal",
        "regional_wma": bool(heart.infarct_territory),
        "rv_dilated": true["rv.size"] != "normal",
        "rv_dysfunction": true["rv.function"] != "normal",
        "la_dilated": true["la.size"] != "normal",
        "ra_dilated": true["ra.size"] != "normal",
        "mr_moderate_or_more": heart.mitral_regurgitation >= moderate,
        "ms_moderate_or_more": heart.mitral_stenosis >= moderate,
        "ar_moderate_or_more": heart.aortic_regurgitation >= moderate,
        "as_moderate_or_more": heart.aortic_stenosis >= moderate,
        "tr_moderate_or_more": heart.tricuspid_regurgitation >= moderate,
        "pr_moderate_or_more": heart.pulmonic_regurgitation >= moderate,
        "pericardial_effusion": heart.effusion >= Severity.MILD,
        "ivc_dilated": true["ivc.size"] != "normal",
        "pulmonary_hypertension": true["pa.pressure"] != "normal",
        "aortic_dilation": "dilated" in (true["aorta.root"], true["aorta.ascending"]),
        "interatrial_shunt": heart.atrial_septum is AtrialSeptum.SHUNT,
        "ef": heart.ef_pct,
    }
    return MappingProxyType({name: float(values[name]) for name in PHENOTYPES})


def assessed_phenotypes(heart: Heart, views: frozenset[str]) -> Mapping[str, float]:
    """Return the phenotypes that the views let a reader assess; the others have no label, as in a real archive."""
    return MappingProxyType(
        {
            name: value
            for name, value in phenotypes(heart).items()
            if not views.isdisjoint(SHOWN_BY[FINDING_OF_PHENOTYPE[name]])
        }
    )
