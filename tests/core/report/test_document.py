from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import DocumentError
from deepcoro_desktop.core.patient import Demographics
from deepcoro_desktop.core.report.document import (
    SCHEMA_VERSION,
    PrintedFrame,
    Signature,
    content_sha256,
    from_json,
    to_canonical_json,
)
from tests.core.report.examples import LATER, draft, ready


def test_document_survives_json_unchanged() -> None:
    document = ready()
    assert from_json(to_canonical_json(document)) == document


@pytest.mark.parametrize(("schema", "frames"), [(1, 0), (2, 1)])
def test_report_signed_in_an_older_schema_opens_and_keeps_every_byte_and_its_hash(schema: int, frames: int) -> None:
    data = (Path(__file__).parent / "data" / f"interpretation-schema-{schema}.json").read_bytes()
    document = from_json(data)
    assert document.schema_version == schema
    assert len(document.key_frames) == frames
    assert document.identity.recorded is None
    assert document.identity.body_surface_formula == ""
    assert to_canonical_json(document) == data
    assert document.signature is not None
    assert content_sha256(document) == document.signature.content_sha256


def test_key_frames_stand_in_the_json_as_dicom_counts_them() -> None:
    document = replace(ready(), key_frames=(PrintedFrame("1.2.3", 4, 100.0, "A4C, frame 4 of 6"),))
    raw = json.loads(to_canonical_json(document))
    assert raw["schema_version"] == SCHEMA_VERSION
    assert raw["key_frames"] == [
        {"sop_instance_uid": "1.2.3", "frame_number": 4, "time_ms": 100.0, "caption": "A4C, frame 4 of 6"}
    ]
    assert from_json(to_canonical_json(document)) == document
    assert content_sha256(document) != content_sha256(ready()), "they are signed with the rest"


def test_what_was_recorded_stands_beside_what_was_corrected() -> None:
    identity = replace(
        ready().identity,
        sex="M",
        birth_date="1955-02-11",
        recorded=Demographics("F", date(1954, 2, 11), 72),
        body_surface_formula="Du Bois",
    )
    document = replace(ready(), identity=identity)
    raw = json.loads(to_canonical_json(document))["identity"]
    assert raw["recorded"] == {"sex": "F", "birth_date": "1954-02-11", "age_years": 72}
    assert from_json(to_canonical_json(document)) == document
    with pytest.raises(ValueError, match="schema 2 knows no corrections"):
        replace(document, schema_version=2)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"schema_version": 1}, "schema 1 knows no key frames"),
        (
            {"key_frames": [{"sop_instance_uid": "1.2", "frame_number": 0, "time_ms": 0.0, "caption": ""}]},
            "lies before",
        ),
        ({"key_frames": [{"sop_instance_uid": "1.2", "frame_number": 1, "time_ms": 0.0}]}, "lacks: caption"),
    ],
)
def test_refuses_key_frames_that_are_not_as_written(change: dict[str, object], sentence: str) -> None:
    document = replace(ready(), key_frames=(PrintedFrame("1.2.3", 4, 100.0, "A4C"),))
    with pytest.raises(DocumentError, match=sentence):
        from_json(json.dumps({**json.loads(to_canonical_json(document)), **change}))


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
        (lambda raw: raw.update(schema_version=SCHEMA_VERSION + 1), "newer program"),
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
