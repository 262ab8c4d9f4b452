"""From a dataset of any layout to shards and the canonical manifest: ``python -m training prepare``.

The adapter lists the studies. The hash of its key gives each study its shard, so that a dataset that grows leaves the
others where they are, and any number of machines can share the shards out. When all shards are there, the manifest and
the card are written.
"""

from __future__ import annotations

import hashlib
import logging
import math
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tqdm import tqdm

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.bundle.manifest import ModelRole
from deepcoro_desktop.core.errors import ArgumentError, DeepcoroError, NothingUsableError
from training.config import PrepareConfig
from training.datasets.adapters import find_adapter
from training.datasets.dataset_card import write_card
from training.datasets.listing import Listing, list_dataset
from training.datasets.manifest import (
    PROBLEMS_NAME,
    Dataset,
    Summary,
    UnfinishedError,
    read_dataset,
    remove_manifest,
    write_dataset,
    write_manifest,
    write_problems,
)
from training.datasets.records import Problem, SourceStudy
from training.datasets.runners import in_processes, with_ray
from training.datasets.shard_jobs import ShardJob, make_shard
from training.datasets.shard_writer import is_complete

logger = logging.getLogger(__name__)

STUDIES_PER_SHARD: Final = 16
"""Where dataset.shards is 0: about 2 GB of the paper's clips."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which share of the shards a run makes."""

    number: int = 1
    """Counted from 1."""
    of: int = 1

    def __post_init__(self) -> None:
        """Refuse a part that there is not."""
        if not 1 <= self.number <= self.of:
            raise ArgumentError(f"There is no part {self.number}/{self.of}.", "Parts count from 1: 1/4, 2/4, 3/4, 4/4.")


def parse_part(text: str) -> Part:
    """Return the part that "i/n" names; raises ArgumentError where it names none."""
    number, separator, of = text.partition("/")
    if not (separator and number.isdecimal() and of.isdecimal()):
        raise ArgumentError(f"--shard {text} is no part.", "Write for example --shard 2/8.")
    return Part(int(number), int(of))


def prepare(config: PrepareConfig, part: Part | None = None, finish: bool = False) -> Summary | None:
    """Prepare a dataset, or a part of it; what is there already is not made again.

    Parameters
    ----------
    config : PrepareConfig
        Dataset and input.
    part : Part, optional
        The share of the shards to make; all where left out.
    finish : bool
        Make no shard; write the manifest of those that are there.

    Returns
    -------
    Summary, optional
        What the manifest holds; None where shards of other parts are still missing.

    Raises
    ------
    ArgumentError
        If a table, a column, the root or the adapter is missing, a patient is on two sides, or the output folder was
        prepared with other settings.
    NothingUsableError
        If the dataset holds no study or no clip that can be used.
    UnfinishedError
        If `finish` is set and shards are missing.
    DeepcoroError
        If a worker dies.
    """
    part = part or Part()
    folder = Path(config.dataset.out)
    _check_folders(Path(config.dataset.root), folder)
    problems: list[Problem] = []
    try:
        listing = list_dataset(config.dataset, problems)
        if not listing.studies:
            raise NothingUsableError("The dataset holds no study that can be used.", _look_up(problems))
    except DeepcoroError:
        folder.mkdir(parents=True, exist_ok=True)
        write_problems(folder, problems)
        raise
    dataset = _settle(config, folder, len(listing.studies))
    if not finish:
        _make_shards(config, dataset, listing, part)
    missing = sum(not is_complete(folder, number) for number in range(dataset.shards))
    if missing and not finish:
        logger.info("part %d of %d is done; %d shards of other parts are missing", part.number, part.of, missing)
        return None
    try:
        summary = write_manifest(folder, dataset, listing.side_of, problems)
    except UnfinishedError as error:
        if finish or part.of == 1:
            raise
        logger.info("part %d of %d is done, others are not: %s", part.number, part.of, error.message)
        return None
    _log(summary)
    if not summary.clips:
        remove_manifest(folder)
        raise NothingUsableError("None of the dataset's clips can be used.", _look_up(problems))
    write_card(folder)
    return summary


def _look_up(problems: list[Problem]) -> str:
    kinds = ", ".join(f"{kind}: {count}" for kind, count in sorted(Counter(one.kind for one in problems).items()))
    return f"Check dataset.root; {PROBLEMS_NAME} says more ({kinds or 'no problem was found'})."


def _check_folders(root: Path, folder: Path) -> None:
    if not root.is_dir():
        raise ArgumentError("dataset.root is no folder.", "Give the folder that holds the dataset.")
    if folder.resolve().is_relative_to(root.resolve()):
        raise ArgumentError("dataset.out lies in dataset.root.", "Give a folder outside the dataset.")
    if folder.is_dir() and read_dataset(folder) is None and {path.name for path in folder.iterdir()} - {PROBLEMS_NAME}:
        raise ArgumentError("dataset.out holds other files.", "Give a new folder, or one that was prepared.")


def _settle(config: PrepareConfig, folder: Path, studies: int) -> Dataset:
    """Return how the folder is prepared; the number of shards stays as it was first."""
    own = config.dataset
    adapter = find_adapter(own)
    known = read_dataset(folder)
    dataset = Dataset(
        name=own.name or adapter.name,
        licence=own.licence or adapter.licence,
        adapter=adapter.name,
        shards=known.shards if known else own.shards or math.ceil(studies / STUDIES_PER_SHARD),
        preprocess=config.input.preprocess(own.min_frames),
    )
    if known is not None and (known.preprocess, known.adapter) != (dataset.preprocess, dataset.adapter):
        raise ArgumentError(
            "dataset.out was prepared with another adapter, [input] or dataset.min_frames.",
            "Give a new folder, or delete this one.",
        )
    write_dataset(folder, dataset)
    return dataset


def _make_shards(config: PrepareConfig, dataset: Dataset, listing: Listing, part: Part) -> None:
    jobs = _jobs(config, dataset, listing, part)
    own = config.dataset
    total = sum(len(job.studies) for job in jobs)
    with tqdm(total=total, desc="prepare", unit="study", file=sys.stderr, mininterval=1.0) as progress:
        if own.runner == "processes" and own.workers == 1:
            for job in jobs:
                make_shard(job, progress.update)
            return
        run = with_ray if own.runner == "ray" else in_processes
        for studies in run(make_shard, jobs, own.workers):
            progress.update(studies)


def _jobs(config: PrepareConfig, dataset: Dataset, listing: Listing, part: Part) -> list[ShardJob]:
    own = config.dataset
    bundle, view_model = None, ""
    if own.view_bundle:
        bundle = Path(own.view_bundle)
        model = load_bundle(bundle).manifest.model(ModelRole.VIEW_CLASSIFIER)
        view_model = model.file.sha256 if model else ""
    shards: Mapping[int, list[SourceStudy]] = {number: [] for number in range(part.number - 1, dataset.shards, part.of)}
    for study in sorted(listing.studies, key=lambda study: study.study_key):
        digest = hashlib.sha256(study.study_key.encode()).digest()
        number = int.from_bytes(digest[:8], "big") % dataset.shards
        if number in shards:
            shards[number].append(study)
    return [
        ShardJob(Path(own.out), number, Path(own.root), dataset.preprocess, tuple(studies), bundle, view_model)
        for number, studies in shards.items()
    ]


def _log(summary: Summary) -> None:
    logger.info("%d clips of %d studies are prepared", summary.clips, summary.studies)
    for kind, count in sorted(summary.problems.items()):
        logger.info("problem, listed in %s: %s: %d", PROBLEMS_NAME, kind, count)
