"""Every figure of a phantom heart that a picture can show, for the warm start of the video encoder."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from enum import Enum, IntEnum
from types import MappingProxyType

from training.phantom.anatomy import AtrialSeptum, Heart, PulmonaryVeinFlow, Rhythm

_NOT_SEEN = frozenset({"age_y", "sex", "height_cm", "weight_kg", "causes", "infarct_territory", "segment_motion"})
_SEGMENTS = 17


def truth_of(heart: Heart) -> dict[str, float]:
    """Return every figure of a heart that a picture can show; states count from 0."""
    truth = {"ef": heart.ef_pct}
    for field in dataclasses.fields(heart):
        value = getattr(heart, field.name)
        if field.name not in _NOT_SEEN:
            truth[field.name] = _number(value)
    truth |= {f"segment_{index + 1}": motion for index, motion in enumerate(heart.segment_motion)}
    return truth


def truth_columns() -> tuple[str, ...]:
    """Return the columns of the phantom command's truth.csv that `read_truth` wants."""
    figures = (name for name in _kinds() if name not in _NOT_SEEN)
    return ("lv_ef_pct", *figures, *(f"segment_{place + 1:02d}_motion" for place in range(_SEGMENTS)))


def read_truth(row: Mapping[str, str]) -> dict[str, float]:
    """Return what `truth_of` returns, to the table's decimals, from a row of truth.csv; empty cells are left out."""
    truth: dict[str, float] = {}
    for name, kind in _kinds().items():
        if (text := row.get(name, "")) and name not in _NOT_SEEN:
            truth[name] = _read(text, kind)
    if row.get("lv_ef_pct"):
        truth["ef"] = float(row["lv_ef_pct"])
    for place in range(_SEGMENTS):
        if text := row.get(f"segment_{place + 1:02d}_motion", ""):
            truth[f"segment_{place + 1}"] = float(text)
    return truth


def _kinds() -> dict[str, type]:
    return typing.get_type_hints(Heart)


def _read(text: str, kind: type) -> float:
    if issubclass(kind, Enum):
        return _number(kind[text.upper()])
    return float(text == "True") if kind is bool else float(text)


def _number(value: float | Enum) -> float:
    if isinstance(value, Enum) and not isinstance(value, IntEnum):
        return float(_ORDER[type(value)].index(value))
    return float(value)


_ORDER: Mapping[type[Enum], tuple[Enum, ...]] = MappingProxyType(
    {kind: tuple(kind) for kind in (Rhythm, AtrialSeptum, PulmonaryVeinFlow)}
)
