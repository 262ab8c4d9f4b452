"""`evaluate --blind` and `evaluate --ratings`: a blinded set goes out, ratings come back in."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.errors import ArgumentError
from deepcoro_desktop.core.rating.ratings import load_ratings
from training.datasets.clip_store import ClipStore
from training.rating.answers import unblind
from training.rating.blinding import BlindRun, write_blinded_set
from training.rating.figures import Figures, figures
from training.rating.key import key_file, load_key
from training.rating.page import ratings_page

logger = logging.getLogger(__name__)


def blind_command(bundle: Path, data: Path, out: Path, cases: int, seed: int, studies: Path | None) -> None:
    """Write a blinded set of a bundle's drafts and the reports of the same studies.

    Parameters
    ----------
    bundle, data : Path
        A bundle's folder, and prepared clips that it was not trained on.
    out : Path
        Receives the set; the key goes beside it.
    cases, seed : int
        How many studies, and which.
    studies : Path, optional
        Where their DICOM files are, to be copied into the set.

    Raises
    ------
    DeepcoroError
        As `training.rating.blinding.write_blinded_set` and `load_bundle` raise.
    """
    loaded = load_bundle(bundle)
    store = ClipStore(data, [view.id for view in loaded.manifest.views])
    created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    write_blinded_set(loaded, store, BlindRun(out, cases, seed, secrets.token_bytes(32), created, studies))
    logger.info("The set for the raters is %s. Keep %s to yourself.", out.name, key_file(out).name)


def ratings_command(files: Sequence[Path], key: Path | None, html: Path | None) -> Figures:
    """Return the figures of ratings that came back, and write their page where one is asked for.

    Raises
    ------
    ArgumentError
        If the key is not named, or the page cannot be written.
    RatingError
        If a file cannot be used; see `training.rating.answers.unblind`.
    """
    if key is None:
        raise ArgumentError("Ratings cannot be read without their key.", "Name it with --key; it lies beside the set.")
    found = figures(unblind([load_ratings(path) for path in files], load_key(key)))
    for name, rater in found["per_rater"].items():
        if rater["missing"]:
            logger.warning("%s has not rated: %s", name, ", ".join(rater["missing"]))
    if html is not None:
        try:
            html.write_text(ratings_page(found), encoding="utf-8")
        except OSError as error:
            raise ArgumentError(f"{html.name} cannot be written.", "Choose another place for the page.") from error
    return found


def figures_text(found: Figures) -> str:
    """Return figures as the text of a JSON file."""
    return json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
