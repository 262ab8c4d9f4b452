"""Words for measured values, where the patient's sex is not known: a word is said only if it holds for both.

References
----------
Lang RM et al. J Am Soc Echocardiogr 2015;28:1-39: tables 3 and 4 (left ventricle: cavity, ejection fraction), 6 (wall
thickness), 8 (right ventricle), 10 (TAPSE), 13 (left atrial volume), 14 (aorta; mean plus two standard deviations).
Baumgartner H et al. J Am Soc Echocardiogr 2017;30:372-392, table 3 (aortic stenosis).
Nagueh SF et al. J Am Soc Echocardiogr 2016;29:277-314 (E/e').
Rudski LG et al. J Am Soc Echocardiogr 2010;23:685-713 (inferior vena cava).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

REDUCED_EF = 50.0
"""Ejection fraction in percent below which the phenotype reduced_ef is 1, as in the report index."""

NORMAL = frozenset({"normal", "none"})
"""Values that are not abnormal."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A finding's values over a measured quantity."""

    finding: str
    """As in the phantom's reports, "lv.function"."""
    values: tuple[str, ...]
    """One more than there are edges, in ascending order of the quantity."""
    edges: tuple[tuple[float, ...], ...]
    """Ascending edges, once, or for men and for women where they differ; an edge belongs to the value above it."""

    def __post_init__(self) -> None:
        """Refuse edges that do not fit the values."""
        for edges in self.edges:
            if len(edges) + 1 != len(self.values) or list(edges) != sorted(edges):
                raise ValueError(f"edges of {self.finding} do not fit its values")

    def value(self, quantity: float) -> str | None:
        """Return the value of a quantity, None where it depends on the sex."""
        values = {self.values[bisect_right(edges, quantity)] for edges in self.edges}
        return values.pop() if len(values) == 1 else None

    def abnormal(self, quantity: float) -> bool | None:
        """Return whether a quantity is abnormal, None where it depends on the sex."""
        answers = {self.values[bisect_right(edges, quantity)] not in NORMAL for edges in self.edges}
        return answers.pop() if len(answers) == 1 else None


EJECTION_FRACTION = Scale(
    "lv.function",
    ("severely_reduced", "moderately_reduced", "mildly_reduced", "normal"),
    ((30.0, 41.0, 52.0), (30.0, 41.0, 54.0)),
)
"""Percent."""

WALL = Scale(
    "lv.wall",
    ("normal", "mild_hypertrophy", "moderate_hypertrophy", "severe_hypertrophy"),
    ((1.05, 1.35, 1.65), (0.95, 1.25, 1.55)),
)
"""Diastolic thickness in cm; the tables give tenths, so the edges lie between them."""

CAVITY = Scale("lv.size", ("normal", "dilated"), ((5.85,), (5.25,)))
"""Diastolic inner diameter in cm."""

FILLING = Scale("lv.filling", ("normal", "indeterminate", "elevated"), ((8.0, 14.05),))
"""E over the mean of septal and lateral e'."""

RIGHT_VENTRICLE = Scale("rv.size", ("normal", "dilated"), ((4.15,),))
"""Basal diameter in cm."""

TAPSE = Scale("rv.function", ("reduced", "normal"), ((1.7,),))
"""Centimetres."""

LEFT_ATRIUM = Scale(
    "la.size", ("normal", "mildly_dilated", "moderately_dilated", "severely_dilated"), ((34.5, 41.5, 48.5),)
)
"""Volume over body surface, ml/m²."""

AORTIC_VELOCITY = Scale("av.stenosis", ("none", "mild", "moderate", "severe"), ((2.6, 3.0, 4.0),))
"""Peak velocity in m/s."""

AORTIC_ROOT = Scale("aorta.root", ("normal", "dilated"), ((4.05,), (3.65,)))
"""Diameter at the sinuses in cm."""

ASCENDING_AORTA = Scale("aorta.ascending", ("normal", "dilated"), ((3.85,), (3.55,)))
"""Centimetres."""

VENA_CAVA = Scale("ivc.size", ("normal", "dilated"), ((2.15,),))
"""Diameter in cm."""
