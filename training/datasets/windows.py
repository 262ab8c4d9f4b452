"""Windows over reports that are longer than the text encoder reads; they end where sections end.

A section that is longer than a window is broken between sentences, a longer sentence between tokens. Every token of the
report is in exactly one window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from deepcoro_desktop.core.errors import ArgumentError
from training.models.text_encoder import Tokenizer

Sections = Mapping[str, Sequence[str]]
"""Section -> its sentences, as `reports.by_section` gives them."""

_SPECIAL = 2
"""[CLS] and [SEP]."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a report that the encoder reads at once."""

    tokens: tuple[int, ...]
    """Ids without [CLS] and [SEP]."""
    sections: tuple[str, ...]
    """Whose text it holds, whole or in part, in their order."""


def report_windows(sections: Sections, tokenizer: Tokenizer, limit: int | None = None) -> tuple[Window, ...]:
    """Return the windows of a report in its order; one, if it is short enough.

    Parameters
    ----------
    sections : Sections
        The report. Its text is "Section: sentences", as `reports.report_text` writes it.
    tokenizer : Tokenizer
    limit : int, optional
        Most tokens of a window, [CLS] and [SEP] included; the tokenizer's `max_tokens` where it is not given.

    Raises
    ------
    ArgumentError
        If the limit leaves no room for a token, or the encoder does not read that many.
    """
    limit = tokenizer.max_tokens if limit is None else limit
    if not _SPECIAL < limit <= tokenizer.max_tokens:
        raise ArgumentError(
            f"Windows of {limit} tokens cannot be made.", f"Give a number from 3 to {tokenizer.max_tokens}."
        )
    room = limit - _SPECIAL
    pages = _Pages(room)
    for section, sentences in sections.items():
        if not sentences:
            continue
        pieces = tokenizer.tokens([f"{section}: {sentences[0]}", *sentences[1:]])
        if sum(map(len, pieces)) <= room:
            pages.add(section, list(chain.from_iterable(pieces)))
        else:
            pages.turn()
            for piece in pieces:
                for begin in range(0, len(piece), room):
                    pages.add(section, piece[begin : begin + room])
    return pages.windows()


def draw_window(windows: Sequence[Window], rng: np.random.Generator) -> Window:
    """Return one window of a report for a training step, each with the same probability."""
    return windows[int(rng.integers(len(windows)))]


def mean_of_windows(vectors: Tensor, counts: Sequence[int]) -> Tensor:
    """Return the unit mean of each report's window vectors.

    Parameters
    ----------
    vectors : Tensor, shape (windows, D)
        Unit vectors, report by report.
    counts : sequence of int
        Windows of each report, at least one; their sum is the number of vectors.

    Returns
    -------
    Tensor, shape (reports, D)
    """
    means = [part.mean(dim=0) for part in torch.split(vectors, list(counts))]
    return F.normalize(torch.stack(means), dim=1)


def report_vectors(
    encode: Callable[[Tensor, Tensor], Tensor],
    tokenizer: Tokenizer,
    reports: Iterable[Sections],
    limit: int | None = None,
    batch: int = 32,
) -> npt.NDArray[np.float32]:
    """Return unit vectors of reports of any length: the unit mean of their windows' vectors.

    Parameters
    ----------
    encode : callable
        Ids and mask, int64 (B, L), to unit vectors (B, D): the text encoder.
    tokenizer : Tokenizer
    reports : iterable of Sections
        At least one, each with a sentence.
    limit : int, optional
        Most tokens of a window.
    batch : int
        Windows that are encoded together.

    Returns
    -------
    ndarray of float32, shape (reports, D)
    """
    cut = [report_windows(sections, tokenizer, limit) for sections in reports]
    windows = [window.tokens for found in cut for window in found]
    with torch.inference_mode():
        parts = [encode(*tokenizer.pad(windows[k : k + batch])) for k in range(0, len(windows), batch)]
        vectors = mean_of_windows(torch.cat(parts), [len(found) for found in cut])
    found: npt.NDArray[np.float32] = vectors.float().numpy()
    return found


class _Pages:
    """Windows being filled."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._pages: list[tuple[list[int], dict[str, None]]] = [([], {})]

    def add(self, section: str, tokens: Sequence[int]) -> None:
        """Put tokens, at most a window's, on the last page if they fit and on a new one otherwise."""
        if len(self._pages[-1][0]) + len(tokens) > self._room:
            self.turn()
        page, sections = self._pages[-1]
        page.extend(tokens)
        sections[section] = None

    def turn(self) -> None:
        """Begin a new page unless the last one is empty."""
        if self._pages[-1][0]:
            self._pages.append(([], {}))

    def windows(self) -> tuple[Window, ...]:
        return tuple(Window(tuple(page), tuple(sections)) for page, sections in self._pages if page)
