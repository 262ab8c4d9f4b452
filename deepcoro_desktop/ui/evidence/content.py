"""What the evidence panel has to say: plain values from the state, without a widget."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from deepcoro_desktop.core.bundle.manifest import AttentionKind
from deepcoro_desktop.core.inference.results import Analysis, DraftStatement, ReportMatch, Vote
from deepcoro_desktop.core.report.document import SLOT, Document, Origin, Statement
from deepcoro_desktop.core.study import View
from deepcoro_desktop.ui.language import mark, tr
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.theme import ACCENT

SAYS_NOTHING: Final = "says nothing"
"""How the vote of a report without a word on the finding is written by the synthesis."""

WEIGHT_WORDS: Final = {
    AttentionKind.LEARNED: mark("Relative weight of each clip for this section (learned per clip; not a probability)"),
    AttentionKind.TABLE: mark("Relative weight of each clip for this section (fixed table by view; not a probability)"),
    None: mark("Relative weight of each clip for this section (kept with the draft; not a probability)"),
}
WEIGHT_TIPS: Final = {
    AttentionKind.LEARNED: mark(
        "The model learned for each section which clips to look at. A bar is a clip's weight divided"
        " by the largest. It says how much a clip counted, not how sure the model is."
    ),
    AttentionKind.TABLE: mark(
        "A fixed table says how much each view counts for a section. A bar is a clip's weight divided"
        " by the largest. It says how much a clip counted, not how sure the model is."
    ),
    None: mark(
        "The weights were saved with the draft. A bar is a clip's weight divided by the largest. It says how much a"
        " clip counted, not how sure the model is."
    ),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One clip's weight."""

    uid: str
    number: int
    """Place of the clip in the study, from 1; 0 where the study does not hold it."""
    view: str
    share: float
    """Weight; all clips of a section sum to 1."""
    relative: float
    """Weight divided by the section's largest, 0 to 1."""

    @property
    def name(self) -> str:
        """Clip number and view, as written beside the bar."""
        return f"{self.number}  {self.view}" if self.number else self.view


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the nearest reports say about one sentence."""

    sentence: str
    same: int
    of: int
    others: tuple[Vote, ...]
    """What else they say, most frequent first."""
    silent: int
    """Reports that say nothing about it."""


@dataclass(frozen=True, slots=True)
class SectionEvidence:
    """All that stands behind one section."""

    kind: AttentionKind | None
    """None where the weights come from the saved draft."""
    bars: tuple[Bar, ...]
    agreement: Agreement | None
    own: bool
    """Whether the sentence in focus is the reader's own."""
    matches: tuple[ReportMatch, ...]
    same_reports: frozenset[str]
    """Retrieved reports that say the same as the sentence in focus."""


def short_name(view: View | None, view_id: str) -> str:
    """Return a view's short label, its id where the bundle knows a view that the program does not."""
    return view.short_label if view is not None else view_id or tr("view unknown")


def clip_numbers(state: ViewerState) -> dict[str, int]:
    """Return each clip's place in the study, from 1."""
    return {clip.sop_instance_uid: n for n, clip in enumerate(state.study.clips, start=1)} if state.study else {}


def view_name(state: ViewerState, views: Mapping[str, View], uid: str) -> str:
    """Return the short name of a clip's most probable view."""
    known = state.views_of(uid)
    if known is not None and known.predictions:
        return short_name(views.get(known.best.view_id), known.best.view_id)
    used = next((c for c in state.document.clips if c.sop_instance_uid == uid), None) if state.document else None
    return tr(used.view_label) if used is not None and used.view_label else tr("view unknown")


def statements_of(document: Document | None, section: str) -> tuple[Statement, ...]:
    """Return the document's statements of a section."""
    if document is None:
        return ()
    return next((s.statements for s in document.sections if s.name == section), ())


def not_assessed_reason(state: ViewerState) -> str | None:
    """Return why the model says nothing on the section in focus, None where it assesses it."""
    if state.analysis is not None:
        for draft in state.analysis.sections:
            if draft.name == state.section:
                return None if draft.assessed else draft.reason or tr("no reason was given")
    if state.document is not None:
        for section in state.document.sections:
            if section.name == state.section:
                return None if section.assessed else section.reason or tr("no reason was given")
    return None


def evidence_of(state: ViewerState, views: Mapping[str, View], statement_id: str) -> SectionEvidence | None:
    """Return what stands behind the section in focus and the statement `statement_id`, None where nothing does."""
    statements = statements_of(state.document, state.section)
    statement = next((s for s in statements if s.statement_id == statement_id), None)
    if statement is None:
        statement = next((s for s in statements if s.evidence is not None), None)
    kind, weights = _weights(state, statements)
    if not weights:
        return None
    largest = max(weight for _, weight in weights) or 1.0
    numbers = clip_numbers(state)
    bars = tuple(
        Bar(uid, numbers.get(uid, 0), view_name(state, views, uid), weight, max(0.0, weight / largest))
        for uid, weight in weights
    )
    matches: tuple[ReportMatch, ...] = ()
    if state.analysis is not None:
        matches = next((m.matches for m in state.analysis.matches if m.section == state.section), ())
    evidence = statement.evidence if statement is not None else None
    return SectionEvidence(
        kind=kind,
        bars=bars,
        agreement=_agreement(state.analysis, state.section, statement),
        own=statement is not None and statement.origin is Origin.CLINICIAN,
        matches=matches,
        same_reports=frozenset(evidence.report_ids) if evidence is not None else frozenset(),
    )


def with_slots(text: str) -> str:
    """Return the text as HTML with its empty slots in the accent colour."""
    parts, end = [], 0
    for slot in SLOT.finditer(text):
        parts.append(html.escape(text[end : slot.start()]))
        parts.append(f'<span style="color:{ACCENT}">{html.escape(slot.group()).replace(" ", "&nbsp;")}</span>')
        end = slot.end()
    return "".join(parts) + html.escape(text[end:])


def _weights(
    state: ViewerState, statements: tuple[Statement, ...]
) -> tuple[AttentionKind | None, tuple[tuple[str, float], ...]]:
    if state.analysis is not None:
        for attention in state.analysis.attention:
            if attention.section == state.section:
                weights = sorted(((w.sop_instance_uid, w.weight) for w in attention.weights), key=lambda w: -w[1])
                return attention.kind, tuple(weights)
    for statement in statements:
        if statement.evidence is not None and statement.evidence.clip_weights:
            return None, statement.evidence.clip_weights
    return None, ()


def _agreement(analysis: Analysis | None, section: str, statement: Statement | None) -> Agreement | None:
    if statement is None or statement.evidence is None:
        return None
    draft = _drafted(analysis, section, statement)
    same, of = statement.evidence.votes, statement.evidence.of
    dissent = draft.dissent if draft is not None else ()
    silent = sum(vote.count for vote in dissent if vote.text == SAYS_NOTHING)
    others = tuple(vote for vote in dissent if vote.text != SAYS_NOTHING)
    return Agreement(statement.original_text or statement.text, same, of, others, silent)


def _drafted(analysis: Analysis | None, section: str, statement: Statement) -> DraftStatement | None:
    """Return the draft's sentence that the statement began as."""
    if analysis is None:
        return None
    first = statement.original_text or statement.text
    for draft in analysis.sections:
        if draft.name == section:
            by_text = next((d for d in draft.statements if d.text == first), None)
            by_concept = (d for d in draft.statements if d.concept is not None and d.concept == statement.concept)
            return by_text or next(by_concept, None)
    return None
