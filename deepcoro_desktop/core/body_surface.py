"""Body surface area: the formulas that a reader may choose from."""

from __future__ import annotations

import math
from enum import Enum
from typing import Final

DU_BOIS: Final = "Du Bois D, Du Bois EF. Arch Intern Med 1916;17:863-871"
MOSTELLER: Final = "Mosteller RD. N Engl J Med 1987;317:1098"


class BodySurface(Enum):
    """Formula of the body surface area; the value is its name as it is shown and kept."""

    MOSTELLER = "Mosteller"
    DU_BOIS = "Du Bois"

    @property
    def text(self) -> str:
        """The formula in symbols; height in cm, weight in kg."""
        if self is BodySurface.MOSTELLER:
            return "BSA = √(height × weight / 3600)"
        return "BSA = 0.007184 × height^0.725 × weight^0.425"

    @property
    def citation(self) -> str:
        """Where it was published."""
        return MOSTELLER if self is BodySurface.MOSTELLER else DU_BOIS


def body_surface_m2(height_cm: float, weight_kg: float, formula: BodySurface) -> float:
    """Return the body surface area, m2."""
    if formula is BodySurface.MOSTELLER:
        return math.sqrt(height_cm * weight_kg / 3600.0)
    return float(0.007184 * height_cm**0.725 * weight_kg**0.425)
