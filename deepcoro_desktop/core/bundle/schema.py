"""The JSON schema of bundle.json, generated from the dataclasses of the manifest."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from enum import Enum
from typing import Any, Final

from deepcoro_desktop.core.bundle.manifest import SCHEMA_VERSION, Manifest

SCHEMA_FILE: Final = "bundle.schema.json"
"""Name under resources/."""

_PLAIN: Final = {str: "string", int: "integer", float: "number", bool: "boolean"}


def bundle_schema() -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) that every bundle.json of this version fulfils."""
    definitions: dict[str, Any] = {}
    root = _schema_of(Manifest, definitions)
    definitions["Manifest"]["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "DeepCORO model bundle",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def bundle_schema_text() -> str:
    """Return the schema as the text of resources/bundle.schema.json."""
    return json.dumps(bundle_schema(), indent=2) + "\n"


def _schema_of(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_schema_of(option, definitions) for option in typing.get_args(kind)]}
    if kind is types.NoneType:
        return {"type": "null"}
    if origin is tuple:
        return {"type": "array", "items": _schema_of(typing.get_args(kind)[0], definitions)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _reference(kind, definitions)
    return {"type": _PLAIN[kind]}


def _reference(kind: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return a reference to the dataclass's definition, which is added once."""
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        hints = typing.get_type_hints(kind)
        fields = dataclasses.fields(kind)
        definitions[kind.__name__] = {
            "type": "object",
            "properties": {field.name: _schema_of(hints[field.name], definitions) for field in fields},
            "required": [
                field.name
                for field in fields
                if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
            ],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}
