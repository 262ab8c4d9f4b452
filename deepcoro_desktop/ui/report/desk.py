"""The reader's changes to the document, one after the other, with undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from deepcoro_desktop.core.clock import Clock
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.report.document import Document
from deepcoro_desktop.core.report.editing import History
from deepcoro_desktop.ui.state import ViewerState

Change = Callable[[Document, datetime], Document]
"""What is done to a document, at a time."""


class Desk:
    """Applies changes to the state's document and remembers them.

    What is typed reaches the document with every key, so that a crash loses nothing, but counts as one step:
    `type` starts each time from the document as it was before the typing began.
    """

    def __init__(self, state: ViewerState, clock: Clock) -> None:
        self._state, self._clock = state, clock
        self._history: History | None = None
        self._before: History | None = None
        self._group = ""
        self._refused: DeepcoroError | None = None

    @property
    def typing(self) -> str:
        """What is being typed at, empty for nothing."""
        return self._group

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._history is not None and self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return self._history is not None and self._history.can_redo

    def follow(self, document: Document | None) -> None:
        """Take note of the state's document; another revision has its own history."""
        if self._history is not None and document == self._history.present:
            return
        self._before, self._group, self._refused = None, "", None
        if document is None:
            self._history = None
        elif self._history is not None and _same_draft(self._history.present, document):
            self._history = self._history.push(document)
        else:
            self._history = History(document)

    def apply(self, change: Change) -> DeepcoroError | None:
        """Change the document in one step; returns why it could not be."""
        self.end_typing(keep=True)
        if self._history is None:
            return None
        try:
            after = change(self._history.present, self._clock())
        except DeepcoroError as error:
            return error
        self._show(self._history.push(after))
        return None

    def type(self, group: str, change: Change) -> None:
        """Change the document while something is typed; `change` gets it as it was before the typing."""
        if group != self._group or self._before is None:
            self.end_typing(keep=True)
            self._group, self._before = group, self._history
        if self._before is None:
            return
        try:
            after = change(self._before.present, self._clock())
        except DeepcoroError as error:
            self._refused = error
            self._show(self._before)
            return
        self._refused = None
        self._show(self._before.push(after))

    def end_typing(self, *, keep: bool) -> DeepcoroError | None:
        """End the typing; returns why the last text was not taken, if it was to be kept."""
        before, refused = self._before, self._refused
        self._before, self._group, self._refused = None, "", None
        if before is not None and not keep:
            self._show(before)
        return refused if keep else None

    def undo(self) -> tuple[Document, Document] | None:
        """Take one step back; returns the documents before and after."""
        return self._step(History.undo)

    def redo(self) -> tuple[Document, Document] | None:
        """Take one step forward; returns the documents before and after."""
        return self._step(History.redo)

    def _step(self, step: Callable[[History], History]) -> tuple[Document, Document] | None:
        self.end_typing(keep=True)
        if self._history is None:
            return None
        before = self._history.present
        self._show(step(self._history))
        return before, self._history.present

    def _show(self, history: History) -> None:
        self._history = history
        self._state.set_document(history.present)


def _same_draft(one: Document, other: Document) -> bool:
    return (one.document_id, one.revision, one.state, one.is_signed) == (
        other.document_id,
        other.revision,
        other.state,
        other.is_signed,
    )
