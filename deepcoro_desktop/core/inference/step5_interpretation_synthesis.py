"""Step 5: the draft, by the votes of the nearest reports. No view, no sentence.

Rules
-----
- A section is assessed only if one of its required views is the best view of a used clip, with at least the bundle's
  `view_threshold`, or was set by the reader.
- A coded sentence ("finding=value") is a vote of its report for that value; a report without one says nothing. Votes
  count by the report's weight. The value with most votes is stated if it outweighs the silent reports, or if it
  reaches `FAIR_SHARE`. So a finding has one value, in the whole draft: where two sections disagree, the one with the
  larger share stands.
- Sentences without a code are compared by their words without numbers and stated if they outweigh everybody else.
  Where a section's reports are not coded at all and nothing reaches that, the nearest report's sentences are proposed,
  with the votes that they have.
- The wording is the nearest voter's own. Its numbers were emptied in step 4.
- Where the bundle's synthesis is NEAREST nobody votes: a section's sentences are all those of the nearest report that
  speaks of it. How many neighbours say the same is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deepcoro_desktop.core.bundle.manifest import (
    Calibration,
    Manifest,
    PhenotypeSpec,
    SectionSpec,
    SynthesisKind,
    ViewLabel,
)
from deepcoro_desktop.core.inference.quarantine import slot_units
from deepcoro_desktop.core.inference.results import (
    ClipViews,
    DraftSection,
    DraftStatement,
    PhenotypeResult,
    ReportMatch,
    SectionMatches,
    Vote,
)

FAIR_SHARE: Final = 1 / 3
"""Share of the weights from which a coded value is stated even though more reports say nothing of the finding."""

SAYS_NOTHING: Final = "says nothing"

_MOST_NAMED_VIEWS: Final = 3
"""More views than these are not listed in a reason: a reader takes in two examples."""
_EPSILON: Final = 1e-9
_PRESENT: Final = 0.5
_SLOT: Final = re.compile(r"\[__[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class _Voice:
    """What one neighbour says of a finding."""

    value: str
    text: str
    concept: str | None
    position: int
    """Place of the sentence among the section's, from 0."""
    rank: int
    """Place of the neighbour, 0 is the nearest."""
    weight: float
    report_id: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A statement that a section would make."""

    finding: str
    value: str
    share: float
    order: float
    coded: bool
    statement: DraftStatement


def synthesise(
    matches: Sequence[SectionMatches], views: Sequence[ClipViews], manifest: Manifest
) -> tuple[DraftSection, ...]:
    """Return the draft, one entry for each section of the bundle, in its order.

    Parameters
    ----------
    matches : sequence of SectionMatches
        Step 4's neighbours, in the bundle's order of sections.
    views : sequence of ClipViews
        Step 1's views of the used clips.
    manifest : Manifest
        The bundle's sections, views and calibration.
    """
    reasons = [_missing_view(section, views, manifest) for section in manifest.sections]
    assessed = [None if reason else match for match, reason in zip(matches, reasons, strict=True)]
    if manifest.synthesis is SynthesisKind.NEAREST:
        stated = [_of_nearest(match) if match else () for match in assessed]
    else:
        proposals = [_candidates(match.section, match.matches) if match else [] for match in assessed]
        stated = [tuple(candidate.statement for candidate in section) for section in _settle(proposals)]
    return tuple(
        DraftSection(name=section.name, assessed=not reason, reason=reason, statements=statements)
        for section, reason, statements in zip(manifest.sections, reasons, stated, strict=True)
    )


def read_phenotypes(
    neighbours: Sequence[tuple[str, float, Mapping[str, float]]], calibration: Calibration
) -> tuple[PhenotypeResult, ...]:
    """Return the bundle's phenotypes by the labels of the neighbours of their sections.

    Parameters
    ----------
    neighbours : sequence of (section, weight, labels)
        Nearest first; labels by phenotype.
    calibration : Calibration
        Names the phenotypes. One that no neighbour has a label for is left out.
    """
    by_section: dict[str, list[tuple[float, Mapping[str, float]]]] = {}
    for section, weight, labels in neighbours:
        by_section.setdefault(section, []).append((weight, labels))
    results = []
    for phenotype in calibration.phenotypes:
        own, name = by_section.get(phenotype.section, []), phenotype.name
        known = [(weight, labels[name]) for weight, labels in own if name in labels]
        if known:
            results.append(_phenotype(phenotype, known, len(own)))
    return tuple(results)


def _phenotype(phenotype: PhenotypeSpec, known: Sequence[tuple[float, float]], asked: int) -> PhenotypeResult:
    if phenotype.kind == "binary":
        votes = sum(value >= _PRESENT for _, value in known)
        return PhenotypeResult(phenotype.name, votes / len(known), votes, len(known), phenotype.unit)
    total = sum(weight for weight, _ in known)
    mean = (
        sum(weight * value for weight, value in known) / total
        if total > 0.0
        else sum(value for _, value in known) / len(known)
    )
    return PhenotypeResult(phenotype.name, mean, len(known), asked, phenotype.unit)


def _missing_view(section: SectionSpec, views: Sequence[ClipViews], manifest: Manifest) -> str:
    """Return why the section cannot be assessed, empty where it can."""
    seen = {
        clip.best.view_id
        for clip in views
        if clip.overridden or clip.best.probability >= manifest.calibration.view_threshold
    }
    if not section.required_views or seen & set(section.required_views):
        return ""
    labels = {view.id: view for view in manifest.views}
    required = [labels[name] for name in section.required_views]
    return _missing(required, [labels[name] for name in seen])


def _missing(required: Sequence[ViewLabel], seen: Iterable[ViewLabel]) -> str:
    """Return which windows are missing; the views themselves where another view of such a window was seen."""
    windows = list(dict.fromkeys(view.window for view in required))
    if not {view.window for view in seen} & set(windows):
        return f"no {_either(windows)} view"
    names = [view.label for view in required]
    if len(names) <= _MOST_NAMED_VIEWS:
        return f"no {_either(names)} view"
    return f"no view that shows it, such as {_either(names[:2])}"


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _of_nearest(section: SectionMatches) -> tuple[DraftStatement, ...]:
    """Return the sentences of the nearest report that speaks of the section, each once, in its order."""
    if section.source is None:
        return ()
    said = [_words_of(section.section, match) for match in section.matches]
    statements: dict[str, DraftStatement] = {}
    for sentence in section.source.sentences:
        words = _bare_words(sentence.text)
        if sentence.section != section.section or words in statements:
            continue
        votes = sum(words in others for others in said)
        statements[words] = DraftStatement(
            text=sentence.text,
            concept=sentence.concept,
            votes=votes,
            of=len(said),
            slots=slot_units(sentence.text),
            dissent=(Vote(SAYS_NOTHING, len(said) - votes),) if votes < len(said) else (),
            source_report_id=section.source.report_id,
        )
    return tuple(statements.values())


def _words_of(section: str, match: ReportMatch) -> frozenset[str]:
    return frozenset(_bare_words(sentence.text) for sentence in match.sentences if sentence.section == section)


def _candidates(section: str, matches: Sequence[ReportMatch]) -> list[_Candidate]:
    """Return what the section would state, in the order in which its neighbours say it."""
    voices = _voices(section, matches)
    weights = sum(match.weight for match in matches)
    found = [_ballot(finding, said, weights, len(matches)) for finding, said in voices.items()]
    stated = [candidate for candidate, is_stated in found if is_stated]
    if not stated and not any(candidate.coded for candidate, _ in found):
        nearest = min((voice.rank for said in voices.values() for voice in said), default=-1)
        stated = [
            candidate
            for (candidate, _), said in zip(found, voices.values(), strict=True)
            if any(voice.rank == nearest for voice in said)
        ]
    stated.sort(key=lambda candidate: (candidate.order, candidate.finding))
    return list({candidate.statement.text: candidate for candidate in reversed(stated)}.values())[::-1]


def _voices(section: str, matches: Sequence[ReportMatch]) -> dict[str, list[_Voice]]:
    """Return finding -> what each neighbour says of it; a neighbour's first sentence counts."""
    voices: dict[str, list[_Voice]] = {}
    for rank, match in enumerate(matches):
        heard: set[str] = set()
        sentences = [sentence for sentence in match.sentences if sentence.section == section]
        for position, sentence in enumerate(sentences):
            if sentence.concept is None:
                finding, value = f"words:{_bare_words(sentence.text)}", ""
            else:
                finding, _, value = sentence.concept.partition("=")
            if finding in heard:
                continue
            heard.add(finding)
            voice = _Voice(value, sentence.text, sentence.concept, position, rank, match.weight, match.report_id)
            voices.setdefault(finding, []).append(voice)
    return voices


def _bare_words(text: str) -> str:
    """Return a sentence without slots, case and punctuation, to compare it with others."""
    return " ".join(re.findall(r"\w+", _SLOT.sub(" ", text).casefold()))


def _ballot(finding: str, voices: Sequence[_Voice], weights: float, asked: int) -> tuple[_Candidate, bool]:
    """Return the value with most votes as a candidate, and whether it is stated."""
    by_value: dict[str, list[_Voice]] = {}
    for voice in voices:
        by_value.setdefault(voice.value, []).append(voice)
    shares = {value: sum(voice.weight for voice in said) / weights for value, said in by_value.items()}
    winner = min(by_value, key=lambda value: (-round(shares[value], 9), -len(by_value[value]), value))
    silent = 1.0 - sum(shares.values())
    said = by_value[winner]
    coded = said[0].concept is not None
    stated = shares[winner] > silent + _EPSILON or (coded and shares[winner] >= FAIR_SHARE - _EPSILON)
    dissent = [Vote(others[0].text, len(others)) for value, others in by_value.items() if value != winner]
    if asked > len(voices):
        dissent.append(Vote(SAYS_NOTHING, asked - len(voices)))
    dissent.sort(key=lambda vote: (-vote.count, vote.text))
    statement = DraftStatement(
        text=said[0].text,
        concept=said[0].concept,
        votes=len(said),
        of=asked,
        slots=slot_units(said[0].text),
        dissent=tuple(dissent),
        source_report_id=said[0].report_id,
    )
    order = sum(voice.position for voice in said) / len(said)
    return _Candidate(finding, winner, shares[winner], order, coded, statement), stated


def _settle(proposals: Sequence[list[_Candidate]]) -> list[list[_Candidate]]:
    """Return the proposals with one value per coded finding: the value with the largest share in any section."""
    best: dict[str, _Candidate] = {}
    for candidate in (candidate for section in proposals for candidate in section if candidate.coded):
        standing = best.get(candidate.finding)
        if standing is None or candidate.share > standing.share + _EPSILON:
            best[candidate.finding] = candidate
    return [
        [candidate for candidate in section if not candidate.coded or candidate.value == best[candidate.finding].value]
        for section in proposals
    ]
