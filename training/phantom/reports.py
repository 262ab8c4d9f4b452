"""Reports by section, written from the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .anatomy import Heart


@dataclass(frozen=True, slots=True)
class ReportSentence:
    """One sentence of a report."""

    section: str
    text: str
    concept: str


def write_report(heart: Heart, rng: np.random.Generator) -> tuple[ReportSentence, ...]:
    """Return the sentences of a report."""
    return ()
