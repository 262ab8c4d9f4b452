"""The vocabulary of clinical facts: what is spoken of, what can be said of it, and the words for it.

Patterns are for canonical text: lower case, abbreviations spelled out, adverbs of degree as adjectives
("mild" for "mildly"), one word for each idea ("dilated", "reduced", "regurgitation"). Findings and values are those
of the coded corpus, so that a fact read from words equals the fact of the code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

DEGREES: Final = ("trace", "mild", "moderate", "severe")
"""From little to much."""

ABNORMAL_FROM: Final = 1
"""Degrees that a word without degree can mean begin here: "mitral regurgitation" alone is not a trace."""

ABBREVIATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "MR": "mitral regurgitation", "AR": "aortic regurgitation", "AI": "aortic regurgitation",
        "TR": "tricuspid regurgitation", "PR": "pulmonic regurgitation", "PI": "pulmonic regurgitation",
        "MS": "mitral stenosis", "AS": "aortic stenosis", "TS": "tricuspid stenosis", "PS": "pulmonic stenosis",
        "MV": "mitral valve", "AV": "aortic valve", "TV": "tricuspid valve", "PV": "pulmonic valve",
        "LV": "left ventricular", "RV": "right ventricular", "LA": "left atrium", "RA": "right atrium",
        "LVEF": "ejection fraction", "EF": "ejection fraction", "LVH": "left ventricular hypertrophy",
        "IVC": "inferior vena cava", "RVSP": "rvsp", "PASP": "rvsp", "PFO": "patent foramen ovale",
        "ASD": "atrial septal defect", "IAS": "interatrial septum", "RWMA": "regional wall motion abnormality",
        "WMA": "wall motion abnormality",
    }
)  # fmt: skip
"""Only in capitals: "as" is a word."""

SYNONYMS: Final[tuple[tuple[str, str], ...]] = (
    (r"left[\s-]+to[\s-]+right", "crossing"),
    (r"right[\s-]+to[\s-]+left", "crossing"),
    (r"trivial(ly)?|minimal(ly)?|physiologic(al)?|traces?", "trace"),
    (r"mildly|slight(ly)?", "mild"),
    (r"moderately", "moderate"),
    (r"severely|marked(ly)?|critical(ly)?|massive(ly)?|torrential", "severe"),
    (r"insufficiency|regurgitations", "regurgitation"),
    (r"stenotic", "stenosis"),
    (r"enlarged|enlargement|dilat(at)?ion|dilatated|increased in size", "dilated"),
    (r"impaired|depressed|decreased|diminished|dysfunction|systolic failure", "reduced"),
    (r"preserved|unremarkable|within normal limits|normally", "normal"),
    (r"hypertrophied|hypertrophic|thickened|increased wall thickness", "hypertrophy"),
    (
        r"(?:wall )?thickness is (?:(trace|mild|moderate|severe)(?: (?:to|-) (\w+))? )?increased",
        r"wall thickness \1 \2 hypertrophy",
    ),
    (r"raised|increased pressure|high", "elevated"),
    (r"left ventric(?:le|ular)(?:'s)?", "left ventricle"),
    (r"right ventric(?:le|ular)(?:'s)?", "right ventricle"),
    (r"left atri(?:um|al)", "left atrium"),
    (r"right atri(?:um|al)", "right atrium"),
    (r"left and right ventricles", "left ventricle and right ventricle"),
    (r"left and right atria", "left atrium and right atrium"),
    (r"both ventricles|biventricular", "left ventricle and right ventricle"),
    (r"both atria|biatrial|bi-atrial", "left atrium and right atrium"),
    (r"pulmonary (?=valve|regurgitation|stenosis)", "pulmonic "),
    (r"pulmonary arterial (?=hypertension)", "pulmonary "),
    (r"right ventricle systolic pressure|pulmonary artery systolic pressure|pulmonary artery pressure", "rvsp"),
    (r"inter-?atrial shunt(?:ing)?", "interatrial septum shunt"),
    (r"(?:the )?ejection fraction", "ejection fraction"),
)
"""Applied in this order to lower-case words."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What can be said of a finding."""

    normal: str
    """Value where nothing is wrong."""
    abnormal: str
    """Pattern of the words that say something is wrong."""
    values: Mapping[str, str]
    """Degree -> value; every degree that the finding knows."""
    normal_words: str = r"normal"


@dataclass(frozen=True, slots=True)
class Rule:
    """One finding: it is spoken of where its anatomy and its aspect meet in one piece of a sentence."""

    finding: str
    anatomy: str
    """Name of an entry of ANATOMY; empty where the aspect says it all."""
    aspect: str
    """Pattern; empty where the anatomy says it all."""
    scale: Scale
    unless: str = r"(?!)"
    """Pattern that forbids it."""


ANATOMY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "left ventricle": r"left ventricle",
        "right ventricle": r"right ventricle",
        "left atrium": r"left atrium",
        "right atrium": r"right atrium",
        "mitral": r"mitral",
        "aortic valve": r"aortic(?= valve| stenosis| regurgitation| and| or|,|$)|aortic valve",
        "tricuspid": r"tricuspid",
        "pulmonic": r"pulmonic",
        "aortic root": r"aortic root|sinus(?:es)? of valsalva",
        "ascending aorta": r"ascending aorta",
        "inferior vena cava": r"inferior vena cava",
        "pulmonary artery": r"pulmonary artery",
    }
)

_DILATION: Final = Scale(
    "normal", r"dilated", {degree: f"{degree}ly_dilated" for degree in ("mild", "moderate", "severe")}
)
_ANY_DILATION: Final = Scale("normal", r"dilated", dict.fromkeys(DEGREES, "dilated"))
_FUNCTION: Final = Scale(
    "normal", r"reduced", {degree: f"{degree}ly_reduced" for degree in ("mild", "moderate", "severe")}
)
_HYPERTROPHY: Final = Scale(
    "normal", r"hypertrophy", {degree: f"{degree}_hypertrophy" for degree in ("mild", "moderate", "severe")}
)
_PRESSURE: Final = Scale(
    "normal",
    r"elevated|hypertension",
    {degree: f"{degree}ly_elevated" for degree in ("mild", "moderate", "severe")},
)
_REGURGITATION: Final = Scale("none", r"regurgitation|leak", {degree: degree for degree in DEGREES}, r"(?!)")
_STENOSIS: Final = Scale("none", r"stenosis", {degree: degree for degree in ("mild", "moderate", "severe")}, r"(?!)")
_EFFUSION: Final = Scale(
    "none", r"effusion", {"trace": "trace", "mild": "small", "moderate": "moderate", "severe": "large"}, r"(?!)"
)
_FILLING: Final = Scale("normal", r"elevated|reduced", dict.fromkeys(DEGREES, "elevated"))

RULES: Final[tuple[Rule, ...]] = (
    Rule("lv.function", "left ventricle", r"function|contractility", _FUNCTION, r"diastolic|filling"),
    Rule("lv.function", "left ventricle", r"reduced", _FUNCTION, r"diastolic|filling|collapse|pressure"),
    Rule("lv.function", "", r"ejection fraction", _FUNCTION),
    Rule("lv.size", "left ventricle", r"size|cavity|volume|dilated|diameter|dimension", _ANY_DILATION),
    Rule("lv.wall", "left ventricle", r"hypertrophy|wall thickness", _HYPERTROPHY),
    Rule("lv.wall", "", r"wall thickness|concentric hypertrophy", _HYPERTROPHY, r"right ventricle"),
    Rule("lv.filling", "", r"filling|diastolic function|diastolic reduced", _FILLING, r"right ventricle"),
    Rule("rv.size", "right ventricle", r"size|cavity|dilated", _DILATION),
    Rule("rv.function", "right ventricle", r"function|contractility|reduced", _FUNCTION, r"diastolic|pressure"),
    Rule("la.size", "left atrium", r"size|dilated|volume|cavity", _DILATION, r"pressure"),
    Rule("ra.size", "right atrium", r"size|dilated|volume|cavity", _DILATION, r"pressure"),
    Rule("mv.regurgitation", "mitral", r"regurgitation|leak", _REGURGITATION),
    Rule("av.regurgitation", "aortic valve", r"regurgitation|leak", _REGURGITATION),
    Rule("tv.regurgitation", "tricuspid", r"regurgitation|leak", _REGURGITATION),
    Rule("pv.regurgitation", "pulmonic", r"regurgitation|leak", _REGURGITATION),
    Rule("mv.stenosis", "mitral", r"stenosis", _STENOSIS),
    Rule("av.stenosis", "aortic valve", r"stenosis", _STENOSIS),
    Rule("tv.stenosis", "tricuspid", r"stenosis", _STENOSIS),
    Rule("pv.stenosis", "pulmonic", r"stenosis", _STENOSIS),
    Rule("pericardium.effusion", "", r"effusion", _EFFUSION, r"pleural"),
    Rule("aorta.root", "aortic root", r"", _ANY_DILATION),
    Rule("aorta.ascending", "ascending aorta", r"", _ANY_DILATION),
    Rule("ivc.size", "inferior vena cava", r"", _ANY_DILATION, r"collapse"),
    Rule("pa.pressure", "", r"rvsp|pulmonary hypertension", _PRESSURE),
    Rule("pa.size", "pulmonary artery", r"", _ANY_DILATION, r"rvsp|hypertension|pressure"),
)

PHRASES: Final[tuple[tuple[str, str, str], ...]] = (
    # finding, value, pattern of the whole sentence; of one finding the first that fits stands
    ("lv.filling", "indeterminate", r"(?:filling|diastolic).*(?:indeterminate|cannot be determined)"),
    ("wall_motion.regional", "none", r"\bno(?: evidence of)?(?: \w+)?(?: regional)? wall motion abnormalit"),
    ("wall_motion.regional", "none", r"without (?:\w+ )?wall motion abnormalit"),
    (
        "wall_motion.regional",
        "none",
        r"wall motion is normal|normal (?:regional )?wall motion|segments contract normal",
    ),
    ("wall_motion.regional", "global", r"(?:global|diffuse)(?:ly)? (?:\w+ )?hypokine"),
    ("atrial_septum.state", "aneurysm", r"sept(?:um|al).*aneurysm"),
    (
        "atrial_septum.state",
        "intact",
        r"\b(?:no|without)\b[^,;]*(?:interatrial septum shunt|atrial septal defect|patent foramen)"
        r"|septum is intact|intact (?:inter)?atrial septum|(?:septum|septal defect|foramen ovale).*(?:absent|not seen)",
    ),
    (
        "atrial_septum.state",
        "shunt",
        r"interatrial septum shunt|atrial septal defect|patent foramen|(?:shunt|flow) across the (?:inter)?atrial sept",
    ),
    ("mv.jet", "eccentric", r"eccentric.*\bjet|\bjet is eccentric"),
    ("pulmonary_veins.flow", "reversed", r"pulmonary vei?n.*revers|revers.*pulmonary vei?n"),
    ("pulmonary_veins.flow", "blunted", r"pulmonary vei?n.*blunt|blunt.*pulmonary vei?n"),
    ("pulmonary_veins.flow", "normal", r"pulmonary ven\w+ flow is normal|normal (?:systolic )?pulmonary ven"),
)
"""Findings whose words do not follow the pattern of anatomy, aspect and degree."""

TERRITORIES: Final[tuple[tuple[str, str], ...]] = (
    # first pattern that fits; "anterior and anteroseptal walls" is one territory
    ("inferolateral", r"inferolateral|posterior wall|posterolateral"),
    ("anterior", r"anteroseptal|\banterior"),
    ("inferior", r"inferoseptal|\binferior (?!vena)"),
    ("lateral", r"\blateral|anterolateral"),
    ("apical", r"\bapical|\bapex"),
)
MOTIONS: Final[tuple[tuple[str, str], ...]] = (
    ("dyskinesis", r"dyskine\w+|aneurysmal wall"),
    ("akinesis", r"akine\w+"),
    ("hypokinesis", r"hypokine\w+"),
)

JOINTS: Final = re.compile(r"\s*(?:[,;()]|\b(?:and|or|nor|with|without|but|while|although|however|whereas)\b)\s*")
"""Where a sentence can be cut into pieces."""
LISTS: Final = frozenset({",", "and", "or", "nor"})
"""Joints across which a degree or a negation carries; "without" opens a piece of its own."""

NEGATION: Final = re.compile(
    r"\b(?:no|not|without|absent|absence of|free of|negative for|neither|nor|never|excluded|ruled out|resolved|none)\b"
)
UNCERTAIN: Final = re.compile(
    r"cannot (?:be )?(?:excluded?|rule)|can not be excluded|not excluded|possibl[ey]|suspected|suspicio\w+"
    r"|not (?:well |fully |adequately )?(?:seen|visuali[sz]ed|assessed|evaluated|interrogated)|could not be|unable to"
)
PSEUDO_NEGATION: Final = re.compile(
    r"\b(?:no|without) (?:significant |interval |appreciable )*(?:change|increase|progression|decrease)"
    r"(?: (?:in|of|from|since)(?: the)?)?|\bunchanged\b|not only"
)
"""Words that hold "no" and deny nothing of the finding."""
HARDLY: Final = re.compile(r"\b(?:no|not|without)(?: \w+)? (?:significant|hemodynamically|haemodynamically|important)")
"""Denies all but a trace."""
AT_MOST: Final = re.compile(r"\b(?:no more than|not more than|at most|up to)\b")
AT_LEAST: Final = re.compile(r"\bat least\b")
FORMERLY: Final = re.compile(r"\b(?:previously|formerly|prior|history of|earlier)\b.*")
DEGREE: Final = re.compile(r"\b(?:trace|mild|moderate|severe|small|large)\b")
"""For effusions small is mild and large is severe."""
DEGREE_NAMES: Final[Mapping[str, str]] = MappingProxyType({"small": "mild", "large": "severe"})

EF_PERCENT: Final = re.compile(r"ejection fraction[^0-9]{0,30}(\d{1,2})(?:\s*(?:-|to|–)\s*(\d{1,2}))?\s*%")
EF_EDGES: Final = ((52.0, "normal"), (41.0, "mildly_reduced"), (30.0, "moderately_reduced"), (0.0, "severely_reduced"))
"""Smallest percentage of each degree, men's: Lang et al., J Am Soc Echocardiogr 2015;28:1-39, table 4."""
