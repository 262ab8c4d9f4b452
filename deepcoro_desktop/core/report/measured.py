"""Measured values in the report: they fill the empty places that ask for them, and follow when they change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from deepcoro_desktop.core.errors import LifecycleError, MeasurementError
from deepcoro_desktop.core.measurement.measurement import Source
from deepcoro_desktop.core.measurement.table import Row
from deepcoro_desktop.core.measurement.units import Unit, convert
from deepcoro_desktop.core.report.document import SLOT, Document, Origin, Review, Section, Statement

Rows = Mapping[str, Row]
"""Rows of the table of measurements by key."""

_DECIMALS: Final = {Unit.MM: 0, Unit.CM: 1, Unit.M_S: 1, Unit.CM_S: 0, Unit.MS: 0, Unit.S: 2}
"""Decimals of a value that stands in another unit than its own."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words before an empty place that say which value belongs into it."""

    pattern: re.Pattern[str]
    key: str
    section: str = ""
    """Section in which they mean that; empty for any."""


def _words(pattern: str, key: str, section: str = "") -> Words:
    return Words(re.compile(pattern, re.IGNORECASE), key, section)


_WORDS: Final = (
    _words(r"ejection fraction|\b(?:LV)?EF\b", "lvef"),
    _words(r"end-diastolic volume", "lvedv"),
    _words(r"end-systolic volume", "lvesv"),
    _words(r"septum|septal thickness", "ivsd"),
    _words(r"posterior wall", "lvpwd"),
    _words(r"\bE wave", "mv_e"),
    _words(r"\bE/A\b", "e_a"),
    _words(r"\bE/e['’]", "e_over_e"),
    _words(r"basal diameter", "rv_basal"),
    _words(r"fractional area change|\bFAC\b", "fac"),
    _words(r"\bTAPSE\b", "tapse"),
    _words(r"\bS['’]", "rv_s", "Right ventricle"),
    _words(r"volume index", "lav_i", "Left atrium"),
    _words(r"volume index", "rav_i", "Right atrium"),
    _words(r"mean gradient", "av_mean_pg", "Aortic valve"),
    _words(r"mean gradient", "mv_mean_pg", "Mitral valve"),
    _words(r"peak velocity", "av_vmax", "Aortic valve"),
    _words(r"peak velocity", "tr_vmax", "Tricuspid valve"),
    _words(r"peak velocity", "pv_vmax", "Pulmonic valve"),
    _words(r"valve area", "ava", "Aortic valve"),
    _words(r"effusion", "effusion", "Pericardium"),
    _words(r"aortic root", "aortic_root"),
    _words(r"ascending aorta", "ascending_aorta"),
    _words(r"\bIVC\b|inferior vena cava", "ivc_max"),
    _words(r"right atrial pressure", "rap"),
    _words(r"\bRVSP\b|systolic pressure", "rvsp"),
    _words(r"main pulmonary artery", "pa_d"),
)


def bind(document: Document, before: Rows, after: Rows, now: datetime) -> Document:
    """Return the document with the measured values where they belong.

    A sentence that the reader worded otherwise is left alone. A sentence keeps its review: filling in a number accepts
    nothing. Where a number changes, the section has to be attested again.

    Parameters
    ----------
    document : Document
        A draft; another one comes back as it is.
    before, after : mapping of str to Row
        The values that the document shows now, and those that it shall show.
    now : datetime
        UTC, aware.
    """
    if not document.is_editable:
        return document
    sections = []
    for section in document.sections:
        bound = [_bound(statement, section.name, before, after) for statement in section.statements]
        statements = tuple(statement for statement in bound if statement is not None)
        changed = statements != section.statements
        sections.append(replace(section, statements=statements, attested=False) if changed else section)
    if tuple(sections) == document.sections:
        return document
    return replace(document, sections=tuple(sections), updated_at=now)


def add_value(document: Document, row: Row, now: datetime) -> Document:
    """Return the document with a sentence that states a measured value, in the section it belongs to.

    Raises
    ------
    LifecycleError
        If the value belongs to no section of the document, stands there already, is the model's, or the report cannot
        be edited.
    """
    if not document.is_editable:
        raise LifecycleError("Only a draft takes measured values.", "Amend the report instead.")
    if row.source is Source.AI:
        raise LifecycleError(f"{row.label} was not measured: the model estimates it.", "Measure it, and state that.")
    new = Statement(_own_id(row.key), _sentence(row), Origin.MEASUREMENT, Review.ACCEPTED)
    if any(s.statement_id == new.statement_id for section in document.sections for s in section.statements):
        raise LifecycleError(f"{row.label} stands in the report already.", "Edit that sentence instead.")
    for place, section in enumerate(document.sections):
        if section.name == row.section and row.key:
            sections = (*document.sections[:place], _with(section, new), *document.sections[place + 1 :])
            return replace(document, sections=sections, updated_at=now)
    raise LifecycleError(f"The report has no section for {row.label}.", "Write the value where it belongs.")


def key_for(section: str, words: str) -> str:
    """Return the value that belongs behind these words, empty where they do not say.

    Of several the last counts: "septum [__ mm], posterior wall [__ mm]".
    """
    found = [
        (match.end(), rule.key)
        for rule in _WORDS
        if rule.section in ("", section)
        for match in rule.pattern.finditer(words)
    ]
    return max(found)[1] if found else ""


def fill(text: str, section: str, rows: Rows) -> str:
    """Return a sentence with its empty places filled where a measured value belongs there and has such a unit."""
    parts: list[str] = []
    end = 0
    for slot in SLOT.finditer(text):
        words = text[end : slot.start()]
        parts += (words, _value(section, words, slot, rows))
        end = slot.end()
    return "".join((*parts, text[end:]))


def _value(section: str, words: str, slot: re.Match[str], rows: Rows) -> str:
    written = (slot.group(1) or "").strip()
    unit = next((unit for unit in Unit if unit.value == written), None)
    if unit is None:
        return slot.group(0)
    row = rows.get(key_for(section, words))
    if row is None:
        return slot.group(0)
    try:
        value = convert(row.value, row.unit, unit)
    except MeasurementError:
        return slot.group(0)
    decimals = row.decimals if unit is row.unit else _DECIMALS.get(unit, row.decimals)
    return f"{value:.{decimals}f} {written}".strip()


def _bound(statement: Statement, section: str, before: Rows, after: Rows) -> Statement | None:
    """Return a statement as it shall read; None for one whose measurement is gone."""
    if statement.review is Review.REJECTED:
        return statement
    if statement.origin is Origin.MEASUREMENT:
        return _follow(statement, before, after)
    template = statement.original_text if SLOT.search(statement.original_text) else statement.text
    if not SLOT.search(template) or statement.text not in (template, fill(template, section, before)):
        return statement
    text = fill(template, section, after)
    if text == statement.text:
        return statement
    review = Review.EDITED if statement.review is Review.ACCEPTED else statement.review
    return replace(statement, text=text, original_text=template if text != template else "", review=review)


def _follow(statement: Statement, before: Rows, after: Rows) -> Statement | None:
    for key, row in before.items():
        if statement.statement_id == _own_id(key) and statement.text == _sentence(row):
            return replace(statement, text=_sentence(after[key])) if key in after else None
    return statement


def _sentence(row: Row) -> str:
    return f"{row.name}: {row.text}."


def _own_id(key: str) -> str:
    return f"measured-{key}"


def _with(section: Section, statement: Statement) -> Section:
    return replace(
        section,
        assessed=True,
        reason="",
        left_out_by_reader=False,
        statements=(*section.statements, statement),
        attested=False,
    )
