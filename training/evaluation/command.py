"""The command `evaluate`: from folders to figures, a page and the model card."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.bundle.files import write_bytes
from training.evaluate import Settings, evaluate
from training.evaluation.data import ALL, open_data
from training.evaluation.page import page
from training.model_card import check_set_name, write_card

TRAIN_STUDIES: Final = 1000
"""Studies that probes are fitted on if nothing else is said."""


@dataclass(frozen=True, slots=True)
class EvaluateCommand:
    """What the command line asks for."""

    bundle: Path
    data: Path
    train_data: Path | None
    split: str
    name: str
    json: Path | None
    html: Path | None
    write_card: bool
    robustness_studies: int
    train_studies: int
    threads: int
    seed: int
    cache: Path | None


def evaluate_command(asked: EvaluateCommand) -> None:
    """Measure a bundle and write what was asked for; the figures go to standard output where no file is named.

    Raises
    ------
    ArgumentError
        If the data is not prepared, or the set's name cannot stand in a manifest.
    BundleError
        If the bundle is not sound or has no text encoder.
    """
    check_set_name(asked.name)
    bundle = load_bundle(asked.bundle)
    store = open_data(asked.data, bundle, asked.split, asked.threads)
    train = None
    if asked.train_data is not None:
        side = "train" if asked.train_data.resolve() == asked.data.resolve() else ALL
        train = open_data(asked.train_data, bundle, side, asked.threads).first_studies(asked.train_studies)
    settings = Settings(
        seed=asked.seed,
        threads=asked.threads,
        robustness_studies=asked.robustness_studies,
        cache=asked.cache,
        name=asked.name,
        split=asked.split,
        command=_command(asked),
    )
    figures = evaluate(bundle, store, settings, train)
    text = json.dumps(figures, indent=2, allow_nan=False) + "\n"
    if asked.json is not None:
        write_bytes(asked.json, text.encode())
    if asked.html is not None:
        write_bytes(asked.html, page(figures).encode())
    if asked.write_card:
        write_card(bundle, figures)
    if asked.json is None and asked.html is None:
        sys.stdout.write(text)


def _command(asked: EvaluateCommand) -> str:
    """Return the command that measures the same again: folders by their names alone, nothing that is the default."""
    words = ["python", "-m", "training", "evaluate", "--bundle", "DIR", "--data", asked.data.name]
    if asked.split != ALL:
        words += ["--split", asked.split]
    if asked.train_data is not None:
        words += ["--train-data", asked.train_data.name]
        if asked.train_studies != TRAIN_STUDIES:
            words += ["--train-studies", str(asked.train_studies)]
    if asked.seed:
        words += ["--seed", str(asked.seed)]
    return shlex.join([*words, "--name", asked.name])
