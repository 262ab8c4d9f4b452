"""The published method in its plainest form, to compare with: one clip, one section, one phenotype at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
import numpy.typing as npt
import torch

MEAN = (29.110628, 28.076836, 29.096405)
STD = (47.989223, 46.456997, 47.20083)

Frames = npt.NDArray[np.uint8]
Vectors = npt.NDArray[np.floating]


def prepared(ybr: Frames) -> list[Frames]:
    """Return every second of the first 32 frames, BGR, 224 x 224, of YCbCr frames (F, H, W, 3); not padded."""
    mask = sector(ybr)
    frames = []
    for frame in ybr[:32:2]:
        bgr = cv2.cvtColor(frame, cv2.COLOR_YUV2BGR)
        bgr[~mask] = 0
        height, width = bgr.shape[:2]
        cut = round(abs(width - height) / 2)
        if cut:
            bgr = bgr[:, cut:-cut] if width > height else bgr[cut:-cut]
        x, y = int(bgr.shape[1] * 0.1), int(bgr.shape[0] * 0.1)
        frames.append(cv2.resize(bgr[y:-y, x:-x], (224, 224), interpolation=cv2.INTER_CUBIC))
    return frames


def network_input(ybr: Frames) -> torch.Tensor:
    """Return float32 (3, 16, 224, 224): normalised, then padded with zeros."""
    frames = torch.from_numpy(np.stack(prepared(ybr))).float()
    frames = (frames - torch.tensor(MEAN)) / torch.tensor(STD)
    padded = torch.zeros(16, 224, 224, 3)
    padded[: len(frames)] = frames
    return padded.permute(3, 0, 1, 2)


def sector(ybr: Frames) -> npt.NDArray[np.bool_]:
    """Return where the picture is kept: the filled hulls of what is lit, not thin, and moves."""
    greys = [cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_YUV2RGB), cv2.COLOR_RGB2GRAY) for frame in ybr]
    lit = np.any([grey > 0 for grey in greys], axis=0)
    height, width = lit.shape
    thick = np.array(
        [[lit[max(0, r - 10) : r + 11, max(0, c - 10) : c + 11].all() for c in range(width)] for r in range(height)]
    )
    moves = greys[0] != greys[-1]
    moves[:20, :20] = False
    seen = thick & moves
    grown = np.array(
        [[seen[max(0, r - 10) : r + 11, max(0, c - 10) : c + 11].any() for c in range(width)] for r in range(height)]
    )
    picture = _inside(grown).astype(np.uint8) * 255
    for contour in cv2.findContours(picture, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)[0]:
        cv2.drawContours(picture, [cv2.convexHull(contour)], -1, 255, 3)
    return _inside(picture > 0)


def _inside(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return what cannot be reached from the upper left corner by steps to one of four equal neighbours."""
    reached, todo = np.zeros_like(mask), [(0, 0)]
    while todo:
        r, c = todo.pop()
        if 0 <= r < mask.shape[0] and 0 <= c < mask.shape[1] and not reached[r, c] and mask[r, c] == mask[0, 0]:
            reached[r, c] = True
            todo += [(r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)]
    return ~reached


def similarities(
    vectors: Vectors, views: Sequence[str], weights: Mapping[str, float], candidates: Vectors
) -> npt.NDArray[np.float64]:
    """Return each candidate's product with the study, (N,), by the weights of one section: view -> weight."""
    study = np.zeros(vectors.shape[1])
    for vector, view in zip(vectors, views, strict=True):
        study = study + weights[view] * vector.astype(np.float64)
    study = study / np.linalg.norm(study)
    return np.array([float(np.dot(study, candidate.astype(np.float64))) for candidate in candidates])


def nearest(scores: npt.NDArray[np.float64], count: int = 50) -> list[int]:
    """Return the rows of the most similar candidates, best first."""
    return sorted(range(len(scores)), key=lambda row: -scores[row])[:count]


def phenotype(rows: Sequence[int], studies: Sequence[str], values: Mapping[str, float]) -> float:
    """Return the mean of the values that the rows' studies have, without those that are no number."""
    known = [values[studies[row]] for row in rows if studies[row] in values and not np.isnan(values[studies[row]])]
    return sum(known) / len(known)


def section_text(report: Sequence[tuple[int, int, object]], section: str, phrases: Mapping[str, Mapping]) -> list[str]:
    """Return what a stored report says of a section, slots filled."""
    sentences = []
    for section_number, phrase_number, value in report:
        name = list(phrases)[section_number]
        if name == section:
            every = [phrase for heading in phrases[name].values() for phrase in heading]
            text = every[phrase_number]
            sentences.append(text.replace("<numerical>", str(value)).replace("<string>", str(value)))
    return sentences
