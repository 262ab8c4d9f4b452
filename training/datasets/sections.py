"""Cutting a free-text report into sections and sentences; no word is lost.

Every word of a report is in exactly one heading or body. Headings are:

- at the start of a line, with or without number or bullet, a known name and a colon, or a dash with spaces around it;
- a line that is nothing but a known name, or up to five words in capitals;
- within a line, after the end of a sentence, a known name with a capital and a colon;
- at the start of a line, an unknown name of up to five words with a capital and a colon, unless a number follows
  ("LVEF: 55 %") or it names a property ("Size: normal"): such a line belongs to the section above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from training.datasets.headings import KNOWN, NAMES, OTHER, VALUE_NAMES, keeps_words, section_of
from training.datasets.records import SourceSentence

_MARKER = r"(?:\d{1,2}[.)](?=[ \t])|[-*•·‣])"
_AT_START = re.compile(
    rf"^[ \t]*(?:{_MARKER}[ \t]*)?(?P<known>{KNOWN})(?:[ \t]*:|[ \t]+[-–—](?=[ \t])|[ \t]*$)", re.I | re.M
)
_INLINE = re.compile(rf"(?:(?<=[.;!?|][ \t])|(?<=[ \t]{{2}})|(?<=[ \t]\|[ \t]))(?P<known>{KNOWN})[ \t]*:", re.I)
_UNKNOWN = re.compile(
    rf"^[ \t]*(?:{_MARKER}[ \t]*)?(?P<unknown>[A-Z][A-Za-z'/&,()\-]*(?:[ \t]+[A-Za-z'/&,()\-]+){{0,4}})[ \t]*:"
    r"(?![ \t]*[<>≤≥~]?[ \t]*\d)",
    re.M,
)
_CAPITALS = re.compile(r"^[ \t]*(?P<unknown>[A-Z][A-Z/&\-]+(?:[ \t]+[A-Z/&\-]+){0,4})[ \t]*$", re.M)
_NUMBER_NEXT = re.compile(r"[ \t]*[<>≤≥~]?[ \t]*\d")

_ABBREVIATIONS = frozenset(
    {
        *("approx", "vs", "dr", "e.g", "i.e", "cf", "ca", "fig", "resp", "incl", "est", "avg", "min", "max"),
        *("diam", "asc", "desc", "syst", "diast", "sev", "mod"),
    }
)
_END = re.compile(r"(?<=[.!?])[\"')\]]?(?P<gap>\s+)(?=(?P<next>\S))")
_LINE_MARKER = re.compile(rf"^[ \t]*{_MARKER}[ \t]*")
_JOINS = frozenset(
    {
        *("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "is", "of", "on", "or"),
        *("than", "that", "the", "to", "was", "were", "which", "with"),
    }
)


@dataclass(frozen=True, slots=True)
class SectionText:
    """A stretch of a report under one heading."""

    section: str
    """One of ours, the heading as written where it is unknown, or :data:`headings.OTHER`."""
    heading: str
    """As written, with number and mark; empty where there is none or its words stay in the body."""
    body: str


def cut_report(text: str) -> tuple[SourceSentence, ...]:
    """Return the sentences of a report with their sections, in the order of the report.

    A known heading lives on in the section's name. An unknown one with nothing below it is a sentence of "Other", so
    that "NORMAL STUDY" is not lost.
    """
    sentences: list[SourceSentence] = []
    for part in cut_sections(text):
        below = [SourceSentence(part.section, sentence) for sentence in split_sentences(part.body)]
        if not below and part.heading and part.section not in NAMES:
            below = [SourceSentence(OTHER, " ".join(part.heading.split()))]
        sentences += below
    return tuple(sentences)


def cut_sections(text: str) -> tuple[SectionText, ...]:
    """Return a report's stretches in their order; headings and bodies together hold every word of the text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts: list[SectionText] = []
    section, heading, begin = OTHER, "", 0
    for start, end, name in _headings(text):
        parts.append(SectionText(section, heading, text[begin:start]))
        known = section_of(name)
        section = known or " ".join(name.split())
        says_more = known is not None and (keeps_words(name) or _NUMBER_NEXT.match(text, end) is not None)
        heading, begin = ("", start) if says_more else (text[start:end], end)
    parts.append(SectionText(section, heading, text[begin:]))
    return tuple(part for part in parts if part.heading or part.body.strip())


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text; wrapped lines are joined, bullets and list numbers are dropped.

    A sentence ends at a full stop, exclamation or question mark before a space, unless the stop belongs to an
    abbreviation; or at the end of a line, unless the next line goes on with a small letter or a number, or the line
    ends with a comma or a joining word.
    """
    sentences: list[str] = []
    for paragraph in _paragraphs(text):
        begin = 0
        for found in _END.finditer(paragraph):
            if _ends(paragraph[begin : found.start("gap")], found["next"]):
                sentences.append(paragraph[begin : found.start("gap")])
                begin = found.end("gap")
        sentences.append(paragraph[begin:])
    return [" ".join(sentence.split()) for sentence in sentences if sentence.strip()]


def _headings(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield begin, end and name of each heading, known ones before unknown ones where both fit."""
    found: dict[int, tuple[int, int, str]] = {}
    for pattern in (_UNKNOWN, _CAPITALS, _INLINE, _AT_START):
        for match in pattern.finditer(text):
            name = match["unknown"] if pattern in (_UNKNOWN, _CAPITALS) else match["known"]
            if pattern is _INLINE and not name[0].isupper():
                continue
            if pattern is _UNKNOWN and name.split()[-1].casefold() in VALUE_NAMES:
                continue
            found[match.start()] = (match.start(), match.end(), name)
    last = 0
    for start in sorted(found):
        if start >= last:
            yield found[start]
            last = found[start][1]


def _paragraphs(text: str) -> Iterator[str]:
    """Yield lines, wrapped ones joined, without their bullets."""
    whole = ""
    for line in text.split("\n"):
        marker = _LINE_MARKER.match(line)
        bare = (line[marker.end() :] if marker else line).strip()
        if not bare:
            if not marker:
                yield whole
                whole = ""
        elif whole and not marker and _goes_on(whole, bare):
            whole = f"{whole} {bare}"
        else:
            yield whole
            whole = bare
    yield whole


def _goes_on(line: str, following: str) -> bool:
    if line[-1] in ".!?:;":
        return False
    return not following[0].isupper() or line[-1] == "," or line.rsplit(maxsplit=1)[-1] in _JOINS


def _ends(sentence: str, following: str) -> bool:
    """Return whether a text that ends with a stop is a sentence, given the next character."""
    last = sentence.rstrip("\"')]").rsplit(maxsplit=1)[-1].rstrip(".!?").lstrip("(").casefold()
    return last not in _ABBREVIATIONS and (not following.islower() or len(last) > 3)
