"""Where the files of the published EchoPrime release lie in the user's own copy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from deepcoro_desktop.core.errors import ArgumentError

VIDEO_ENCODER: Final = "model_data/weights/echo_prime_encoder.pt"
VIEW_CLASSIFIER: Final = "model_data/weights/view_classifier.pt"
TEXT_ENCODER: Final = "model_data/weights/echo_prime_text_encoder.pt"
VOCABULARY: Final = "model_data/weights/vocab.txt"
STUDIES: Final = "model_data/candidates_data/candidate_studies.csv"
REPORTS: Final = "model_data/candidates_data/candidate_reports.pkl"
LABELS: Final = "model_data/candidates_data/candidate_labels.pkl"
EMBEDDINGS: Final = "model_data/candidates_data/candidate_embeddings_p1.pt"
TABLE: Final = "assets/MIL_weights.csv"
PHRASES: Final = "assets/all_phr.json"
PHENOTYPES: Final = "assets/section_to_phenotypes.pkl"
THRESHOLDS: Final = "assets/roc_thresholds.csv"

_WEIGHTS: Final = (VIDEO_ENCODER, VIEW_CLASSIFIER)
_CANDIDATES: Final = (STUDIES, REPORTS, LABELS, EMBEDDINGS)
_ASSETS: Final = (TABLE, PHRASES, PHENOTYPES)
_FOLDERS: Final = (
    "", "weights", "candidates_data", "assets",
    "model_data", "model_data/weights", "model_data/candidates_data", "model_data/assets",
)  # fmt: skip
"""Where files of the release lie in copies that were not put together as its makers ask."""
_LICENCES: Final = re.compile(r"licen[cs]e(\.txt|\.md)?", re.IGNORECASE)
_PART: Final = re.compile(r"candidate_embeddings_p(\d+)\.pt")


def find(release: Path, name: str) -> Path:
    """Return where a file of the release lies: in its own place, else in another of the release's folders.

    Parameters
    ----------
    release : Path
        The user's copy.
    name : str
        One of this module's names. Where the copy has no such file, its own place comes back.
    """
    own = release / name
    places = (own, *(release / folder / own.name for folder in _FOLDERS))
    return next((path for path in places if path.is_file()), own)


def check_files(release: Path) -> None:
    """Check that the release is whole. The text encoder, the thresholds and the licence may be missing.

    Raises
    ------
    ArgumentError
        If it is a file, the folder is none, or files are missing; the remedy says what to put where.
    """
    if release.is_file():
        raise ArgumentError(f"{release.name} is a file.", "Unpack it and name the folder with --release.")
    if not release.is_dir():
        raise ArgumentError("The folder of the release is not there.", "Name the folder of your copy with --release.")
    missing = [name for name in (*_WEIGHTS, *_CANDIDATES, *_ASSETS) if not find(release, name).is_file()]
    if missing:
        raise ArgumentError(
            f"The release lacks {', '.join(missing)}.",
            "Put them there in the folder that --release names: assets/ comes with the source code of the release, "
            "the rest from model_data.zip and the files candidate_embeddings_p1.pt and _p2.pt on its download page.",
        )


def embedding_parts(release: Path) -> tuple[Path, ...]:
    """Return the files of the candidates' embeddings, part 1 first."""
    parts: dict[int, Path] = {}
    for folder in (Path(EMBEDDINGS).parent, *_FOLDERS):
        for path in (release / folder).glob("candidate_embeddings_p*.pt"):
            if part := _PART.fullmatch(path.name):
                parts.setdefault(int(part[1]), path)
    return tuple(path for _, path in sorted(parts.items()))


def licence_file(release: Path) -> Path | None:
    """Return the release's licence, None where the copy has none."""
    found = (path for path in sorted(release.iterdir()) if path.is_file() and _LICENCES.fullmatch(path.name))
    return next(found, None)
