"""RatingSession: which case is open, what is answered, and that every answer is on the disk."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from deepcoro_desktop.core.clock import Clock
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.rating.rating_set import LoadedSet, RatingCase
from deepcoro_desktop.core.rating.ratings import CaseRating, OpenedRatings, Ratings, save_ratings
from deepcoro_desktop.ui.tasks import Lane, TaskHandle, TaskRunner


class RatingSession(QObject):
    """One rater at one set.

    Every answer is saved at once, off the Qt thread and one save after the other; where answers come faster than the
    disk, the last ones are saved together.

    Parameters
    ----------
    loaded : LoadedSet
        The set.
    opened : OpenedRatings
        The rater's answers so far, and their file.
    tasks : TaskRunner
        Where saving runs.
    clock : callable
        Gives the time (UTC, aware).
    """

    moved = Signal()
    """Another case is open, or the summary."""
    changed = Signal()
    """Answers to the open case have changed."""
    saved = Signal(object)
    """datetime (UTC) of the last save."""
    save_failed = Signal(object)
    """DeepcoroError; the answers stay in memory and go with the next save."""

    def __init__(
        self,
        loaded: LoadedSet,
        opened: OpenedRatings,
        tasks: TaskRunner,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.loaded = loaded
        self.path = opened.path
        self.ratings = opened.ratings
        self._tasks = tasks
        self._clock = clock
        self._on_disk = opened.ratings if opened.path.exists() else None
        self._saving: TaskHandle | None = None
        first = opened.ratings.first_open
        self.place = self.count if first is None else first
        """Place of the open case, from 0; `count` is the summary."""

    @property
    def count(self) -> int:
        """Number of cases."""
        return len(self.loaded.content.cases)

    @property
    def at_end(self) -> bool:
        """Whether the summary is open."""
        return self.place == self.count

    @property
    def case(self) -> RatingCase:
        """The open case."""
        return self.loaded.content.cases[self.place]

    @property
    def rating(self) -> CaseRating:
        """The answers to the open case."""
        return self.ratings.cases[self.place]

    @property
    def settled(self) -> int:
        """How many cases are answered or skipped."""
        return sum(case.settled for case in self.ratings.cases)

    def answer(self, rating: CaseRating) -> None:
        """Take other answers to the open case; whoever answers no longer skips."""
        rating = replace(rating, skipped=False)
        if rating == self.rating:
            return
        self.ratings = self.ratings.with_case(rating)
        self.save()
        self.changed.emit()

    def skip(self) -> None:
        """Leave the open case out and go on; answers that were given stay, but do not count."""
        self.ratings = self.ratings.with_case(replace(self.rating, skipped=True))
        self.save()
        self.go_to(self.place + 1)

    def go_on(self) -> bool:
        """Open the next case, or the summary after the last; return False where this one is not settled."""
        if self.at_end or not self.rating.settled:
            return False
        self.go_to(self.place + 1)
        return True

    def go_back(self) -> None:
        """Open the case before."""
        if self.place:
            self.go_to(self.place - 1)

    def go_to(self, place: int) -> None:
        """Open a case by its place, or the summary; the summary only once nothing is open any more."""
        first = self.ratings.first_open
        self.place = first if place >= self.count and first is not None else min(place, self.count)
        self.moved.emit()

    def save(self) -> None:
        """Save the answers, now or as soon as the save before has ended."""
        if self._saving is not None or self.ratings == self._on_disk:
            return
        wanted = self.ratings
        stamped, path = replace(wanted, saved_utc=self._clock()), self.path
        self._saving = self._tasks.submit(
            Lane.FILES,
            lambda _context: save_ratings(stamped, path),
            done=lambda _nothing: self._on_saved(wanted, stamped),
            failed=self._on_failed,
        )

    def finish(self) -> None:
        """Wait for a save that runs and save what is not on the disk yet; raises RatingError where that fails."""
        if self._saving is not None:
            self._saving.wait(10.0)
        if self.ratings != self._on_disk:
            save_ratings(replace(self.ratings, saved_utc=self._clock()), self.path)
            self._on_disk = self.ratings

    def _on_saved(self, wanted: Ratings, stamped: Ratings) -> None:
        self._saving, self._on_disk = None, wanted
        self.saved.emit(stamped.saved_utc)
        self.save()

    def _on_failed(self, error: DeepcoroError) -> None:
        self._saving = None
        self.save_failed.emit(error)
