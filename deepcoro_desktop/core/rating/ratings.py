"""What one expert says of the texts of a set: the file that goes back to the investigator."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Final

from deepcoro_desktop.core.bundle.files import write_bytes
from deepcoro_desktop.core.bundle.strict_json import encode
from deepcoro_desktop.core.errors import RatingError
from deepcoro_desktop.core.rating.rating_set import LoadedSet, parse, read_bytes, to_json_bytes

RATINGS_VERSION: Final = 1
SCALE: Final = (1, 2, 3, 4, 5)
"""Answers to accuracy and completeness, worst first."""

_LONGEST_SLUG: Final = 60


class Preference(Enum):
    """Which text the rater would rather sign."""

    A_MUCH_BETTER = "a_much_better"
    A_BETTER = "a_better"
    SAME = "same"
    B_BETTER = "b_better"
    B_MUCH_BETTER = "b_much_better"

    @property
    def towards_b(self) -> int:
        """From -2, A much better, to 2, B much better."""
        return list(Preference).index(self) - 2


@dataclass(frozen=True, slots=True)
class TextRating:
    """Answers about one text; None where there is none yet."""

    accuracy: int | None = None
    """How much of what it says is right, of SCALE."""
    completeness: int | None = None
    """How much of what matters it says, of SCALE."""
    significant_error: bool | None = None
    """Whether it holds an error that could change what is done with the patient."""
    error_note: str = ""

    def __post_init__(self) -> None:
        """Refuse an answer that is not on the scale."""
        if any(value is not None and value not in SCALE for value in (self.accuracy, self.completeness)):
            raise ValueError(f"an answer is not on the scale from {SCALE[0]} to {SCALE[-1]}")

    @property
    def complete(self) -> bool:
        """Whether everything is answered; the note may be empty."""
        return None not in (self.accuracy, self.completeness, self.significant_error)


@dataclass(frozen=True, slots=True)
class CaseRating:
    """Answers about one case."""

    case_id: str
    a: TextRating = TextRating()
    b: TextRating = TextRating()
    preference: Preference | None = None
    comment: str = ""
    skipped: bool = False
    """The rater said that they leave this case out."""

    @property
    def complete(self) -> bool:
        """Whether every question is answered."""
        return self.a.complete and self.b.complete and self.preference is not None

    @property
    def settled(self) -> bool:
        """Whether the rater may go on: everything is answered, or the case is skipped."""
        return self.skipped or self.complete


@dataclass(frozen=True, slots=True)
class Ratings:
    """One rater's answers to one set, in the set's order of cases."""

    version: int
    rater: str
    set_sha256: str
    """The set that was rated, to the byte."""
    key_sha256: str
    """As the set names it: tells another set from a changed one."""
    saved_utc: datetime
    cases: tuple[CaseRating, ...]

    def __post_init__(self) -> None:
        """Refuse ratings without a name, a time without zone, and a case twice."""
        if not self.rater.strip():
            raise ValueError("the rater has no name")
        if self.saved_utc.tzinfo is None:
            raise ValueError("saved_utc has no time zone")
        if len({case.case_id for case in self.cases}) != len(self.cases):
            raise ValueError("a case is rated twice")

    @property
    def rated(self) -> tuple[CaseRating, ...]:
        """The cases that count: answered in full and not skipped."""
        return tuple(case for case in self.cases if case.complete and not case.skipped)

    @property
    def skipped(self) -> tuple[CaseRating, ...]:
        """The cases that the rater left out."""
        return tuple(case for case in self.cases if case.skipped)

    @property
    def first_open(self) -> int | None:
        """Place of the first case that is neither answered nor skipped, None where all are."""
        return next((place for place, case in enumerate(self.cases) if not case.settled), None)

    def with_case(self, case: CaseRating) -> Ratings:
        """Return the ratings with other answers to one of their cases."""
        return replace(self, cases=tuple(case if old.case_id == case.case_id else old for old in self.cases))


def blank_ratings(loaded: LoadedSet, rater: str, now: datetime) -> Ratings:
    """Return a rater's ratings before the first answer.

    Raises
    ------
    RatingError
        If the name is empty.
    """
    name = " ".join(rater.split())
    if not name:
        raise RatingError("The rater has no name.", "Say who rates: the file is filed under that name.")
    content = loaded.content
    cases = tuple(CaseRating(case.case_id) for case in content.cases)
    return Ratings(RATINGS_VERSION, name, loaded.sha256, content.key_sha256, now, cases)


def ratings_file(loaded: LoadedSet, rater: str) -> Path:
    """Return where a rater's answers go by default: in the set's folder, under the rater's name."""
    slug = re.sub(r"\W+", "-", rater.casefold()).strip("-_")[:_LONGEST_SLUG] or "rater"
    return loaded.folder / f"ratings-{slug}.json"


def save_ratings(ratings: Ratings, path: Path) -> None:
    """Write the ratings; a crash leaves the old file or the new one, never a part.

    Raises
    ------
    RatingError
        If the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(path, to_json_bytes(encode(ratings)))
    except OSError as error:
        raise RatingError(
            "The ratings cannot be saved.", "Free some space, or start again with --out and another place."
        ) from error


def load_ratings(path: Path) -> Ratings:
    """Return a rater's answers.

    Raises
    ------
    RatingError
        If there is no such file, it is damaged, or a newer program wrote it.
    """
    ratings: Ratings = parse(Ratings, read_bytes(path, "ratings file"), "ratings file", RATINGS_VERSION)
    return ratings


@dataclass(frozen=True, slots=True)
class OpenedRatings:
    """Ratings and the file that they are saved in."""

    ratings: Ratings
    path: Path


def open_ratings(loaded: LoadedSet, rater: str, out: Path | None, now: datetime) -> OpenedRatings:
    """Return a rater's answers where they left off, or none yet.

    Parameters
    ----------
    loaded : LoadedSet
        The set.
    rater : str
        The rater's name; may be empty where `out` holds ratings already.
    out : Path or None
        The ratings file; `ratings_file` by default.
    now : datetime
        Now, UTC and aware.

    Raises
    ------
    RatingError
        If there is no name, or the file is somebody else's, another set's or damaged.
    """
    if out is None and not rater.strip():
        raise RatingError("The rater has no name.", "Say who rates: the file is filed under that name.")
    path = out or ratings_file(loaded, rater)
    if not path.exists():
        return OpenedRatings(blank_ratings(loaded, rater, now), path)
    ratings = load_ratings(path)
    if rater.strip() and not same_rater(ratings.rater, rater):
        raise RatingError(
            f"{path.name} holds the ratings of {ratings.rater}.", "Give another name, or another file with --out."
        )
    _require_set(ratings, loaded)
    return OpenedRatings(ratings, path)


def find_ratings(loaded: LoadedSet) -> tuple[OpenedRatings, ...]:
    """Return the ratings of this set that lie in its folder, by name; files that are none are left alone."""
    found = []
    for path in sorted(loaded.folder.glob("ratings-*.json")):
        try:
            ratings = load_ratings(path)
            _require_set(ratings, loaded)
        except RatingError:
            continue
        found.append(OpenedRatings(ratings, path))
    return tuple(found)


def same_rater(one: str, other: str) -> bool:
    """Return whether two names are the same but for capitals and spaces."""
    return one.casefold().split() == other.casefold().split()


def _require_set(ratings: Ratings, loaded: LoadedSet) -> None:
    case_ids = tuple(case.case_id for case in loaded.content.cases)
    require_same_set(ratings, set_sha256=loaded.sha256, key_sha256=loaded.content.key_sha256, case_ids=case_ids)


def require_same_set(ratings: Ratings, *, set_sha256: str, key_sha256: str, case_ids: tuple[str, ...]) -> None:
    """Refuse ratings that were not given to exactly this set.

    Raises
    ------
    RatingError
        If they belong to another set, or the set was changed before it was rated.
    """
    if ratings.key_sha256 != key_sha256:
        raise RatingError(
            f"The ratings of {ratings.rater} belong to another set.", "Use the set and the key that belong together."
        )
    if ratings.set_sha256 != set_sha256:
        raise RatingError(
            f"{ratings.rater} rated a changed copy of this set.",
            "Its texts may differ; have the set as it was made rated again.",
        )
    if tuple(case.case_id for case in ratings.cases) != case_ids:
        raise RatingError(
            f"The ratings of {ratings.rater} do not list the cases of this set.",
            "The file was edited; ask for it as the program saved it.",
        )
