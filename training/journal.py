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

logger = logging.getLogger(__name__)

Figures = dict[str, float]


class Journal:
    """The record of one stage of a training; `open_journal` gives one.

    Parameters
    ----------
    folder : Path
        Receives metrics.jsonl and tensorboard/.
    stage : str
        Name of the stage.
    step, steps : int
        Steps done before, and steps of the whole stage. Lines of later steps, left by a run that was killed after its
        last checkpoint, are taken out: the steps are done again.
    """

    def __init__(self, folder: Path, stage: str, step: int, steps: int) -> None:
        self._path, self._stage, self._first, self._steps = folder / "metrics.jsonl", stage, step, steps
        self._forget_later_steps()
        self._board = SummaryWriter(str(folder / "tensorboard" / stage), purge_step=step)
        self._bar = tqdm(total=steps, initial=step, desc=stage, unit="step", disable=not sys.stderr.isatty())
        self._began = time.monotonic()

    def pass_step(self) -> None:
        """Move the bar by one step."""
        self._bar.update()

    def write(self, step: int, loss: float, figures: Figures) -> None:
        """Append a line and the same figures for TensorBoard; say rate and time left where there is no bar."""
        rate = (step - self._first) / max(time.monotonic() - self._began, 1e-9)
        told = {"loss": loss, "steps_per_s": rate, **figures}
        record = {"stage": self._stage, "step": step, **{key: round(float(value), 5) for key, value in told.items()}}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
        for key, value in told.items():
            self._board.add_scalar(key, value, step)
        if self._bar.disable:
            logger.info("%s, %s left", record, tqdm.format_interval((self._steps - step) / rate))
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
            if record["stage"] != self._stage or record["step"] <= self._first:
                kept.append(line + "\n")
        partial = self._path.with_suffix(".partial")
        partial.write_text("".join(kept), encoding="utf-8")
        partial.replace(self._path)


@contextmanager
def open_journal(folder: Path, stage: str, step: int, steps: int, *, silent: bool = False) -> Iterator[Journal | None]:
    """Give the journal of a stage and close it; a silent process has none, as the first one tells for all."""
    journal = None if silent else Journal(folder, stage, step, steps)
    try:
        yield journal
    finally:
        if journal is not None:
            journal.close()
