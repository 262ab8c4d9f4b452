"""What stands on the printed page, as plain text: a document becomes the values that the template sets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from deepcoro_desktop.core.report.document import Document, Identity, Origin, ReportState, Review, Section, Statement
from deepcoro_desktop.core.report.key_pictures import KeyPicture

BANNER: Final = "DEMONSTRATION MODEL · trained on synthetic data · not for diagnosis"
USE_LABEL: Final = "Research use only"

_MARKS: Final[dict[tuple[Origin, Review], tuple[str, str]]] = {
    (Origin.MODEL, Review.PENDING): ("pending", "AI, to review"),
    (Origin.MODEL, Review.ACCEPTED): ("accepted", "AI, accepted"),
    (Origin.MODEL, Review.EDITED): ("edited", "AI, edited"),
    (Origin.MEASUREMENT, Review.PENDING): ("pending", "measured, to review"),
    (Origin.MEASUREMENT, Review.ACCEPTED): ("measured", "measured"),
    (Origin.MEASUREMENT, Review.EDITED): ("edited", "measured, edited"),
}
_OWN_MARK: Final = ("own", "reader's own")
_SEX: Final = {"M": "male", "F": "female", "O": "other"}
_STATE: Final = {
    ReportState.DRAFT: "DRAFT",
    ReportState.PRELIMINARY: "PRELIMINARY",
    ReportState.FINAL: "FINAL",
    ReportState.AMENDED: "AMENDED",
}
_JOINERS: Final = "\u200c\u200d"
"""Needed to write Persian and Indic names; every other format character is spelt out."""
_LONG_WORD: Final = re.compile(r"\S{25,}")
"""Longer than any word of the field ("echocardiographically"): breaks anywhere, so that it stays in its column."""
_BREAK_EVERY: Final = re.compile(r"(\S{8})(?=\S)")
_IDENTIFIER: Final = re.compile(r"…?[0-9a-f.]{1,64}\Z")
_METADATA: Final = ("title", "author", "keywords", "pictures")
"""Not set on the page."""
_UID_TAIL: Final = 24
_LINE: Final = 70
_UNBROKEN: Final = 1200
"""Characters of a section that stays on one page; a line counts at least `_LINE`."""
_RUNNING: Final = 56
"""Characters of a name in the running head; the first page has it whole."""


def name_of_picture(place: int) -> str:
    """Return the name under which the template finds a key frame, counted from 0."""
    return f"key-frame-{place + 1}.svg"


def page_of(document: Document, content_hash: str, pictures: Sequence[KeyPicture] = ()) -> dict[str, Any]:
    """Return the values of the printed page, all of them text, numbers or lists of them.

    Parameters
    ----------
    document : Document
        What is printed.
    content_hash : str
        Its `content_sha256`.
    pictures : sequence of KeyPicture
        Key frames to print.
    """
    identity = document.identity
    study_time = _study_time(identity)
    moment = document.updated_at
    if document.signature is not None:
        moment = datetime.fromisoformat(document.signature.signed_at)
    moment = moment.astimezone(UTC)
    page = {
        "title": f"Echocardiography interpretation, {identity.patient_name}, {study_time}",
        "author": document.signature.signer_name if document.signature else "Not signed",
        "keywords": [f"content-sha256:{content_hash}", f"document:{document.document_id}", USE_LABEL],
        "date": {part: getattr(moment, part) for part in ("year", "month", "day", "hour", "minute", "second")},
        "heading": "Echocardiography interpretation",
        "institution": identity.institution,
        "running_left": "Echocardiography interpretation",
        "running_right": " · ".join(
            filter(None, (_shortened(identity.patient_name), _shortened(identity.patient_id), study_time))
        ),
        "banner": BANNER if document.is_demonstration else "",
        "use_label": USE_LABEL,
        "footer": f"Report {document.document_id[:8]}, revision {document.revision}, content {content_hash[:16]}",
        "watermark": _watermark(document),
        "signed": document.is_signed,
        "unsigned": "Not signed. A draft is not a report: no reader stands for it.",
        "state": _state(document),
        "identity": _identity(identity, study_time),
        "amendment": _amendment(document),
        "impression": [line for line in document.impression.splitlines() if line.strip()],
        "sections": [_section(section) for section in document.sections],
        "provenance": provenance_sentence(document),
        "signature": _signature(document),
        "model": _model(document),
        **_clips(document),
        "pictures": [
            {"file": name_of_picture(place), "caption": picture.caption, "alt": picture.alternative}
            for place, picture in enumerate(pictures)
        ],
    }
    return {key: _printable(value, breakable=key not in _METADATA) for key, value in page.items()}


def origin_counts(document: Document) -> dict[str, int]:
    """Return how many kept statements have each mark, by the mark's printed words, and how many were rejected."""
    counts: dict[str, int] = {}
    for section in document.sections:
        for statement in section.statements:
            label = _mark(statement)[1] if statement.is_kept else "rejected"
            counts[label] = counts.get(label, 0) + 1
    return counts


def provenance_sentence(document: Document) -> str:
    """Return one sentence on who wrote the statements."""
    counts = origin_counts(document)
    rejected = counts.pop("rejected", 0)
    kept = ", ".join(f"{count} {label.replace(', ', ' ')}" for label, count in counts.items()) or "none"
    tail = f" {rejected} rejected by the reader and not printed." if rejected else ""
    return f"Origin of the {sum(counts.values())} statements: {kept}.{tail}"


def _mark(statement: Statement) -> tuple[str, str]:
    return _MARKS.get((statement.origin, statement.review), _OWN_MARK)


def _watermark(document: Document) -> str:
    if document.is_signed:
        return ""
    if document.state is ReportState.PRELIMINARY:
        return "PRELIMINARY – NOT SIGNED"
    return "AI DRAFT – NOT SIGNED" if document.model is not None else "DRAFT – NOT SIGNED"


def _state(document: Document) -> str:
    word = _STATE[document.state]
    return f"{word}, revision {document.revision}" if document.revision > 1 else word


def _study_time(identity: Identity) -> str:
    return identity.study_datetime.replace("T", " ")


def _identity(identity: Identity, study_time: str) -> list[dict[str, Any]]:
    surface = f" ({identity.body_surface_formula})" if identity.body_surface_formula else ""
    body = [
        f"{identity.height_cm:.0f}\N{NO-BREAK SPACE}cm" if identity.height_cm else "",
        f"{identity.weight_kg:.0f}\N{NO-BREAK SPACE}kg" if identity.weight_kg else "",
        f"{identity.body_surface_area_m2:.2f}\N{NO-BREAK SPACE}m²{surface}" if identity.body_surface_area_m2 else "",
    ]
    fields = [
        ("Patient", identity.patient_name, 1, True),
        ("Patient ID", identity.patient_id, 1, True),
        ("Born", _born(identity), 1, False),
        ("Sex", _sex(identity), 1, False),
        ("Study", identity.description or "Echocardiogram", 1, False),
        ("Date of study", study_time or "unknown", 1, False),
        ("Blood pressure", identity.blood_pressure or "not recorded", 1, False),
        ("Height, weight, BSA", " · ".join(filter(None, body)) or "not recorded", 1, False),
        ("Accession", identity.accession_number or "none", 1, False),
        ("Study Instance UID", identity.study_instance_uid, 3, False),
    ]
    return [{"name": n, "value": v, "span": span, "strong": strong} for n, v, span, strong in fields]


def _born(identity: Identity) -> str:
    """Return birth date and age; what was recorded instead stands beside what the reader entered."""
    age = f" ({identity.age_years} y)" if identity.age_years is not None else ""
    words, recorded = (identity.birth_date or "unknown") + age, identity.recorded
    if recorded is None:
        return words
    if identity.birth_date != (recorded.birth_date.isoformat() if recorded.birth_date else ""):
        return f"{words}, recorded: {recorded.birth_date or 'none'}"
    if identity.age_years != recorded.age_years:
        return f"{words}, recorded: {'no age' if recorded.age_years is None else f'{recorded.age_years} y'}"
    return words


def _sex(identity: Identity) -> str:
    words, recorded = _SEX.get(identity.sex, identity.sex or "unknown"), identity.recorded
    if recorded is None or recorded.sex == identity.sex:
        return words
    return f"{words}, recorded: {_SEX.get(recorded.sex, recorded.sex or 'none')}"


def _amendment(document: Document) -> dict[str, str] | None:
    if document.predecessor_revision is None:
        return None
    title = f"Revision {document.revision}, amends revision {document.predecessor_revision}"
    return {"title": title, "reason": document.amendment_reason}


def _section(section: Section) -> dict[str, Any]:
    statements = [{"text": s.text, "mark": _mark(s)[0], "mark_label": _mark(s)[1]} for s in section.kept]
    reason = f"Not assessed: {section.reason}" if section.reason else "Not assessed"
    return {
        "name": section.name,
        "assessed": section.assessed,
        "reason": reason,
        "statements": statements,
        "long": sum(len(statement["text"]) + _LINE for statement in statements) > _UNBROKEN,
    }


def _signature(document: Document) -> dict[str, str]:
    signature = document.signature
    if signature is None:
        return {}
    moment = datetime.fromisoformat(signature.signed_at)
    offset = moment.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset.strip("+-0") else "UTC"
    return {
        "name": signature.signer_name,
        "credential": signature.credential,
        "meaning": signature.meaning,
        "time": f"{moment:%Y-%m-%d %H:%M:%S} {zone}",
        "hash": signature.content_sha256,
        "audit_head": document.audit_head,
    }


def _model(document: Document) -> list[dict[str, Any]] | None:
    model = document.model
    if model is None:
        return None
    trained = "synthetic studies" if model.trained_on == "synthetic" else f"{model.trained_on} studies"
    fields = (
        ("Model bundle", f"{model.title} ({model.bundle_id})", False),
        ("Trained on", trained, False),
        ("Intended use", model.intended_use, False),
        ("Computed on", model.device, False),
        ("Manifest SHA-256", model.manifest_sha256, True),
    )
    return [{"name": name, "value": value, "mono": mono} for name, value, mono in fields]


def _clips(document: Document) -> dict[str, Any]:
    used = sum(clip.used for clip in document.clips)
    rows = [
        {
            "number": str(number),
            "view": clip.view_label or "–",
            "probability": f"{clip.probability * 100:.0f} %" if clip.used else "–",
            "used": clip.used,
            "reason": clip.reason,
            "uid": _tail(clip.sop_instance_uid),
        }
        for number, clip in enumerate(document.clips, start=1)
    ]
    summary = f"{used} of {len(rows)} clips used, in the order of acquisition. The probability is the model's own."
    return {"clips": rows, "clips_summary": summary}


def _tail(uid: str) -> str:
    return uid if len(uid) <= _UID_TAIL else f"…{uid[-_UID_TAIL:]}"


def _shortened(text: str) -> str:
    return text if len(text) <= _RUNNING else f"{text[:_RUNNING]}…"


def _printable(value: Any, *, breakable: bool) -> Any:
    """Return `value` with every text made printable."""
    if isinstance(value, str):
        return printable_text(value, breakable=breakable)
    if isinstance(value, dict):
        return {key: _printable(entry, breakable=breakable) for key, entry in value.items()}
    if isinstance(value, list):
        return [_printable(entry, breakable=breakable) for entry in value]
    return value


def printable_text(text: str, *, breakable: bool = True) -> str:
    """Return `text` so that all of it is seen: control and direction characters spelt out, long words breakable."""
    normal = unicodedata.normalize("NFC", text)
    shown = "".join(" " if ch in "\t\n\r" else f"[U+{ord(ch):04X}]" if _is_invisible(ch) else ch for ch in normal)
    return _LONG_WORD.sub(_with_breaks, shown) if breakable else shown


def _with_breaks(word: re.Match[str]) -> str:
    # a hash or UID fits its column, and is copied from the page: no invisible characters in it
    return word.group() if _IDENTIFIER.match(word.group()) else _BREAK_EVERY.sub("\\1\u200b", word.group())


def spell_out(text: str, characters: frozenset[str]) -> str:
    """Return `text` with these characters written as [U+XXXX], for those that no shipped font can draw."""
    return "".join(f"[U+{ord(ch):04X}]" if ch in characters else ch for ch in text)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn") and character not in _JOINERS
