"""What a training tells while it runs: metrics.jsonl, TensorBoard, and a bar or log lines with rate and time left."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from torch.utils.tensorboard import SummaryWriter
from tqdm import tqdm

from training.config import StageConfig

logger = logging.getLogger(__name__)

Figures = dict[str, float]


class Journal:
    """The record of one stage of a training; `open_journal` gives one.

    Parameters
    ----------
    folder : Path
        Receives metrics.jsonl and tensorboard/.
    name : str
        Name of the stage.
    step : int
        Steps done before. Lines of later steps, left by a run that was killed after its last checkpoint, are taken
        out: the steps are done again.
    stage : StageConfig
        Says how many steps there are and how often to write.
    """

    def __init__(self, folder: Path, name: str, step: int, stage: StageConfig) -> None:
        self._path, self._name, self._first, self._stage = folder / "metrics.jsonl", name, step, stage
        self._forget_later_steps()
        self._board = SummaryWriter(str(folder / "tensorboard" / name), purge_step=step)
        self._bar = tqdm(total=stage.steps, initial=step, desc=name, unit="step", disable=not sys.stderr.isatty())
        self._began = time.monotonic()

    def after(self, step: int, loss: float, figures: Figures) -> None:
        """Move the bar; every few steps write a line, and say rate and time left where there is no bar."""
        self._bar.update()
        if step % self._stage.log_every and step != self._stage.steps:
            return
        rate = (step - self._first) / max(time.monotonic() - self._began, 1e-9)
        told = {"loss": loss, "steps_per_s": rate, **figures}
        record = {"stage": self._name, "step": step, **{key: round(float(value), 5) for key, value in told.items()}}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
        for key, value in told.items():
            self._board.add_scalar(key, value, step)
        if self._bar.disable:
            logger.info("%s, %s left", record, tqdm.format_interval((self._stage.steps - step) / rate))
        else:
            self._bar.set_postfix(loss=f"{loss:.4f}", refresh=False)

    def close(self) -> None:
        """Close all that is open."""
        self._bar.close()
        self._board.close()

    def _forget_later_steps(self) -> None:
        if not self._path.exists():
            return
        kept = []
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                record = json.loads(line)
            except json.JSONDecodeError:
                continue  # the last line of a process that was killed while it wrote
            if record["stage"] != self._name or record["step"] <= self._first:
                kept.append(line + "\n")
        partial = self._path.with_suffix(".partial")
        partial.write_text("".join(kept), encoding="utf-8")
        partial.replace(self._path)


class Silence:
    """The journal of a process that is not the first, which tells for all."""

    def after(self, step: int, loss: float, figures: Figures) -> None:
        """Tell nothing."""


@contextmanager
def open_journal(
    folder: Path, name: str, step: int, stage: StageConfig, *, silent: bool = False
) -> Iterator[Journal | Silence]:
    """Give the journal of a stage, as `Journal` describes it, and close it."""
    if silent:
        yield Silence()
        return
    journal = Journal(folder, name, step, stage)
    try:
        yield journal
    finally:
        journal.close()
