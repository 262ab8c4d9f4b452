"""Both texts of a case in one manner, so that only what they say can tell them apart.

A draft is made of other patients' sentences: its numbers are empty slots, its sections stand in the bundle's order,
its findings in the order that is usual. A report is as its reader typed it. So both go through the same rules:

- sections in the bundle's order; one that the bundle does not have is left out, for no draft can have it;
- findings in the order that is usual in the bundle's reports; each sentence once;
- numbers emptied by the desktop's own rule (`core.inference.quarantine`);
- one spelling of quotes, dashes, units, spaces, capitals, list marks and full stops; a section is one paragraph;
- a section without a sentence is empty, whether it was not assessed or not mentioned.

What stays is what they say and how much: a rater may guess, but not read it off the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from deepcoro_desktop.core.bundle.report_index import PriorReport
from deepcoro_desktop.core.inference.quarantine import quarantine_text
from training.datasets.clip_store import Sentence

_ONE_SPELLING: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff", None),
    }
)
_LIST_MARK: Final = re.compile(r"^(?:[-*•·>#]+\s*|\(?(?:\d{1,2}|\[__\]|[a-z])[.)]\s+)+", re.IGNORECASE)
_SLOT: Final = re.compile(r"\[__[^\[\]]*\]")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_SHOUTED_WORDS: Final = 2
"""Words of four letters and more from which capitals are taken for a manner and not for abbreviations."""
_END: Final = " .;:,"


@dataclass(frozen=True, slots=True)
class UsualOrder:
    """Where a finding usually stands in its section."""

    place: dict[tuple[str, str], float]
    """(section, finding) -> mean place among the section's sentences, from 0."""

    def sort(self, section: str, sentences: Iterable[Sentence]) -> list[Sentence]:
        """Return a section's sentences: known findings in the usual order, then the others as they were."""
        return sorted(sentences, key=lambda s: self.place.get((section, _finding(s.concept)), float("inf")))


def usual_order(reports: Sequence[PriorReport]) -> UsualOrder:
    """Return the order that is usual in the bundle's prior reports."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for report in reports:
        counts: dict[str, int] = defaultdict(int)
        for sentence in report.sentences:
            if sentence.concept is not None:
                places[sentence.section, _finding(sentence.concept)].append(counts[sentence.section])
            counts[sentence.section] += 1
    return UsualOrder({key: sum(found) / len(found) for key, found in places.items()})


def neutral_sections(sentences: Sequence[Sentence], sections: Sequence[str], order: UsualOrder) -> tuple[str, ...]:
    """Return one paragraph for each of `sections`, empty where the text does not describe it."""
    paragraphs = []
    for section in sections:
        own = order.sort(section, (sentence for sentence in sentences if sentence.section == section))
        once: dict[str, str] = {}
        for text in filter(None, (neutral_sentence(sentence.text) for sentence in own)):
            once.setdefault(text.casefold(), text)
        paragraphs.append(" ".join(once.values()))
    return tuple(paragraphs)


def neutral_sentence(text: str) -> str:
    """Return a sentence in the one manner of all texts: without numbers, with a capital and an end."""
    text = " ".join(unicodedata.normalize("NFKC", text.translate(_ONE_SPELLING)).translate(_ONE_SPELLING).split())
    text = _LIST_MARK.sub("", text)
    text = quarantine_text(text)
    if _is_shouted(_SLOT.sub(" ", text)):
        text = quarantine_text(text.lower())  # once more, for the units in its slots
    text = " ".join(text.split())
    text = re.sub(r"\s+([,.;:!?)])", r"\1", text).strip(_END)
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in "?!" else f"{text}."


def _is_shouted(text: str) -> bool:
    """Return whether a sentence is typed in capitals throughout; one of abbreviations alone is not."""
    return text == text.upper() and len(_WORD.findall(text)) >= _SHOUTED_WORDS


def left_out(sentences: Sequence[Sentence], sections: Sequence[str]) -> tuple[str, ...]:
    """Return the sections of a text that are shown to nobody, in its order."""
    return tuple(dict.fromkeys(s.section for s in sentences if s.section not in sections))


def _finding(concept: str | None) -> str:
    return concept.partition("=")[0] if concept else ""
