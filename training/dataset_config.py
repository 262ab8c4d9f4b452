"""The [dataset] table of a configuration: what `prepare` reads, and what it makes of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DatasetConfig:
    """The dataset that `prepare` reads, and what it makes of it."""

    adapter: str
    """The layout: a name of `training.datasets.adapters.NAMES`, such as "archive"."""
    root: str
    """Folder that holds the dataset."""
    out: str
    """Folder that receives manifest, shards and card."""
    name: str = ""
    """Written into the manifest; the adapter's own name where it is empty."""
    licence: str = ""
    """Written into the manifest; the adapter's own where it is empty."""
    split: str = "archive"
    """"archive": the dataset's own split, the hash where it has none; "hash": the patient's hash alone."""
    split_seed: int = 0
    validation_share: float = 0.1
    """Share of the patients that the hash puts into the validation set."""
    test_share: float = 0.1
    min_frames: int = 1
    """Clips with fewer frames are left out and listed; 2 leaves out stills."""
    test_fold: int = 9
    """echonet-pediatric: which of its ten folds is the test set."""
    validation_fold: int = 8
    """echonet-pediatric: which fold is the validation set."""
    test_types: tuple[str, ...] = ("tte",)
    """mimic-iv-echo: kinds of examination to take, as its tables write them."""
    view_bundle: str = ""
    """Folder of a bundle whose view classifier names the views that the dataset does not."""
    shards: int = 0
    """Tar files; 0 for one for each 16 studies. Kept as it was first chosen."""
    workers: int = 1
    """Processes that decode; of Ray, the processors of a local one."""
    runner: str = "processes"
    """"processes" on this computer, or "ray"."""

    def __post_init__(self) -> None:
        """Refuse words that are not known and shares that leave nothing to train on."""
        for key, value, known in (
            ("split", self.split, ("archive", "hash")),
            ("runner", self.runner, ("processes", "ray")),
        ):
            if value not in known:
                raise ValueError(f"dataset.{key} {value!r} is not {' or '.join(known)}")
        shares = (self.validation_share, self.test_share)
        if min(shares) < 0.0 or sum(shares) >= 1.0:
            raise ValueError("dataset.validation_share and test_share must leave a share to train on")
        if self.shards < 0 or min(self.workers, self.min_frames) < 1:
            raise ValueError("dataset.workers and min_frames must be at least 1, and shards not below 0")
