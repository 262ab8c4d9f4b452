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
_LICENCES: Final = re.compile(r"licen[cs]e(\.txt|\.md)?", re.IGNORECASE)
_PART: Final = re.compile(r"candidate_embeddings_p(\d+)\.pt")


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
    missing = [name for name in (*_WEIGHTS, *_CANDIDATES, *_ASSETS) if not (release / name).is_file()]
    if missing:
        raise ArgumentError(
            f"The release lacks {', '.join(missing)}.",
            "Put them there in the folder that --release names: assets/ comes with the source code of the release, "
            "the rest from model_data.zip and the files candidate_embeddings_p1.pt and _p2.pt on its download page.",
        )


def embedding_parts(release: Path) -> tuple[Path, ...]:
    """Return the files of the candidates' embeddings, part 1 first."""
    parts = {}
    for path in (release / EMBEDDINGS).parent.iterdir():
        if part := _PART.fullmatch(path.name):
            parts[int(part[1])] = path
    return tuple(path for _, path in sorted(parts.items()))


def licence_file(release: Path) -> Path | None:
    """Return the release's licence, None where the copy has none."""
    found = (path for path in sorted(release.iterdir()) if path.is_file() and _LICENCES.fullmatch(path.name))
    return next(found, None)
