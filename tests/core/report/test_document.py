from __future__ import annotations

import json
from dataclasses import replace

import pytest

from deepcoro_desktop.core.errors import DocumentError
from deepcoro_desktop.core.report.document import (
    Signature,
    content_sha256,
    from_json,
    to_canonical_json,
)
from tests.core.report.examples import LATER, draft, ready


def test_document_survives_json_unchanged() -> None:
    document = ready()
    assert from_json(to_canonical_json(document)) == document


def test_canonical_json_has_one_form() -> None:
    data = to_canonical_json(draft())
    assert data == to_canonical_json(from_json(data))
    assert b" :" not in data
    assert list(json.loads(data)) == sorted(json.loads(data))


def test_content_hash_ignores_the_signature_and_nothing_else() -> None:
    document = ready()
    signature = Signature("Dr A", "MD", "I have read it.", "2026-03-14T10:55:00+00:00", content_sha256(document))
    assert content_sha256(replace(document, signature=signature)) == content_sha256(document)
    for changed in (
        replace(document, impression="Other."),
        replace(document, audit_head="00"),
        replace(document, updated_at=LATER),
        replace(document, revision=2),
    ):
        assert content_sha256(changed) != content_sha256(document)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda raw: raw.update(colour="red"), "unknown keys: colour"),
        (lambda raw: raw["sections"][0].update(extra=1), "unknown keys: extra"),
        (lambda raw: raw.pop("identity"), "lacks: identity"),
        (lambda raw: raw.update(schema_version=2), "newer program"),
        (lambda raw: raw.update(schema_version=True), "no schema version"),
        (lambda raw: raw.pop("schema_version"), "no schema version"),
        (lambda raw: raw.update(revision="1"), "not of type int"),
        (lambda raw: raw.update(state="signed"), "is none of draft, preliminary, final, amended"),
        (lambda raw: raw.update(updated_at="2026-03-14T10:52:07"), "no zone"),
        (lambda raw: raw["sections"].append(raw["sections"][0]), "same id"),
    ],
)
def test_refuses_a_document_that_is_not_as_written(change: object, sentence: str) -> None:
    raw = json.loads(to_canonical_json(draft()))
    change(raw)  # type: ignore[operator]
    with pytest.raises(DocumentError, match=sentence):
        from_json(json.dumps(raw))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"schema_version": NaN}', '{"a": 1, "a": 2}', "[" * 100_000, b"\xff\xfe\x00"]
)
def test_refuses_what_is_no_document(text: str | bytes) -> None:
    with pytest.raises(DocumentError):
        from_json(text)


def test_refuses_to_write_a_lone_surrogate() -> None:
    with pytest.raises(DocumentError, match="cannot be saved"):
        to_canonical_json(replace(draft(), impression="\ud800"))
