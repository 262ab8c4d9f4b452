"""Frozen dataclasses to JSON values and back, strictly: unknown keys, wrong types and missing keys are refused."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any


def encode(value: object) -> Any:
    """Return `value` as what the json module writes: dataclasses as objects, tuples as lists, enums by value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def decode(kind: Any, raw: Any, where: str) -> Any:
    """Return `raw` as an object of type `kind`.

    Parameters
    ----------
    kind : type
        A dataclass, an enum, a tuple type, an optional or a plain type.
    raw : object
        What the json module read.
    where : str
        Name of the place, for the error.

    Raises
    ------
    ValueError
        If a key is unknown or missing, or a value has another type; the text names the place.
    """
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _decode_union(kind, raw, where)
    if origin is tuple:
        return _decode_tuple(kind, raw, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _decode_enum(kind, raw, where)
    if dataclasses.is_dataclass(kind):
        return _decode_dataclass(kind, raw, where)
    if kind in (date, datetime) and isinstance(raw, str):
        return kind.fromisoformat(raw)
    if kind is float and isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    if not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
        raise ValueError(f"{where} is not of type {kind.__name__}")
    return raw


def _decode_tuple(kind: Any, raw: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        raise ValueError(f"{where} is not a list")
    kinds = typing.get_args(kind)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        kinds = (kinds[0],) * len(raw)
    if len(kinds) != len(raw):
        raise ValueError(f"{where} has {len(raw)} entries where {len(kinds)} belong")
    return tuple(decode(item, entry, f"{where}[{i}]") for i, (item, entry) in enumerate(zip(kinds, raw, strict=True)))


def _decode_enum(kind: type[Enum], raw: Any, where: str) -> Enum:
    for member in kind:
        if type(member.value) is type(raw) and member.value == raw:
            return member
    raise ValueError(f"{where} is none of {', '.join(str(member.value) for member in kind)}")


def _decode_union(kind: Any, raw: Any, where: str) -> Any:
    options = typing.get_args(kind)
    if raw is None:
        if types.NoneType in options:
            return None
        raise ValueError(f"{where} is empty")
    failure = ValueError(f"{where} has no value that fits")
    for option in options:
        if option is types.NoneType:
            continue
        try:
            return decode(option, raw, where)
        except ValueError as error:
            failure = error
    raise failure


def _decode_dataclass(kind: Any, raw: Any, where: str) -> Any:
    if not isinstance(raw, dict):
        raise ValueError(f"{where} is not an object")
    hints = _hints(kind)
    fields = dataclasses.fields(kind)
    if unknown := sorted(set(raw) - {f.name for f in fields}):
        raise ValueError(f"{where} has unknown keys: {', '.join(unknown)}")
    required = {f.name for f in fields if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING}
    if missing := sorted(required - set(raw)):
        raise ValueError(f"{where} lacks: {', '.join(missing)}")
    return kind(**{name: decode(hints[name], value, f"{where}.{name}") for name, value in raw.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    """Return the types of a dataclass's fields; a manifest has hundreds of objects of a dozen classes."""
    return typing.get_type_hints(kind)
