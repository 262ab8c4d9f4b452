"""A report's text as sentences with their sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from training.datasets.records import SourceSentence

NO_SECTION: Final = "Report"
"""Section of what stands before the first heading."""

_HEADING: Final = re.compile(
    r"(?:^|(?<=[.;!?])[ \t]+)([A-Z][A-Za-z/&()-]*(?: [A-Za-z/&()-]+){0,4})[ \t]*:(?![ \t]*[\d<>~])", re.M
)
"""Up to five words before a colon, at a line's start or behind a sentence; a number behind it is a measurement."""

_CAPITALS: Final = re.compile(r"^([A-Z][A-Z/& ]{3,40})$", re.M)
"""A line of capitals alone."""

_RULE: Final = re.compile(r"^[^\w\n]+$", re.M)
"""A line without a letter or figure."""

_BREAK: Final = re.compile(r"(?<=[.;!?])\s+(?=[A-Z0-9(])|\n\s*\n|\n\s*(?:[-*•·]|\d+[.)])\s+")
"""Between sentences: a stop, an empty line, a bullet."""

_ABBREVIATIONS: Final = frozenset({"EF", "IAS", "IVC", "IVS", "LA", "LV", "LVOT", "PA", "RA", "RV", "RVOT"})

_BULLET: Final = re.compile(r"^(?:[-*•·]|\d+[.)])\s+")


def cut_report(text: str) -> tuple[SourceSentence, ...]:
    """Return the sentences of a report in their order.

    A section begins at a heading: a few words and a colon, or a line of capitals. Its name is written as a sentence
    begins: "LEFT VENTRICLE" and "Left Ventricle" are "Left ventricle", "IVC" stays.
    Lines that are broken within a sentence are joined.
    """
    return tuple(
        SourceSentence(section, sentence) for section, body in _sections(text) for sentence in _sentences(body)
    )


def _sections(text: str) -> Iterator[tuple[str, str]]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = _CAPITALS.sub(r"\1:", _RULE.sub("", plain))
    name, begin = NO_SECTION, 0
    for heading in _HEADING.finditer(plain):
        yield name, plain[begin : heading.start()]
        name, begin = _name(heading[1]), heading.end()
    yield name, plain[begin:]


def _name(heading: str) -> str:
    words = [word if word in _ABBREVIATIONS else word.lower() for word in heading.split()]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def _sentences(body: str) -> Iterator[str]:
    for part in _BREAK.split(body):
        sentence = " ".join(_BULLET.sub("", part.strip()).split())
        if any(letter.isalpha() for letter in sentence):
            yield sentence
