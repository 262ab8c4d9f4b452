from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from deepcoro_desktop.core.errors import LifecycleError
from deepcoro_desktop.core.report.document import ReportState, Signature
from deepcoro_desktop.core.report.lifecycle import TRANSITIONS, Event, Role, apply, signing_event, start_amendment
from tests.core.report.examples import LATER, draft, ready


def test_a_report_is_drafted_issued_and_signed() -> None:
    preliminary = apply(ready(), Event.ISSUE_PRELIMINARY, role=Role.PHYSICIAN)
    assert preliminary.state is ReportState.PRELIMINARY
    assert apply(preliminary, Event.RESUME, role=Role.TECHNICIAN).state is ReportState.DRAFT
    assert apply(preliminary, Event.SIGN, role=Role.PHYSICIAN).state is ReportState.FINAL


def test_every_pair_outside_the_table_is_refused() -> None:
    for state, event in itertools.product(ReportState, Event):
        if (state, event) not in TRANSITIONS:
            with pytest.raises(LifecycleError, match="cannot take the step"):
                apply(replace(ready(), state=state), event, role=Role.PHYSICIAN)


@pytest.mark.parametrize("event", [Event.ISSUE_PRELIMINARY, Event.SIGN])
def test_an_unreviewed_draft_of_the_model_is_never_issued(event: Event) -> None:
    with pytest.raises(LifecycleError, match="nobody has reviewed"):
        apply(draft(), event, role=Role.PHYSICIAN)


@pytest.mark.parametrize("event", [Event.ISSUE_PRELIMINARY, Event.SIGN])
def test_a_technician_issues_nothing(event: Event) -> None:
    with pytest.raises(LifecycleError, match="Only a physician"):
        apply(ready(), event, role=Role.TECHNICIAN)


def test_an_amendment_is_a_new_revision_with_reason_and_predecessor() -> None:
    signed = replace(
        ready(), state=ReportState.FINAL, audit_head="ab", signature=Signature("A", "MD", "m", "2026-03-14T10:55Z", "0")
    )
    amended = start_amendment(signed, " wrong side ", LATER)
    assert (amended.revision, amended.predecessor_revision, amended.amendment_reason) == (2, 1, "wrong side")
    assert (amended.state, amended.signature, amended.audit_head) == (ReportState.DRAFT, None, "")
    assert signing_event(amended) is Event.SIGN_AMENDMENT
    assert apply(amended, Event.SIGN_AMENDMENT, role=Role.PHYSICIAN).state is ReportState.AMENDED
    with pytest.raises(LifecycleError, match="replaces a signed one"):
        apply(amended, Event.SIGN, role=Role.PHYSICIAN)
    with pytest.raises(LifecycleError, match="replaces no signed one"):
        apply(ready(), Event.SIGN_AMENDMENT, role=Role.PHYSICIAN)


def test_an_amendment_needs_a_reason_and_a_signed_report() -> None:
    with pytest.raises(LifecycleError, match="needs a reason"):
        start_amendment(replace(ready(), state=ReportState.FINAL), " ", LATER)
    with pytest.raises(LifecycleError, match="cannot take the step"):
        start_amendment(ready(), "why", LATER)
