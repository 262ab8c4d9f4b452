"""Where an interpretation may go from where it stands: the one table of states."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Final

from deepcoro_desktop.core.errors import LifecycleError
from deepcoro_desktop.core.report.document import Document, Origin, ReportState, Review


class Event(Enum):
    """What happens to an interpretation."""

    ISSUE_PRELIMINARY = "issue preliminary"
    RESUME = "resume drafting"
    SIGN = "sign"
    SIGN_AMENDMENT = "sign amendment"
    AMEND = "amend"


class Role(Enum):
    """Who acts."""

    PHYSICIAN = "physician"
    TECHNICIAN = "technician"


TRANSITIONS: Final[dict[tuple[ReportState, Event], ReportState]] = {
    (ReportState.DRAFT, Event.ISSUE_PRELIMINARY): ReportState.PRELIMINARY,
    (ReportState.PRELIMINARY, Event.RESUME): ReportState.DRAFT,
    (ReportState.DRAFT, Event.SIGN): ReportState.FINAL,
    (ReportState.PRELIMINARY, Event.SIGN): ReportState.FINAL,
    (ReportState.DRAFT, Event.SIGN_AMENDMENT): ReportState.AMENDED,
    (ReportState.FINAL, Event.AMEND): ReportState.DRAFT,
    (ReportState.AMENDED, Event.AMEND): ReportState.DRAFT,
}
"""{(state, event): state}; what is not here cannot happen. AMENDED: signed, and replaces a signed one."""

_STANDS_FOR: Final = (Event.ISSUE_PRELIMINARY, Event.SIGN, Event.SIGN_AMENDMENT)
"""Events by which a physician stands for the text."""


def apply(document: Document, event: Event, *, role: Role) -> Document:
    """Return the document in the state that `event` leads to.

    Parameters
    ----------
    document : Document
        The interpretation as it stands.
    event : Event
        What happens to it.
    role : Role
        Who acts. Every event but RESUME is a physician's.

    Raises
    ------
    LifecycleError
        If the state does not allow the event, a technician asks for it, an unreviewed sentence of the model would be
        issued, or an amendment is signed as if it were a first report (and the other way round).
    """
    state = TRANSITIONS.get((document.state, event))
    if state is None:
        raise LifecycleError(
            f'A report in the state "{document.state.value}" cannot take the step "{event.value}".', _remedy(document)
        )
    if role is not Role.PHYSICIAN and event is not Event.RESUME:
        raise LifecycleError(f'Only a physician can take the step "{event.value}".', "Ask the reading physician.")
    if event in _STANDS_FOR and _has_unreviewed(document):
        raise LifecycleError(
            "The report still holds sentences of the model that nobody has reviewed.",
            "Accept, edit or reject each of them first.",
        )
    if event is Event.SIGN and document.predecessor_revision is not None:
        raise LifecycleError("This revision replaces a signed one.", "Sign it as an amendment.")
    if event is Event.SIGN_AMENDMENT and document.predecessor_revision is None:
        raise LifecycleError("This revision replaces no signed one.", "Sign it as a first report.")
    return replace(document, state=state)


def signing_event(document: Document) -> Event:
    """Return the event by which this revision is signed."""
    return Event.SIGN if document.predecessor_revision is None else Event.SIGN_AMENDMENT


def start_amendment(document: Document, reason: str, now: datetime, *, role: Role = Role.PHYSICIAN) -> Document:
    """Return a draft of the next revision of a signed report; the signed one stays as it is.

    Raises
    ------
    LifecycleError
        If the report is not signed or no reason is given.
    """
    if not reason.strip():
        raise LifecycleError("An amendment needs a reason.", "Write why the signed report changes.")
    draft = apply(document, Event.AMEND, role=role)
    return replace(
        draft,
        revision=document.revision + 1,
        predecessor_revision=document.revision,
        amendment_reason=reason.strip(),
        signature=None,
        audit_head="",
        key_frames=(),
        updated_at=now,
    )


def _has_unreviewed(document: Document) -> bool:
    return any(
        statement.review is Review.PENDING and statement.origin is not Origin.CLINICIAN
        for section in document.sections
        for statement in section.statements
    )


def _remedy(document: Document) -> str:
    if document.state in (ReportState.FINAL, ReportState.AMENDED):
        return "Amend it: the signed report stays, and a new revision names it."
    return "Go on with the draft."
