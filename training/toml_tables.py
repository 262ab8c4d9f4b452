"""From TOML tables to frozen dataclasses: overrides, types, unknown and missing keys."""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from typing import Any, Final

from deepcoro_desktop.core.errors import ArgumentError

LENGTHS: Final = frozenset({"steps", "epochs"})
"""Keys that give a stage's length; a table has one of them."""


def apply_override(raw: dict[str, Any], override: str) -> None:
    """Set one value of the tables, as ``table.key=value`` says.

    Raises
    ------
    ArgumentError
        If the override is none, or goes into something that is no table.
    """
    key, separator, text = override.partition("=")
    if not separator or not key:
        raise ArgumentError(f"The override {override!r} is not key=value.", "Write for example finetune.steps=100.")
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text
    *tables, last = key.split(".")
    target = raw
    for table in tables:
        target = target.setdefault(table, {})
        if not isinstance(target, dict):
            raise ArgumentError(f"The override {override!r} goes into {table}, which is a value.", "Check the key.")
    if last in LENGTHS and target.keys() & LENGTHS:
        target.pop(next(iter(LENGTHS - {last})), None)  # a length in steps replaces one in epochs, and vice versa
    target[last] = value


def decode(kind: Any, raw: Any, where: str) -> Any:
    """Return `raw` as a value of type `kind`; raises ValueError that names the key."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        if not isinstance(raw, dict):
            raise ValueError(f"{where} is not a table")
        _check_keys(kind, raw, where)
        hints = typing.get_type_hints(kind)
        return kind(**{key: decode(hints[key], value, f"{where}{key}.") for key, value in raw.items()})
    if typing.get_origin(kind) is tuple:
        if not isinstance(raw, list):
            raise ValueError(f"{where[:-1]} is not a list")
        return tuple(decode(typing.get_args(kind)[0], item, where) for item in raw)
    if options := [option for option in typing.get_args(kind) if option is not type(None)]:
        return decode(options[0], raw, where)
    if kind is float and isinstance(raw, int) and not isinstance(raw, bool):
        return float(raw)
    if not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
        raise ValueError(f"{where[:-1]} is not of type {kind.__name__}")
    return raw


def _check_keys(kind: Any, raw: dict[str, Any], where: str) -> None:
    known = {field.name: field for field in dataclasses.fields(kind)}
    if unknown := sorted(set(raw) - set(known)):
        raise ValueError(f"unknown keys {', '.join(where + key for key in unknown)}")
    required = {name for name, field in known.items() if field.default is dataclasses.MISSING}
    if missing := sorted(required - set(raw)):
        raise ValueError(f"missing keys {', '.join(where + key for key in missing)}")
    if known.keys() >= LENGTHS and len(raw.keys() & LENGTHS) != 1:
        raise ValueError(f"{where[:-1]} needs exactly one of steps and epochs")
