"""The JSON schema says what the dataclasses say."""

from __future__ import annotations

import json

import jsonschema
import pytest

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.bundle.manifest import SCHEMA_VERSION
from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.bundle.schema import SCHEMA_FILE, bundle_schema, bundle_schema_text


def test_schema_file_is_up_to_date() -> None:
    # Rebuild: python -c "from deepcoro_desktop.core.bundle.schema import *; print(bundle_schema_text(), end='')"
    assert resource_path(SCHEMA_FILE).read_text(encoding="utf-8") == bundle_schema_text()


def test_a_bundle_fulfils_the_schema(bundle: Bundle) -> None:
    jsonschema.Draft202012Validator.check_schema(bundle_schema())
    jsonschema.validate(json.loads((bundle.folder / "bundle.json").read_text(encoding="utf-8")), bundle_schema())


def test_schema_refuses_unknown_keys_and_newer_versions(bundle: Bundle) -> None:
    raw = json.loads((bundle.folder / "bundle.json").read_text(encoding="utf-8"))
    for change in ({"colour": 1}, {"schema_version": SCHEMA_VERSION + 1}, {"trained_on": "guesses"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(raw | change, bundle_schema())
