"""What each measurement of MIMIC-IV-ECHO's structured table says, in which section, in which words.

Names and texts are those of release 1.0's two vocabularies as far as they are publicly described. A name that is not
here makes no sentence and is counted by the adapter; so is a text that the grammar of :func:`graded` does not know.
Where a reader's degree and a measured value speak of one finding, the degree is the finding and the value is told bare.

References
----------
Gow B et al. MIMIC-IV-ECHO (version 1.0), PhysioNet 2026, doi 10.13026/nrjh-5r77. Limits: see `thresholds`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from training.datasets.adapters import thresholds
from training.datasets.adapters.thresholds import Scale

CONTEXT = frozenset(
    {
        *("height_cm", "height_inches", "weight_kg", "weight_pounds"),
        *("resting_hr", "resting_sbp", "resting_dbp"),
    }
)
"""Known measurements of the patient, not of the heart: no sentence."""

_TO_CM = MappingProxyType({"cm": 1.0, "mm": 0.1})
_TO_M_S = MappingProxyType({"m/s": 1.0, "m/sec": 1.0, "cm/s": 0.01, "cm/sec": 0.01})
_TO_MMHG = MappingProxyType({"mmhg": 1.0, "mm hg": 1.0})
_TO_ML = MappingProxyType({"ml": 1.0, "cc": 1.0})
_TO_CM2 = MappingProxyType({"cm2": 1.0, "cm²": 1.0, "cm^2": 1.0})
_TO_M2 = MappingProxyType({"m2": 1.0, "m²": 1.0, "m^2": 1.0})
_TO_PERCENT = MappingProxyType({"%": 1.0})
_TO_RATIO = MappingProxyType({"ratio": 1.0})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured number."""

    section: str
    text: str
    """With a slot for the value, "Aortic root diameter is {:.1f} cm."."""
    units: Mapping[str, float]
    """Unit as the table writes it in small letters -> factor to the unit of the text; no unit means the latter."""
    plausible: tuple[float, float]
    """Smallest and largest value, in the unit of the text, that is not a slip of the pen."""
    scale: Scale | None = None
    phenotype: str = ""
    remark: str = "{}"
    """How the scale's value is said after the number."""


@dataclass(frozen=True, slots=True)
class Degree:
    """A reader's graded text."""

    section: str
    finding: str
    noun: str
    """"mitral regurgitation", or the subject of "is dilated"."""
    kind: str
    """How the degree is said: lesion, dilation, function, hypertrophy, effusion or pressure."""
    phenotype: str = ""
    least: str = "mild"
    """Smallest degree for which the phenotype is 1."""


EJECTION_FRACTIONS = ("biplane_lvef", "lvef_3d", "lvef", "lvef_upper")
"""Left ventricular ejection fractions; the last two are the ends of a reader's range."""

EF_PERCENT = Quantity("Left ventricle", "", _TO_PERCENT, (0, 100))
BODY_SURFACE = Quantity("", "", _TO_M2, (0.1, 4))
"""The measurement body_surface_area, m²."""

LA_VOLUME_INDEX = "la_vol / body_surface_area"
"""Made of two measurements; no name of the table's own."""

_DIASTOLIC_VOLUME = "Left ventricular end-diastolic volume is {:.0f} ml."
_SYSTOLIC_VOLUME = "Left ventricular end-systolic volume is {:.0f} ml."

QUANTITIES: Mapping[str, Quantity] = MappingProxyType(
    {
        "fs": Quantity("Left ventricle", "Fractional shortening is {:.0f} %.", _TO_PERCENT, (1, 90)),
        "lvedd": Quantity(
            "Left ventricle",
            "Left ventricular end-diastolic diameter is {:.1f} cm.",
            _TO_CM,
            (1, 12),
            thresholds.CAVITY,
            "lv_dilated",
        ),
        "lvesd": Quantity("Left ventricle", "Left ventricular end-systolic diameter is {:.1f} cm.", _TO_CM, (0.5, 12)),
        "biplane_lvedv": Quantity("Left ventricle", _DIASTOLIC_VOLUME, _TO_ML, (10, 800)),
        "biplane_lvesv": Quantity("Left ventricle", _SYSTOLIC_VOLUME, _TO_ML, (3, 700)),
        "lvedv_3d": Quantity("Left ventricle", _DIASTOLIC_VOLUME, _TO_ML, (10, 800)),
        "lvesv_3d": Quantity("Left ventricle", _SYSTOLIC_VOLUME, _TO_ML, (3, 700)),
        "septal_thickness": Quantity(
            "Left ventricle",
            "Interventricular septal thickness is {:.1f} cm.",
            _TO_CM,
            (0.3, 4),
            thresholds.WALL,
            "lvh",
        ),
        "inf_lat_thickness": Quantity(
            "Left ventricle", "Inferolateral wall thickness is {:.1f} cm.", _TO_CM, (0.3, 4), thresholds.WALL, "lvh"
        ),
        "mean_e_to_eprime": Quantity(
            "Left ventricle",
            "Average E/e' ratio is {:.0f}.",
            _TO_RATIO,
            (1, 80),
            thresholds.FILLING,
            remark="{} filling pressure",
        ),
        "septal_e_to_eprime": Quantity("Left ventricle", "Septal E/e' ratio is {:.0f}.", _TO_RATIO, (1, 80)),
        "lateral_e_to_eprime": Quantity("Left ventricle", "Lateral E/e' ratio is {:.0f}.", _TO_RATIO, (1, 80)),
        "e_e_prime": Quantity("Left ventricle", "E/e' ratio is {:.0f}.", _TO_RATIO, (1, 80)),
        "mv_peak_e_a": Quantity("Left ventricle", "E/A ratio is {:.1f}.", _TO_RATIO, (0.1, 10)),
        "sept_e_prime": Quantity("Left ventricle", "Septal e' velocity is {:.2f} m/s.", _TO_M_S, (0.01, 0.4)),
        "lat_e_prime": Quantity("Left ventricle", "Lateral e' velocity is {:.2f} m/s.", _TO_M_S, (0.01, 0.4)),
        "lvot_diam": Quantity("Left ventricle", "Outflow tract diameter is {:.1f} cm.", _TO_CM, (1, 4)),
        "lvot_vti": Quantity("Left ventricle", "Outflow tract velocity time integral is {:.0f} cm.", _TO_CM, (3, 60)),
        "rv_diam": Quantity(
            "Right ventricle",
            "Right ventricular basal diameter is {:.1f} cm.",
            _TO_CM,
            (1, 9),
            thresholds.RIGHT_VENTRICLE,
            "rv_dilated",
        ),
        "tapse": Quantity(
            "Right ventricle",
            "Tricuspid annular plane systolic excursion is {:.1f} cm.",
            _TO_CM,
            (0.3, 4),
            thresholds.TAPSE,
            "rv_dysfunction",
            "{} right ventricular function",
        ),
        "la_vol": Quantity("Left atrium", "Left atrial volume is {:.0f} ml.", _TO_ML, (5, 500)),
        LA_VOLUME_INDEX: Quantity(
            "Left atrium",
            "Left atrial volume index is {:.0f} ml/m².",
            MappingProxyType({}),
            (5, 250),
            thresholds.LEFT_ATRIUM,
            "la_dilated",
        ),
        "la_dimen": Quantity("Left atrium", "Left atrial dimension is {:.1f} cm.", _TO_CM, (1, 10)),
        "la_4ch_length": Quantity("Left atrium", "Left atrial length is {:.1f} cm.", _TO_CM, (1, 12)),
        "ra_length": Quantity("Right atrium", "Right atrial length is {:.1f} cm.", _TO_CM, (1, 12)),
        "mv_peak_e": Quantity("Mitral valve", "Mitral E velocity is {:.1f} m/s.", _TO_M_S, (0.1, 4)),
        "mv_peak_a": Quantity("Mitral valve", "Mitral A velocity is {:.1f} m/s.", _TO_M_S, (0.1, 4)),
        "mv_e_decel": Quantity(
            "Mitral valve",
            "Mitral E deceleration time is {:.0f} ms.",
            MappingProxyType({"ms": 1.0, "msec": 1.0}),
            (30, 900),
        ),
        "mv_mean_grad": Quantity("Mitral valve", "Mitral mean gradient is {:.0f} mmHg.", _TO_MMHG, (0, 50)),
        "av_pk_vel": Quantity(
            "Aortic valve",
            "Aortic valve peak velocity is {:.1f} m/s.",
            _TO_M_S,
            (0.3, 8),
            thresholds.AORTIC_VELOCITY,
            remark="{} aortic stenosis",
        ),
        "av_pk_grad": Quantity("Aortic valve", "Aortic valve peak gradient is {:.0f} mmHg.", _TO_MMHG, (0, 250)),
        "av_mean_grad": Quantity("Aortic valve", "Aortic valve mean gradient is {:.0f} mmHg.", _TO_MMHG, (0, 150)),
        "av_area_continuity": Quantity("Aortic valve", "Aortic valve area is {:.1f} cm².", _TO_CM2, (0.1, 8)),
        "tr_velocity": Quantity(
            "Tricuspid valve", "Tricuspid regurgitation peak velocity is {:.1f} m/s.", _TO_M_S, (0.5, 8)
        ),
        "tr_mmhg": Quantity("Pulmonary artery", "Tricuspid regurgitation gradient is {:.0f} mmHg.", _TO_MMHG, (1, 200)),
        "sinus_diam": Quantity(
            "Aorta",
            "Aortic root diameter is {:.1f} cm.",
            _TO_CM,
            (1, 10),
            thresholds.AORTIC_ROOT,
            "aortic_dilation",
        ),
        "ascending_diam": Quantity(
            "Aorta",
            "Ascending aortic diameter is {:.1f} cm.",
            _TO_CM,
            (1, 10),
            thresholds.ASCENDING_AORTA,
            "aortic_dilation",
        ),
        "arch_diam": Quantity("Aorta", "Aortic arch diameter is {:.1f} cm.", _TO_CM, (1, 10)),
        "ivc_diam": Quantity(
            "IVC",
            "Inferior vena cava diameter is {:.1f} cm.",
            _TO_CM,
            (0.3, 5),
            thresholds.VENA_CAVA,
            "ivc_dilated",
        ),
    }
)

DEGREES: Mapping[str, Degree] = MappingProxyType(
    {
        "lv_chamber_size": Degree("Left ventricle", "lv.size", "left ventricle", "dilation", "lv_dilated"),
        "lv_wall_thickness": Degree("Left ventricle", "lv.wall", "left ventricular", "hypertrophy", "lvh"),
        "rv_chamber_size": Degree("Right ventricle", "rv.size", "right ventricle", "dilation", "rv_dilated"),
        "rv_function": Degree("Right ventricle", "rv.function", "right ventricular", "function", "rv_dysfunction"),
        "la_size": Degree("Left atrium", "la.size", "left atrium", "dilation", "la_dilated"),
        "ra_size": Degree("Right atrium", "ra.size", "right atrium", "dilation", "ra_dilated"),
        "mitral_regurg": Degree(
            "Mitral valve", "mv.regurgitation", "mitral regurgitation", "lesion", "mr_moderate_or_more", "moderate"
        ),
        "mitral_stenosis": Degree(
            "Mitral valve", "mv.stenosis", "mitral stenosis", "lesion", "ms_moderate_or_more", "moderate"
        ),
        "mac_severity": Degree("Mitral valve", "mv.calcification", "mitral annular calcification", "lesion"),
        "aortic_stenosis": Degree(
            "Aortic valve", "av.stenosis", "aortic stenosis", "lesion", "as_moderate_or_more", "moderate"
        ),
        "aortic_regurg": Degree(
            "Aortic valve", "av.regurgitation", "aortic regurgitation", "lesion", "ar_moderate_or_more", "moderate"
        ),
        "tricuspid_regurg": Degree(
            "Tricuspid valve",
            "tv.regurgitation",
            "tricuspid regurgitation",
            "lesion",
            "tr_moderate_or_more",
            "moderate",
        ),
        "pulm_regurg": Degree(
            "Pulmonic valve", "pv.regurgitation", "pulmonic regurgitation", "lesion", "pr_moderate_or_more", "moderate"
        ),
        "pericardial_effusion": Degree(
            "Pericardium", "pericardium.effusion", "pericardial effusion", "effusion", "pericardial_effusion"
        ),
        "phtn_severity": Degree(
            "Pulmonary artery", "pa.pressure", "pulmonary artery pressure", "pressure", "pulmonary_hypertension"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text of a closed set, and what it says."""

    pattern: str
    """At the start of the text in small letters."""
    section: str
    concept: str
    text: str
    phenotype: str = ""
    present: bool = False


_GRADE = "Left ventricular diastolic dysfunction is grade "

PHRASES: Mapping[str, tuple[Phrase, ...]] = MappingProxyType(
    {
        "ivc": (
            Phrase(r"nl ivc\b", "IVC", "ivc.size=normal", "Inferior vena cava is normal.", "ivc_dilated"),
            Phrase(
                r"(ivc ?)?(<|<=|≤) ?2\.1", "IVC", "ivc.size=normal", "Inferior vena cava is not dilated.", "ivc_dilated"
            ),
            Phrase(
                r"(ivc ?)?(> ?2\.1|dilated)",
                "IVC",
                "ivc.size=dilated",
                "Inferior vena cava is dilated.",
                "ivc_dilated",
                present=True,
            ),
        ),
        "diastolic_grade": (
            Phrase(r"(grade )?(0|normal)\b", "Left ventricle", "lv.diastolic=normal", "Diastolic function is normal."),
            Phrase(r"(grade )?(i|1)\b", "Left ventricle", "lv.diastolic=grade_1", f"{_GRADE}1."),
            Phrase(r"(grade )?(ii|2)\b", "Left ventricle", "lv.diastolic=grade_2", f"{_GRADE}2."),
            Phrase(r"(grade )?(iii|3)\b", "Left ventricle", "lv.diastolic=grade_3", f"{_GRADE}3."),
        ),
    }
)
"""Measurement -> what its texts say."""

ORDER = ("none", "trace", "trace_to_mild", "mild", "mild_to_moderate", "moderate", "moderate_to_severe", "severe")
"""Degrees, ascending."""

_LOW = "trace|trivial|physiologic|minimal|mild|mod|moderate|small"
_HIGH = "mild|mod|moderate|sev|severe|large"
_DEGREE = re.compile(
    rf"(?P<low>{_LOW})(?:ly)?\s*(?:-|/|\bto\b)\s*(?P<high>{_HIGH})(?:ly)?\b"
    rf"|(?P<one>none|no|normal|nl|absent|{_LOW}|{_HIGH})(?:ly)?\b(?!\s*(?:-|/|to\b))"
)
_WORDS = MappingProxyType(
    {
        **dict.fromkeys(("no", "normal", "nl", "absent"), "none"),
        **dict.fromkeys(("trivial", "physiologic", "minimal"), "trace"),
        **{"mod": "moderate", "sev": "severe", "small": "mild", "large": "severe"},
    }
)

_CONTRARY = MappingProxyType(
    {
        "lesion": re.compile(r"^\W*(small|large)\b"),
        "dilation": re.compile(r"\b(small|large|hypoplas|decreas|compress|reduc)"),
        "function": re.compile(r"\b(small|large|hyper|increas)"),
        "hypertrophy": re.compile(r"\b(small|large|thin)"),
        "pressure": re.compile(r"\b(small|large|low|decreas)"),
        "effusion": re.compile(r"\bpleural\b"),
    }
)
"""Kind of degree -> words that make a text say something else than the degree that it begins with."""

_EXCEPTIONS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        # the field's degrees are physiologic, mild, significant, mod/severe, severe
        "pulm_regurg": ((r"significant\b", "moderate"),),
        "tricuspid_regurg": ((r"torrential\b", "severe"),),
        "pericardial_effusion": ((r"anterior fat pad\b", "none"), (r"very small\b", "mild")),
        "phtn_severity": ((r"pa htn unlikely\b", "none"), (r"high normal\b", "none")),
        "rv_function": (
            (r"(hyperdynamic|low normal function)\b", "none"),
            (r"rv function depressed\b", "reduced"),
        ),
    }
)
"""Measurement -> pattern at the start of a text in small letters, degree. "reduced" is a degree that is not graded."""

UNASSESSED = re.compile(r"\b(cannot assess|not well seen|not assessed|unable to assess|not seen|technically)\b")
"""Texts that say that nothing can be said."""


def graded(measurement: str, text: str) -> str | None:
    """Return the degree that a reader's text begins with, one of :data:`ORDER` or "reduced"; None if it has none."""
    small = " ".join(text.casefold().split())
    for pattern, degree in _EXCEPTIONS.get(measurement, ()):
        if re.match(pattern, small):
            return degree
    found = _DEGREE.match(small)
    if found is None or _CONTRARY[DEGREES[measurement].kind].search(small):
        return None
    words = [found["one"]] if found["one"] else [found["low"], found["high"]]
    degree = "_to_".join(_WORDS.get(word, word) for word in words)
    return degree if degree in ORDER else None
