from __future__ import annotations

import shutil
import struct
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from deepcoro_desktop.core.errors import DocumentError
from deepcoro_desktop.core.patient import Demographics
from deepcoro_desktop.core.report import pdf
from deepcoro_desktop.core.report.document import (
    ClipUse,
    Document,
    Identity,
    ReportState,
    Section,
    Signature,
    content_sha256,
    to_canonical_json,
)
from deepcoro_desktop.core.report.page import page_of, printable_text
from deepcoro_desktop.core.report.pdf import render_pdf, render_preview
from tests.core.report.examples import SECTIONS, draft, ready

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")


def signed(document: Document) -> Document:
    document = replace(document, state=ReportState.FINAL, audit_head="ab" * 32)
    hash_ = content_sha256(document)
    return replace(document, signature=Signature("Dr A", "MD", "I stand for it.", "2026-03-14T11:55:00+01:00", hash_))


def pages(document: Document, folder: Path) -> list[str]:
    file = folder / "report.pdf"
    file.write_bytes(render_pdf(document))
    run = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return run.stdout.split("\f")[:-1]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_pdf(draft()) == render_pdf(draft())
    assert render_pdf(draft()) != render_pdf(ready())


def test_the_file_says_that_it_is_pdfa_and_pdfua() -> None:
    pdf = render_pdf(signed(ready()))
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert f"content-sha256:{content_sha256(signed(ready()))}".encode() in pdf  # what a verifier compares


@needs_poppler
def test_every_page_of_a_draft_says_so_and_bears_the_banner(tmp_path: Path) -> None:
    clips = tuple(ClipUse(f"1.2.{n}", "Apical four chamber", 0.9, used=True) for n in range(90))
    texts = pages(replace(draft(), clips=clips), tmp_path)
    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        assert "DEMONSTRATION MODEL · trained on synthetic data · not for diagnosis" in text
        assert "Research use only" in text
        assert f"Page {number} of {len(texts)}" in text
        assert "DEMO PHANTOM A · P-000117" in text
        letters = "".join(text.split())
        assert all(letter in letters for letter in "AIDRAFT–NOTSIGNED")
    assert "Not signed. A draft is not a report" in "".join(texts)


@needs_poppler
def test_a_signed_report_prints_who_when_and_the_hash(tmp_path: Path) -> None:
    document = signed(ready())
    text = " ".join("".join(pages(document, tmp_path)).split())
    for expected in (
        "FINAL", "Dr A", "MD", "I stand for it.", "2026-03-14 11:55:00 UTC+01:00", content_sha256(document), "ab" * 32,
        "ejection fraction 38 %", "AI, accepted", "AI, edited", "reader's own", "Not assessed: no subcostal view",
        "1 rejected by the reader and not printed", "demo-1.0", "fewer than 8 frames", "2 of 3 clips used",
        "178 cm · 84 kg · 2.04 m²",
    ):  # fmt: skip
        assert expected in text, expected
    assert "concentric hypertrophy" not in text
    assert "SIGNED" not in text.replace("SHA-256", "")


@needs_poppler
def test_a_report_without_a_model_has_no_banner_and_says_so(tmp_path: Path) -> None:
    text = "".join(pages(replace(draft(), model=None, clips=()), tmp_path))
    assert "DEMONSTRATION" not in text
    assert "Read without a model" in text


@needs_poppler
def test_an_amendment_names_its_reason_and_predecessor(tmp_path: Path) -> None:
    document = replace(ready(), revision=2, predecessor_revision=1, amendment_reason="The valve was mistaken.")
    text = "".join(pages(document, tmp_path))
    assert "Revision 2, amends revision 1" in text
    assert "The valve was mistaken." in text


@needs_poppler
def test_the_document_is_attached_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(render_pdf(ready()))
    out = tmp_path / "out.json"
    subprocess.run(["pdfdetach", "-save", "1", "-o", out, file], check=True, capture_output=True)
    assert out.read_bytes() == to_canonical_json(ready())


@needs_poppler
@pytest.mark.parametrize(
    "hostile",
    [
        '#import "x"', "$x^2$", "\\ * _ ` @a <b> // /* [", '#read("/etc/passwd")', '"}', "= heading", "{{7*7}}",
        "山田 太郎", "محمد", "Иван Ελένη", "שלום", "ราม", "राम", "Łukasz Žižka Ñandú",
    ],
)  # fmt: skip
def test_text_that_looks_like_code_or_is_not_latin_is_printed(hostile: str, tmp_path: Path) -> None:
    document = replace(ready(), identity=replace(ready().identity, patient_name=hostile), impression=hostile)
    text = "".join(pages(document, tmp_path))
    if hostile.isascii():
        assert hostile in text
    assert "[U+" not in text


@needs_poppler
def test_characters_that_cannot_be_drawn_or_seen_are_spelt_out(tmp_path: Path) -> None:
    text = "".join(pages(replace(ready(), impression="a\U0001f600b \u202ec\x00 \U00012000"), tmp_path))
    assert "a[U+1F600]b [U+202E]c[U+0000]" in text
    assert "[U+12000]" in text


def test_long_words_break_and_short_ones_do_not() -> None:
    assert "\u200b" not in printable_text("echocardiographically 1.2.840.10008")
    assert printable_text("x" * 30).count("\u200b") == 3
    assert printable_text("x" * 30).replace("\u200b", "") == "x" * 30


def test_a_long_report_is_set() -> None:
    long = "The left ventricle is mildly dilated and its function is moderately reduced. " * 40
    base = ready().sections[0].statements[0]
    sections = tuple(
        Section(name, assessed=True, statements=(replace(base, statement_id=name, text=long),), attested=True)
        for name in SECTIONS
    )
    assert render_pdf(replace(ready(), sections=sections, impression="x" * 5000)).startswith(b"%PDF-1.7")


def test_a_report_of_nothing_is_set() -> None:
    identity = replace(ready().identity, patient_name="", birth_date="", age_years=None, height_cm=None, weight_kg=None)
    document = replace(draft(), identity=identity, sections=(), clips=(), model=None)
    assert render_pdf(document).startswith(b"%PDF-1.7")


def test_what_the_reader_corrected_is_printed_beside_what_was_recorded(tmp_path: Path) -> None:
    identity = replace(
        ready().identity,
        sex="M",
        birth_date="1951-02-11",
        age_years=75,
        recorded=Demographics("F", date(1954, 2, 11), 72),
        body_surface_formula="Du Bois",
    )

    def fields(shown: Identity) -> dict[str, str]:
        page = page_of(replace(ready(), identity=shown), "ab" * 32, ())
        return {field["name"]: field["value"] for field in page["identity"]}

    assert fields(identity)["Born"] == "1951-02-11 (75 y), recorded: 1954-02-11"
    assert fields(identity)["Sex"] == "male, recorded: female"
    assert fields(identity)["Height, weight, BSA"].endswith("m² (Du Bois)")
    aged = replace(identity, birth_date="", recorded=Demographics())
    assert fields(aged)["Born"] == "unknown (75 y), recorded: no age"
    assert fields(aged)["Sex"] == "male, recorded: none"
    plain = fields(ready().identity)
    assert "recorded" not in plain["Born"] + plain["Sex"]
    printed = "".join(pages(replace(ready(), identity=identity), tmp_path)).split()
    assert {"1951-02-11", "1954-02-11", "female"} <= set(printed)


def test_tables_and_sections_of_any_length_can_be_tagged() -> None:
    base = ready().sections[0].statements[0]
    for count in range(1, 80, 6):
        clips = tuple(ClipUse(f"1.2.{n}", "Apical four chamber", 0.9, used=n % 3 > 0) for n in range(count))
        statements = tuple(replace(base, statement_id=str(n), text=base.text * (1 + n % 4)) for n in range(count))
        section = replace(ready().sections[0], statements=statements)
        document = replace(ready(), clips=clips, sections=(section,))
        assert render_pdf(document).startswith(b"%PDF-1.7")
        assert render_pdf(signed(document)).startswith(b"%PDF-1.7")


def test_preview_has_a_picture_of_every_page_of_the_file(tmp_path: Path) -> None:
    clips = tuple(ClipUse(f"1.2.{n}", "Apical four chamber", 0.9, used=True) for n in range(90))
    long = replace(draft(), clips=clips)
    pictures = render_preview(long, pixels_per_inch=96)
    assert len(pictures) == len(PdfReader(BytesIO(render_pdf(long))).pages) > 1
    for picture in pictures:
        assert picture.startswith(b"\x89PNG")
        width, height = struct.unpack(">II", picture[16:24])
        assert (width, height) == pytest.approx((96 * 210 / 25.4, 96 * 297 / 25.4), abs=1)


def test_preview_shows_the_watermark_until_the_report_is_signed() -> None:
    unsigned = render_preview(ready(), pixels_per_inch=20)
    assert unsigned[0] != render_preview(signed(ready()), pixels_per_inch=20)[0]
    assert unsigned == render_preview(ready(), pixels_per_inch=20)


def test_a_preview_that_cannot_be_set_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_sources", lambda _page, _content: {"main": b"#no-such-function()"})
    with pytest.raises(DocumentError, match="page could not be set"):
        render_preview(draft(), pixels_per_inch=96)
