"""Clinical facts of a report: finding and value, from the sentence's code or from its words.

A sentence is cut into pieces at commas, conjunctions and "with". A piece has an anatomy (its own, that of an earlier
piece, or the section's), an aspect ("regurgitation", "size") and a degree or a negation; in a list these carry from
one piece to the next: "no mitral or aortic stenosis", "mild to moderate mitral and tricuspid regurgitation".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from training.evaluation.fact_rules import (
    ABBREVIATIONS,
    ABNORMAL_FROM,
    ANATOMY,
    AT_LEAST,
    AT_MOST,
    DEGREE,
    DEGREE_NAMES,
    DEGREES,
    EF_EDGES,
    EF_PERCENT,
    FORMERLY,
    HARDLY,
    JOINTS,
    LISTS,
    MOTIONS,
    NEGATION,
    PHRASES,
    PSEUDO_NEGATION,
    RULES,
    SYNONYMS,
    TERRITORIES,
    UNCERTAIN,
    Rule,
    Scale,
)

NORMAL: Final = frozenset({"normal", "none", "intact", "trace", "indeterminate"})
"""Values that state nothing abnormal."""

_ABBREVIATION: Final = re.compile(rf"\b(?:{'|'.join(ABBREVIATIONS)})\b")
_SYNONYMS: Final = tuple((re.compile(rf"\b(?:{pattern})\b"), word) for pattern, word in SYNONYMS)
_SENTENCE_END: Final = re.compile(r"(?<!\d)[.!?;](?=\s|$)|(?<=\d)\.(?=\s|$)")
_ANATOMY: Final = {name: re.compile(rf"\b(?:{pattern})") for name, pattern in ANATOMY.items()}
_ASPECTS: Final = re.compile("|".join(sorted({rule.aspect for rule in RULES if rule.aspect})))
_DEGREE_RANGE: Final = re.compile(rf"({DEGREE.pattern})[\s/–-]+(?:to[\s-]+)?({DEGREE.pattern})")
_STATES: Final = re.compile(r"\b(?:normal|dilated|reduced|elevated|hypertension|hypertrophy|stated)\b")


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about one finding."""

    section: str
    finding: str
    """Such as "mv.regurgitation"."""
    values: frozenset[str]
    """What it may be: one value, or several where the words leave it open ("mild to moderate")."""

    @property
    def is_normal(self) -> bool:
        """Whether it can be that nothing is wrong."""
        return bool(self.values & NORMAL)


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence as a report or a draft holds it."""

    section: str
    text: str
    concept: str | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a sentence between two joints."""

    text: str
    listed: bool
    """Whether it follows the piece before it in a list."""
    named: str
    """The anatomy that it names itself, empty where it names none."""
    anatomy: str
    """Its own, else that of an earlier piece, else the section's."""
    aspects: tuple[str, ...]
    degree: str
    """The words that a degree, a state or a negation is read from; empty where it has none."""


def facts_of(sentences: Iterable[Coded], by_concept: bool = True) -> dict[str, Fact]:
    """Return finding -> fact of a whole report; of two facts of one finding the first stands.

    Parameters
    ----------
    sentences : iterable of Coded
        The report.
    by_concept : bool
        Whether codes are used where there are any. Without them all facts are read from words: needed where the
        other report to compare with has no codes.
    """
    found: dict[str, Fact] = {}
    for sentence in sentences:
        if by_concept and sentence.concept is not None:
            finding, _, value = sentence.concept.partition("=")
            facts = [Fact(sentence.section, finding, frozenset({value}))]
        else:
            facts = facts_of_text(sentence.text, sentence.section)
        for fact in facts:
            found.setdefault(fact.finding, fact)
    return found


def facts_of_text(text: str, section: str = "") -> list[Fact]:
    """Return the facts that a text's words state; the section says which anatomy is meant where the words do not."""
    home = next((name for name, pattern in _ANATOMY.items() if pattern.search(_canonical(section))), "")
    found: dict[str, Fact] = {}
    for sentence in _SENTENCE_END.split(_canonical(text)):
        for finding, values in _sentence_facts(sentence.strip(), home):
            found.setdefault(finding, Fact(section, finding, values))
    return list(found.values())


def _canonical(text: str) -> str:
    """Return text in the words that the rules know."""
    words = _ABBREVIATION.sub(lambda match: ABBREVIATIONS[match[0]], text)
    words = re.sub(r"\s+", " ", words.lower().replace("’", "'"))
    words = FORMERLY.sub("", PSEUDO_NEGATION.sub("", words))
    for pattern, word in _SYNONYMS:
        words = pattern.sub(word, words)
    return words


def _sentence_facts(sentence: str, home: str) -> list[tuple[str, frozenset[str]]]:
    if UNCERTAIN.search(sentence) and "determined" not in sentence:
        return []
    found: dict[str, frozenset[str]] = {}
    for finding, value, pattern in PHRASES:
        if finding not in found and re.search(pattern, sentence):
            found[finding] = frozenset({value})
    if motion := _regional_motion(sentence):
        found.setdefault("wall_motion.regional", frozenset({motion}))
    for piece in _with_degrees(_pieces(sentence, home)):
        for rule in RULES:
            if _speaks_of(piece, rule) and (values := _values(piece.degree or piece.text, rule.scale)):
                found.setdefault(rule.finding, values)
    if "lv.function" not in found and (percent := EF_PERCENT.search(sentence)):
        found["lv.function"] = frozenset(
            next(value for edge, value in EF_EDGES if float(number) >= edge) for number in percent.groups() if number
        )
    return list(found.items())


def _regional_motion(sentence: str) -> str:
    """Return territory and motion as the code has them; empty where the sentence names none."""
    motion = next((name for name, pattern in MOTIONS if re.search(pattern, sentence)), "")
    if not motion or NEGATION.search(sentence):
        return ""
    territory = next((name for name, pattern in TERRITORIES if re.search(pattern, sentence)), "")
    return f"{territory}_{motion}" if territory else ""


def _pieces(sentence: str, home: str) -> list[_Piece]:
    """Cut a sentence; each piece has its own anatomy or that of an earlier one, and its own aspects."""
    cuts = list(JOINTS.finditer(sentence))
    edges = [0, *[cut.end() for cut in cuts]]
    ends = [*[cut.start() for cut in cuts], len(sentence)]
    pieces: list[_Piece] = []
    for place, (start, end) in enumerate(zip(edges, ends, strict=True)):
        joint = cuts[place - 1][0].strip() if place else ""
        text = sentence[start:end].strip()
        text = f"{joint} {text}" if joint in ("without", "nor") else text
        own = next((name for name, one in _ANATOMY.items() if one.search(text)), "")
        aspects = tuple(match[0] for match in _ASPECTS.finditer(text))
        if pieces and not own and not aspects and DEGREE.search(text) and not _is_graded(pieces[-1].text):
            # "mitral regurgitation, moderate"
            whole = f"{pieces[-1].text} {text}"
            pieces[-1] = replace(pieces[-1], text=whole, degree=whole)
            continue
        anatomy = own or (pieces[-1].anatomy if pieces else home)
        pieces.append(_Piece(text, joint in LISTS, own, anatomy, aspects, _degree_words(text)))
    return [_completed(piece, pieces[place + 1 :]) for place, piece in enumerate(pieces)]


def _completed(piece: _Piece, later: Sequence[_Piece]) -> _Piece:
    """Return a piece with what only a later piece of its list names: "mitral and aortic stenosis"."""
    for other in later:
        if not other.listed or (piece.aspects and piece.anatomy):
            break
        if piece.named and not piece.aspects and other.aspects:
            piece = replace(piece, text=f"{piece.text} {' '.join(other.aspects)}", aspects=other.aspects)
        if piece.aspects and not piece.anatomy and other.named:
            piece = replace(piece, anatomy=other.named)
    return piece


def _is_graded(text: str) -> bool:
    return bool(DEGREE.search(text) or NEGATION.search(text))


def _degree_words(text: str) -> str:
    """Return the text if it holds a degree, a state or a negation, else nothing."""
    return text if _is_graded(text) or _STATES.search(text) else ""


def _with_degrees(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces; one without degree has that of the piece before it in a list, else of the one after it."""
    settled: list[_Piece] = []
    for piece in pieces:
        before = settled[-1].degree if settled and piece.listed else ""
        settled.append(piece if piece.degree else replace(piece, degree=before))
    for place in range(len(settled) - 2, -1, -1):
        if not settled[place].degree and settled[place + 1].listed:
            settled[place] = replace(settled[place], degree=settled[place + 1].degree)
    return settled


def _speaks_of(piece: _Piece, rule: Rule) -> bool:
    if re.search(rule.unless, piece.text):
        return False
    if rule.anatomy and piece.anatomy != rule.anatomy:
        return False
    if not rule.aspect:
        return bool(_ANATOMY[rule.anatomy].search(piece.text))
    return any(re.search(rule.aspect, aspect) for aspect in piece.aspects) or bool(re.search(rule.aspect, piece.text))


def _values(words: str, scale: Scale) -> frozenset[str]:
    """Return what words say on a scale; empty where they say nothing on it."""
    degrees = _degrees(words)
    denied = NEGATION.search(words) is not None
    known = [degree for degree in DEGREES if degree in scale.values]
    if AT_MOST.search(words) and degrees:
        upto = known[: known.index(max(degrees, key=DEGREES.index)) + 1] if known else []
        return frozenset({scale.normal, *(scale.values[degree] for degree in upto)})
    if denied and degrees:
        below = [degree for degree in known if DEGREES.index(degree) < min(map(DEGREES.index, degrees))]
        return frozenset({scale.normal, *(scale.values[degree] for degree in below)})
    if denied:
        if re.search(r"\bnot normal\b", words):
            return frozenset(scale.values[degree] for degree in known)
        slight = {scale.values["trace"]} if HARDLY.search(words) and "trace" in known else set()
        return frozenset({scale.normal, *slight})
    if degrees:
        return frozenset(scale.values[degree] for degree in degrees if degree in scale.values)
    if re.search(scale.normal_words, words):
        return frozenset({scale.normal})
    if re.search(scale.abnormal, words):
        return frozenset(scale.values[degree] for degree in known if DEGREES.index(degree) >= ABNORMAL_FROM)
    return frozenset()


def _degrees(words: str) -> list[str]:
    """Return the degrees that words leave open: one, both ends of a range, or all from one on."""
    named = [DEGREE_NAMES.get(match[0], match[0]) for match in DEGREE.finditer(words)]
    if not named:
        return []
    if AT_LEAST.search(words):
        return list(DEGREES[DEGREES.index(named[0]) :])
    between = _DEGREE_RANGE.match(words, next(DEGREE.finditer(words)).start())
    return named[:2] if between else named[:1]
