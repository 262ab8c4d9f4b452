"""One lead of an ECG over the length of a clip, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class EcgSource(Enum):
    """Where an ECG comes from; the value is what the strip says."""

    WAVEFORM = "ECG"
    R_WAVES = "R waves of the header"
    PICTURE = "ECG read from the picture"
    BURNED_IN = "ECG in the picture only"
    """There is a trace, but nothing tells which of its columns belongs to which frame."""


@dataclass(frozen=True, slots=True)
class Ecg:
    """One lead over the length of a clip."""

    source: EcgSource
    times_ms: tuple[float, ...]
    """Moments of `values` from the clip's start, ms; empty where only R waves are known."""
    values: tuple[float, ...]
    """Height of the trace in a unit of its own."""
    r_wave_times_ms: tuple[float, ...]
    tallest: float = 0.0
    """Height of an R wave, also where the clip holds none; 0 where only `values` tell."""

    def __post_init__(self) -> None:
        """Refuse values without their moments."""
        if len(self.times_ms) != len(self.values):
            raise ValueError("an ECG needs a moment for each value")
