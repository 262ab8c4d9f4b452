"""Every figure of a phantom heart that a picture can show, for the warm start of the video encoder."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum, IntEnum
from types import MappingProxyType

from training.phantom.anatomy import AtrialSeptum, Heart, PulmonaryVeinFlow, Rhythm

_NOT_SEEN = frozenset({"age_y", "sex", "height_cm", "weight_kg", "causes", "infarct_territory", "segment_motion"})


def truth_of(heart: Heart) -> dict[str, float]:
    """Return every figure of a heart that a picture can show; states count from 0."""
    truth = {"ef": heart.ef_pct}
    for field in dataclasses.fields(heart):
        value = getattr(heart, field.name)
        if field.name not in _NOT_SEEN:
            truth[field.name] = _number(value)
    truth |= {f"segment_{index + 1}": motion for index, motion in enumerate(heart.segment_motion)}
    return truth


def _number(value: float | Enum) -> float:
    if isinstance(value, Enum) and not isinstance(value, IntEnum):
        return float(_ORDER[type(value)].index(value))
    return float(value)


_ORDER: Mapping[type[Enum], tuple[Enum, ...]] = MappingProxyType(
    {kind: tuple(kind) for kind in (Rhythm, AtrialSeptum, PulmonaryVeinFlow)}
)
