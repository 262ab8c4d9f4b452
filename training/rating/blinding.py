"""From studies with both texts to a blinded set and its key."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.errors import ArgumentError
from deepcoro_desktop.core.rating.rating_set import SET_VERSION, RatingCase, RatingSet, SectionPair, write_set
from training.datasets.clip_store import ClipStore
from training.rating.clip_files import copy_clips, find_clips
from training.rating.drafts import WrittenStudy, written_studies
from training.rating.key import KEY_VERSION, Arm, Key, KeyCase, Secret, key_file, write_key
from training.rating.neutral import UsualOrder, left_out, neutral_sections, usual_order

TITLE: Final = "Blinded rating of drafts and reports"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BlindRun:
    """One set to be made."""

    out: Path
    """The set's folder; the key goes beside it."""
    cases: int
    seed: int
    """Of the choice of cases and of their order in the set."""
    salt: bytes
    """32 random bytes (`secrets.token_bytes`): the order of the texts comes from them."""
    created_utc: str
    studies: Path | None = None
    """Where the cases' DICOM files are; None for texts alone."""


def write_blinded_set(bundle: Bundle, store: ClipStore, run: BlindRun) -> Key:
    """Write a set and its key, and return the key.

    Parameters
    ----------
    bundle : Bundle
        Makes the drafts.
    store : ClipStore
        Prepared clips of studies that nothing was trained on, with their reports.
    run : BlindRun
        Where, how many, and the sources of chance.

    Raises
    ------
    ArgumentError
        If there are too few studies with a report, or the folder or the key is there already.
    RatingError
        If the set or the key cannot be written.
    """
    _refuse_old(run.out)
    chosen = choose_studies(store, run.cases, run.seed)
    written = written_studies(bundle, store, chosen)
    case_ids = [f"case-{number:0{len(str(run.cases))}d}" for number in range(1, len(written) + 1)]
    sections = [section.name for section in bundle.manifest.sections]
    order = usual_order(bundle.report_index.reports)
    arms = {case_id: first_arm(run.salt, case_id) for case_id in case_ids}
    run.out.mkdir(parents=True, exist_ok=True)
    clips = {}
    if run.studies is not None:
        found = find_clips(run.studies, [study.study_id for study in written])
        clips = {
            case_id: copy_clips(found.get(study.study_id, ()), run.out, case_id)
            for case_id, study in zip(case_ids, written, strict=True)
        }
        if missing := sum(not files for files in clips.values()):
            logger.warning("%d of %d cases have no DICOM files; they are rated on their texts.", missing, len(clips))
    key_cases = tuple(
        KeyCase(case_id, study.study_id, arms[case_id], left_out(study.reference, sections))
        for case_id, study in zip(case_ids, written, strict=True)
    )
    secret = Secret(run.salt.hex(), bundle.manifest.bundle_id, run.seed, key_cases)
    content = RatingSet(
        version=SET_VERSION,
        title=TITLE,
        created_utc=run.created_utc,
        trained_on=bundle.manifest.trained_on,
        key_sha256=secret.sha256,
        cases=tuple(
            RatingCase(case_id, pair_of(study, arms[case_id], sections, order), tuple(clips.get(case_id, ())))
            for case_id, study in zip(case_ids, written, strict=True)
        ),
    )
    loaded = write_set(content, run.out)
    key = Key(KEY_VERSION, loaded.sha256, secret)
    write_key(key, key_file(run.out))
    return key


def choose_studies(store: ClipStore, cases: int, seed: int) -> list[int]:
    """Return the places of `cases` studies, drawn without replacement from those that have a report.

    Raises
    ------
    ArgumentError
        If there are fewer.
    """
    able = [place for place, record in enumerate(store.studies) if record.sentences and len(store.clips_of[place])]
    if not 1 <= cases <= len(able):
        raise ArgumentError(
            f"A set of {cases} cases cannot be drawn from {len(able)} studies with clips and a report.",
            "Name fewer cases with --cases, or prepare more studies.",
        )
    drawn = np.random.default_rng(seed).permutation(len(able))[:cases]
    return [able[place] for place in drawn]


def first_arm(salt: bytes, case_id: str) -> Arm:
    """Return who wrote text A of a case: a fair coin for each case, that only the salt can repeat."""
    coin = hmac.new(salt, case_id.encode(), hashlib.sha256).digest()[0] & 1
    return Arm.DRAFT if coin else Arm.REFERENCE


def pair_of(study: WrittenStudy, a: Arm, sections: Sequence[str], order: UsualOrder) -> tuple[SectionPair, ...]:
    """Return both texts in one manner, section by section, A first."""
    texts: Mapping[Arm, tuple[str, ...]] = {
        Arm.REFERENCE: neutral_sections(study.reference, sections, order),
        Arm.DRAFT: neutral_sections(study.draft, sections, order),
    }
    b = Arm.REFERENCE if a is Arm.DRAFT else Arm.DRAFT
    return tuple(SectionPair(*words) for words in zip(sections, texts[a], texts[b], strict=True))


def _refuse_old(out: Path) -> None:
    key = key_file(out)
    if key.exists() or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        what = key.name if key.exists() else out.name
        raise ArgumentError(
            f"{what} is there already.", "Name another place: a set that may be with raters is not replaced."
        )
