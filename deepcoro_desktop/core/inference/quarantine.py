"""Numbers of other patients never enter: every number of a retrieved sentence becomes an empty slot.

A slot is written ``[__ %]``, ``[__ cm]`` or ``[__]``; the unit stays so that the reader knows what to fill in. The
rules err on the side of removing:

- digits with signs, decimals, ranges, products and dates become one slot together with their unit;
- number words before a unit do too ("two centimetres"), and from ten on without one ("is fifty-five");
- names that hold a digit and are no value are spelled out where they are known ("2-D", "A4C");
- whatever else holds a digit becomes a slot, even where it was a name ("segment A2", "grade 2", "S1").

Roman numerals and words such as "mild" or "two leaflets" are no numbers of a patient and stay.
"""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final[tuple[tuple[str, str], ...]] = (
    # spelling (a pattern) -> how it is written; longer spellings first
    (r"m[lL]\s*/\s*m(?:\^?2|²)", "mL/m²"),
    (r"g\s*/\s*m(?:\^?2|²)", "g/m²"),
    (r"kg\s*/\s*m(?:\^?2|²)", "kg/m²"),
    (r"L\s*/\s*min\s*/\s*m(?:\^?2|²)", "L/min/m²"),
    (r"[cm]m(?:\^?2|²)\s*/\s*m(?:\^?2|²)", "cm²/m²"),
    (r"cm\s*/\s*m(?:\^?2|²)", "cm/m²"),
    (r"(?:cm(?:\^?2|²)|sq\.?\s*cm|square\s+cent[a-z]+)", "cm²"),
    (r"mm(?:\^?2|²)", "mm²"),
    (r"m(?:\^?2|²)", "m²"),
    (r"(?:cm(?:\^?3|³)|cc)", "cm³"),
    (r"cm\s*/\s*s(?:ec)?(?:\^?2|²)", "cm/s²"),
    (r"(?:cm\s*/\s*s(?:ec(?:ond)?)?|centimet(?:er|re)s?\s+per\s+second)", "cm/s"),
    (r"(?:m\s*/\s*s(?:ec(?:ond)?)?|met(?:er|re)s?\s+per\s+second)", "m/s"),
    (r"mm\s*\[?Hg\]?", "mmHg"),
    (r"(?:l|L)\s*/\s*min", "L/min"),
    (r"(?:beats?\s*(?:/|per)\s*min(?:ute)?|bpm|/\s*min)", "bpm"),
    (r"(?:m[lL]|millilit(?:er|re)s?)", "mL"),
    (r"(?:mm|millimet(?:er|re)s?)", "mm"),
    (r"(?:cm|centimet(?:er|re)s?)", "cm"),
    (r"(?:msec|ms|milliseconds?)", "ms"),
    (r"(?:seconds?|sec|s)", "s"),
    (r"(?:kg|kilograms?)", "kg"),
    (r"(?:grams?|g)", "g"),
    (r"(?:%|per\s?cent|percentage\s+points?)", "%"),
    (r"(?:°|degrees?|deg)", "°"),
    (r"(?:years?|yrs?)(?:[\s-]old)?", "years"),
    (r"(?:k?Hz|hertz)", "Hz"),
    (r"(?:dB)", "dB"),
    (r"(?:m|met(?:er|re)s?)", "m"),
)

_KNOWN_NAMES: Final[tuple[tuple[str, str], ...]] = (
    (r"2\s*-?\s*D(?:imensional)?", "two-dimensional"),
    (r"3\s*-?\s*D(?:imensional)?", "three-dimensional"),
    (r"4\s*-?\s*D", "four-dimensional"),
    (r"(?:A4C|AP4|4CH|4[\s-]chamber)", "four-chamber"),
    (r"(?:A2C|AP2|2CH|2[\s-]chamber)", "two-chamber"),
    (r"(?:A3C|AP3|3CH|3[\s-]chamber)", "three-chamber"),
    (r"(?:A5C|AP5|5CH|5[\s-]chamber)", "five-chamber"),
)

_SMALL_WORD: Final = r"(?:zero|one|two|three|four|five|six|seven|eight|nine|half|point)"
_LARGE_WORD: Final = (
    r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundred|thousand)"
)
_NUMBER_WORD: Final = rf"(?:{_SMALL_WORD}|{_LARGE_WORD})"
_NUMBER_WORDS: Final = rf"(?:[\s-]+(?:(?:and|to)\s+)?{_NUMBER_WORD})*"
_ANY_UNIT: Final = "|".join(f"(?:{spelling})" for spelling, _ in _UNITS)
_SIGN: Final = r"(?:[<>≤≥~≈±]=?\s*|(?<![^\s(\[,;:])[-+−–]\s*)?"
_NUMBER: Final = r"\d+(?:[.,:'’]\d+)*\+?"
_BETWEEN: Final = rf"\s*(?:(?:{_ANY_UNIT})\s*)?(?:[-–—−/x×*±~]|\+/-|to|by|through)\s*"

_VALUE: Final = re.compile(
    rf"{_SIGN}(?<!\w){_NUMBER}(?:{_BETWEEN}{_NUMBER})*(?:\s*-?\s*(?P<unit>{_ANY_UNIT})(?!\w))?(?!\w)",
    re.IGNORECASE,
)
_SPELLED: Final = re.compile(
    rf"(?<!\w)(?:{_NUMBER_WORD}{_NUMBER_WORDS}\s*-?\s*(?P<unit>{_ANY_UNIT})|{_LARGE_WORD}{_NUMBER_WORDS})(?!\w)",
    re.IGNORECASE,
)
_MAY_CHANGE: Final = re.compile(rf"[0-9]|\[__|(?<!\w){_NUMBER_WORD}", re.IGNORECASE)
"""Without a digit, a slot or the start of a number word no rule acts on a sentence in ASCII."""
_NAMES: Final = tuple((re.compile(rf"(?<!\w){name}(?!\w)", re.IGNORECASE), word) for name, word in _KNOWN_NAMES)
_UNIT_PATTERNS: Final = tuple((re.compile(spelling, re.IGNORECASE), written) for spelling, written in _UNITS)
_WRITTEN_UNITS: Final = frozenset(written for _, written in _UNITS)
_SLOT: Final = re.compile(r"\[__(?: ([^\[\]]*))?\]")


def quarantine_text(text: str) -> str:
    """Return a retrieved sentence with every number, and its unit, as an empty slot.

    Outside the units of the slots no character of the result is a number in the sense of Unicode.
    """
    if text.isascii() and not _MAY_CHANGE.search(text):
        return text
    text = _SLOT.sub(lambda slot: _slot(slot[1] or ""), text)
    for name, word in _NAMES:
        text = name.sub(word, text)
    text = _SPELLED.sub(lambda match: _slot(match["unit"] or ""), text)
    text = _VALUE.sub(lambda match: _slot(match["unit"] or ""), text)
    parts: list[str] = []
    end = 0
    for slot in _SLOT.finditer(text):
        parts += (_scrub(text[end : slot.start()]), _slot(slot[1] or ""))
        end = slot.end()
    parts.append(_scrub(text[end:]))
    return "".join(parts)


def quarantine_concept(concept: str | None) -> str | None:
    """Return the code of a sentence without its number: "lv_ef=55" says only that there is one."""
    if concept is None or "=" not in concept:
        return concept
    finding, value = concept.split("=", 1)
    bare = re.fullmatch(r"[-+]?\d+(?:[.,]\d+)?\s*\S{0,6}", value.strip())
    return f"{finding}=stated" if bare else concept


def slot_units(text: str) -> tuple[str, ...]:
    """Return the units of the empty slots of a sentence in order; an empty string for a bare number."""
    return tuple(slot[1] or "" for slot in _SLOT.finditer(text))


def _slot(unit: str) -> str:
    unit = unit.strip()
    if unit in _WRITTEN_UNITS:
        return f"[__ {unit}]"
    written = next((name for spelling, name in _UNIT_PATTERNS if spelling.fullmatch(unit)), "")
    return f"[__ {written}]" if written else "[__]"


def _scrub(text: str) -> str:
    """Return `text` with every word that holds a numeric character as a slot."""
    if not any(character.isnumeric() for character in text):
        return text
    return re.sub(r"\w+", lambda word: "[__]" if any(c.isnumeric() for c in word[0]) else word[0], text)
