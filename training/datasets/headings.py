"""Headings of echo reports and the sections that they open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

OTHER = "Other"
"""Section of what stands before the first heading."""

NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Left ventricle": ("left ventricle", "lv", "left ventricular", "left ventricle cavity"),
        "Wall motion": (
            "wall motion",
            "regional wall motion",
            "segmental wall motion",
            "lv wall motion",
            "wma",
            "rwma",
        ),
        "Right ventricle": ("right ventricle", "rv", "right ventricular"),
        "Left atrium": ("left atrium", "la", "left atrial"),
        "Right atrium": ("right atrium", "ra", "right atrial"),
        "Atrial septum": ("atrial septum", "interatrial septum", "inter atrial septum", "ias"),
        "Mitral valve": ("mitral valve", "mv", "mitral", "valves mitral", "valves mitral valve"),
        "Aortic valve": ("aortic valve", "av", "aortic", "valves aortic", "valves aortic valve"),
        "Tricuspid valve": ("tricuspid valve", "tv", "tricuspid", "valves tricuspid", "valves tricuspid valve"),
        "Pulmonic valve": (
            *("pulmonic valve", "pulmonary valve", "pulmonic", "pv", "valves pulmonic", "valves pulmonic valve"),
            *("valves pulmonary", "valves pulmonary valve"),
        ),
        "Pericardium": ("pericardium", "pericardial", "pericardial space", "pericardium pleura"),
        "Aorta": ("aorta", "ao", "great vessels aorta", "thoracic aorta", "great arteries aorta"),
        "IVC": ("ivc", "inferior vena cava", "venous ivc", "vena cava", "ivc hepatic veins", "systemic veins"),
        "Pulmonary artery": (
            *("pulmonary artery", "pa", "great vessels pulmonary artery", "main pulmonary artery"),
            *("great arteries pulmonary artery",),
        ),
        "Pulmonary veins": ("pulmonary veins", "venous pulmonary veins", "pulmonary venous"),
    }
)
"""Section -> headings that say no more than the section's name does."""

PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Left ventricle": (
            *("lv size", "lv function", "lv systolic function", "left ventricular function", "lv diastolic function"),
            *("left ventricular systolic function", "left ventricular diastolic function", "diastolic function"),
            *("diastology", "lv wall thickness", "left ventricular wall thickness", "systolic function"),
        ),
        "Right ventricle": ("rv size", "rv function", "rv systolic function", "right ventricular function"),
        "Pericardium": ("pericardial effusion",),
        "Aorta": ("aortic root", "ascending aorta", "aortic arch", "descending aorta", "sinuses of valsalva"),
        "IVC": ("ivc size", "right atrial pressure", "ra pressure"),
        "Pulmonary artery": ("pulmonary artery pressure", "pulmonary pressure", "pulmonary pressures", "pa pressure"),
        "Mitral valve": ("mitral regurgitation", "mitral stenosis"),
        "Aortic valve": ("aortic regurgitation", "aortic stenosis"),
        "Tricuspid valve": ("tricuspid regurgitation",),
        "Pulmonic valve": ("pulmonic regurgitation", "pulmonary regurgitation"),
    }
)
"""Section -> headings that belong to it and say more; their words stay in the text."""

VALUE_NAMES = frozenset(
    {
        *("size", "function", "systolic", "diastolic", "morphology", "structure", "thickness", "leaflets", "cusps"),
        *("regurgitation", "stenosis", "gradient", "gradients", "area", "calcification", "collapse", "diameter"),
        *("doppler", "motion", "volume", "dimensions", "contractility", "thrombus", "effusion", "prolapse"),
    }
)
"""Words before a colon that name a property of the section above, not a section."""

_FILLERS = frozenset({"the", "findings", "assessment", "evaluation"})


def section_of(heading: str) -> str | None:
    """Return the section that a heading opens, None for an unknown heading.

    Case, numbering, punctuation, what stands in brackets, and "the" and "findings" do not count.
    """
    return _SECTION_OF.get(_key(heading))


def keeps_words(heading: str) -> bool:
    """Return whether a known heading says more than its section's name."""
    return _key(heading) in _PART_KEYS


def _key(heading: str) -> str:
    bare = re.sub(r"\([^)]*\)|^\s*\d+[.)]", " ", heading)
    return " ".join(word for word in re.findall(r"[a-z]+", bare.casefold()) if word not in _FILLERS)


_PART_KEYS = frozenset(name for names in PARTS.values() for name in names)
_SECTION_OF: Mapping[str, str] = MappingProxyType(
    {
        name: section
        for table in ({section: (section.casefold(),) for section in NAMES}, NAMES, PARTS)
        for section, names in table.items()
        for name in names
    }
)

_GAP = r"(?:[ \t]*[/:&,\-–][ \t]*|[ \t]+)"
_FINDINGS = rf"(?:{_GAP}(?:findings|assessment|evaluation))?"

KNOWN = (
    "(?:"
    + "|".join(_GAP.join(name.split()) for name in sorted(_SECTION_OF, key=len, reverse=True))
    + rf"){_FINDINGS}(?:[ \t]*\([^()\n]{{1,30}}\))?"
)
"""Pattern of every known heading, longest first, to be used without regard to case."""
