"""A study's report as the text that the text encoder reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from training.datasets.clip_store import Sentence, StudyRecord


def by_section(sentences: Iterable[Sentence]) -> dict[str, list[str]]:
    """Return the sentences of each section, sections in the order of their first sentence."""
    sections: dict[str, list[str]] = {}
    for sentence in sentences:
        sections.setdefault(sentence.section, []).append(sentence.text)
    return sections


def report_text(record: StudyRecord) -> str:
    """Return the whole report: each section's name, a colon and its sentences."""
    return _join(by_section(record.sentences).items())


def varied_text(record: StudyRecord, rng: np.random.Generator, keep: float) -> str:
    """Return the report with sections and clauses in another order and each section kept with probability `keep`.

    At least one section is kept. What a section says does not change: see :func:`shuffled_clauses`.
    """
    sections = list(by_section(record.sentences).items())
    order = rng.permutation(len(sections))
    kept = [sections[place] for place in order if rng.random() < keep] or [sections[order[0]]]
    return _join((name, shuffled_clauses(sentences, rng)) for name, sentences in kept)


def shuffled_clauses(sentences: Sequence[str], rng: np.random.Generator) -> list[str]:
    """Return a section's sentences in another order, and within each its clauses.

    The words and their number do not change, nor does their spelling: the tokenizer reads small letters.

    Parameters
    ----------
    sentences : sequence of str
        Of one section.
    rng : numpy.random.Generator
        Source of all randomness.
    """
    shuffled = [sentences[place] for place in rng.permutation(len(sentences))]
    return [_reordered(sentence, rng) for sentence in shuffled]


def clauses(sentence: str) -> tuple[str, list[str]]:
    """Return the mark between the clauses of a sentence and the clauses, without the last stop; one if none is safe.

    Semicolons part clauses. Commas do only where every part has at least three words, none begins with a word that
    leans on the part before it, none holds "and" or "or", as the last part of a list does, and where the sentence
    denies nothing: "no" may hold for all parts. A mark within brackets or a number parts nothing.
    """
    body = sentence.rstrip(" .!?")
    for mark in (";", ","):
        parts = [part.strip() for part in _split(body, mark)]
        if len(parts) > 1 and all(parts) and (mark == ";" or _safe(parts)):
            return mark, parts
    return "", [body]


_LEANING = frozenset(
    {
        *("and", "or", "but", "nor", "with", "without", "which", "who", "that", "than", "as", "at", "by", "due", "for"),
        *("from", "in", "of", "on", "to", "including", "measuring", "consistent", "suggesting", "suggestive", "likely"),
        *("possibly", "probably", "especially", "particularly", "then", "its", "it", "this", "these", "those", "they"),
        *("is", "are", "was", "were", "has", "have", "consider", "compatible", "indicating", "causing", "resulting"),
    }
)
_LIST_OR_DENIAL = re.compile(
    r"\b(and|or|no|not|none|nor|neither|without|absent|absence|free|cannot|denies|negative|rather)\b", re.I
)
_LEAST_WORDS = 3


def _safe(parts: Sequence[str]) -> bool:
    if any(_LIST_OR_DENIAL.search(part) for part in parts):
        return False
    return all(len(part.split()) >= _LEAST_WORDS and part.split()[0].casefold() not in _LEANING for part in parts)


def _split(text: str, mark: str) -> list[str]:
    """Split at a mark followed by a space, outside of brackets."""
    parts, depth, begin = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if character == mark and depth == 0 and text[place + 1 : place + 2].isspace():
            parts.append(text[begin:place])
            begin = place + 1
    return [*parts, text[begin:]]


def _reordered(sentence: str, rng: np.random.Generator) -> str:
    mark, parts = clauses(sentence)
    if not mark:
        return sentence
    end = sentence[len(sentence.rstrip(" .!?")) :]
    return f"{mark} ".join(parts[place] for place in rng.permutation(len(parts))) + end


def _join(sections: Iterable[tuple[str, Sequence[str]]]) -> str:
    return " ".join(f"{name}: {' '.join(sentences)}" for name, sentences in sections)
