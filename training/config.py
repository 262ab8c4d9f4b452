"""The settings of every training: frozen dataclasses, read from TOML; unknown keys are refused."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tomllib
import typing
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from deepcoro_desktop.core.bundle.preprocess import PREPROCESS_VERSION
from deepcoro_desktop.core.errors import ArgumentError
from training.dataset_config import DatasetConfig
from training.toml_tables import apply_override, decode

CONFIG_FOLDER: Final = Path(__file__).resolve().parent / "configs"
"""The shipped configurations; `--config demo` finds them by name."""


@dataclass(frozen=True, slots=True)
class DataConfig:
    """The phantom studies that are made and learned from."""

    train_studies: int
    validation_studies: int
    internal_studies: int
    """Test studies of the training's own kind."""
    external_studies: int
    """Test studies of a machine and a mix of diseases that the training does not know."""
    index_studies: int
    """Reports in the index: the training studies', and further ones of which no clip is rendered."""
    text_studies: int
    """Reports that the text encoder's warm start reads, those of the index included."""
    train_seed: int
    validation_seed: int
    internal_seed: int
    external_seed: int
    clips_per_study: int
    """Clips rendered of each training study, rare views first; 0 for all."""
    studies_per_shard: int
    workers: int
    """Processes that render."""
    jpeg_quality: int
    """Best quality of the JPEG pass that a part of the training clips go through, as DICOM files do; 0 for none."""

    def __post_init__(self) -> None:
        """Refuse equal seeds: a test study must never be trained on."""
        if len({self.train_seed, self.validation_seed, self.internal_seed, self.external_seed}) < 4:
            raise ValueError("training, validation and test studies need seeds of their own")


@dataclass(frozen=True, slots=True)
class InputConfig:
    """The tensor that the graphs take; becomes the bundle's preprocess."""

    frames: int
    stride: int
    size: int

    def preprocess(self, min_frames: int = 1) -> PreprocessSpec:
        """Return how clips become this tensor; clips with fewer than `min_frames` frames are left out."""
        return PreprocessSpec(
            version=PREPROCESS_VERSION,
            frames=self.frames,
            stride=self.stride,
            size=self.size,
            crop="regions",
            mask="sector",
            colour="RGB",
            interpolation="area",
            min_frames=min_frames,
            short_clip="loop",
        )


@dataclass(frozen=True, slots=True)
class PrepareConfig:
    """What `prepare` needs of a configuration."""

    input: InputConfig
    dataset: DatasetConfig


@dataclass(frozen=True, slots=True)
class VideoConfig:
    """The mViT video encoder."""

    kind: str
    """"small" (the widths below) or "mvit_v2_s" (torchvision's configuration)."""
    embedding: int
    widths: tuple[int, ...] = ()
    """Channels of the patch embedding, then of each stage; each stage but the first halves the picture once."""
    heads: tuple[int, ...] = ()
    """Heads of each stage."""
    depths: tuple[int, ...] = ()
    """Blocks of each stage."""
    key_strides: tuple[int, ...] = ()
    """Spatial stride of keys and values on each stage's grid."""
    weights: str = ""
    """"kinetics" (torchvision's file in its cache folder), the path of that file, or empty for random weights."""
    mean: float = 29.0
    """Mean grey level of the input, of 255, inside the graph."""
    std: float = 48.0

    def __post_init__(self) -> None:
        """Refuse stages that do not fit together."""
        if self.kind not in ("small", "mvit_v2_s"):
            raise ValueError(f"video.kind {self.kind!r} is not small or mvit_v2_s")
        if self.kind == "small":
            stages = len(self.depths)
            if not stages or len(self.widths) != stages + 1 or not len(self.heads) == len(self.key_strides) == stages:
                raise ValueError("video.widths needs one entry more than depths, heads and key_strides")


@dataclass(frozen=True, slots=True)
class TextConfig:
    """The BERT text encoder."""

    kind: str
    """"small" (own vocabulary, random start) or "pretrained" (a published BERT with its vocab.txt)."""
    max_tokens: int
    model: str = ""
    """Name of the pretrained BERT on the Hugging Face hub; it is read from the hub's cache and never downloaded."""
    folder: str = ""
    """Local folder with the pretrained BERT, in place of the hub's cache."""
    hidden: int = 192
    layers: int = 3
    heads: int = 4
    vocabulary: int = 2000

    def __post_init__(self) -> None:
        """Refuse a kind that is not known and a pretrained encoder without a name or folder."""
        if self.kind not in ("small", "pretrained"):
            raise ValueError(f"text.kind {self.kind!r} is not small or pretrained")
        if self.kind == "pretrained" and not (self.folder or self.model):
            raise ValueError("neither text.folder nor text.model names the pretrained encoder")


@dataclass(frozen=True, slots=True)
class ViewConfig:
    """The view classifier."""

    kind: str
    """"small" (a residual net of a few million parameters) or "convnext_base" (torchvision's)."""
    frames: tuple[int, ...]
    """Frames of the tensor that are looked at; their log-probabilities are averaged."""
    width: int = 32
    labels: str = ""
    """CSV file of the views, in the columns of resources/views.csv; empty for that table of 58 views."""

    def __post_init__(self) -> None:
        """Refuse a kind that is not known."""
        if self.kind not in ("small", "convnext_base"):
            raise ValueError(f"views.kind {self.kind!r} is not small or convnext_base")


CHANGES: Final = frozenset({"shift_x", "shift_y", "turn", "scale", "gain", "gamma", "speckle", "blur", "codec"})
"""The changes of `training.datasets.augment`."""


@dataclass(frozen=True, slots=True)
class AugmentConfig:
    """RandAugment and RandomErasing, as `training.datasets.augment` does them."""

    operations: int = 3
    """Changes drawn for each clip."""
    magnitude: float = 9.0
    """0 leaves the clip as it is, 10 is the largest change that keeps a heart's meaning."""
    erase: float = 0.25
    """Probability that a rectangle is erased."""
    without: tuple[str, ...] = ()
    """Changes that are never drawn, such as "scale" where the size of a picture says how large a heart is."""

    def __post_init__(self) -> None:
        """Refuse values outside of their ranges and changes that are not known."""
        if unknown := sorted(set(self.without) - CHANGES):
            raise ValueError(f"augment.without knows no change {', '.join(unknown)}")
        if self.operations < 0 or not 0.0 <= self.magnitude <= 10.0 or not 0.0 <= self.erase <= 1.0:
            raise ValueError("augment needs operations from 0, a magnitude from 0 to 10 and a probability of erasing")


@dataclass(frozen=True, slots=True)
class StageConfig:
    """How one training runs. A configuration gives its length either in steps or in epochs."""

    batch: int
    """Items of a step, of all processes together."""
    learning_rate: float
    steps: int = 0
    """0 leaves the stage out, where it can be left out."""
    epochs: int = 0
    """Passes over the items that the stage learns from; `in_steps` turns them into steps."""
    weight_decay: float = 0.05
    warmup: int = 50
    """Steps over which the learning rate rises."""
    checkpoint_minutes: float = 2.0
    log_every: int = 20
    bfloat16: bool = True
    """Whether matrix products run in bfloat16 where the processor has it."""

    def __post_init__(self) -> None:
        """Refuse two lengths and sizes below nothing."""
        if self.steps and self.epochs:
            raise ValueError("a stage has steps or epochs, not both")
        if self.steps < 0 or self.epochs < 0 or self.batch < 1:
            raise ValueError("steps, epochs and batch of a stage cannot be below 0, 0 and 1")

    @property
    def runs(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.steps or self.epochs)

    def in_steps(self, items: int) -> Self:
        """Return the stage with its length in steps, for so many items; the last part of a batch is left out."""
        steps = self.epochs * max(1, items // self.batch) if self.epochs else self.steps
        return dataclasses.replace(self, steps=steps, epochs=0)


@dataclass(frozen=True, slots=True)
class ContrastiveConfig(StageConfig):
    """How a contrastive training runs; its items are studies."""

    clips: int = 1
    """Clips drawn from each study of a batch."""
    exclude_modalities: tuple[str, ...] = ()
    """Modalities (2d, color, pw, cw, tdi, mmode) of which no clip is drawn."""
    chunk: int = 0
    """Studies that go through the encoders at once, for batches larger than memory (GradCache); 0 for all."""
    activation_checkpointing: bool = False
    """Whether the blocks' inner values are computed again in the backward pass instead of kept."""
    compile: bool = False
    """Whether torch.compile translates both encoders first."""


@dataclass(frozen=True, slots=True)
class IndexConfig:
    """The report index and how the pipeline votes."""

    neighbours: int
    similarity_temperature: float
    graph_from: int = 1_000_000
    """Reports from which on an HNSW graph is tried; it is kept only where it finds enough and saves time."""


@dataclass(frozen=True, slots=True)
class BundleConfig:
    """What the manifest says of the bundle."""

    bundle_id: str
    title: str
    licence: str
    intended_use: str
    limits: tuple[str, ...]
    golden_tolerance: float
    view_threshold: float = 0.0
    """A clip's best view counts as seen only from this probability on."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one bundle."""

    name: str
    seed: int
    threads: int
    input: InputConfig
    video: VideoConfig
    text: TextConfig
    views: ViewConfig
    train_views: StageConfig
    picture_start: StageConfig
    """Supervised start of the video encoder's convolutions on pairs of frames; 0 steps to leave out."""
    warm_start: StageConfig
    """Supervised start of the video encoder on views and truth, in place of Kinetics weights; 0 steps to leave out."""
    text_warm_start: StageConfig
    """Supervised start of the text encoder on the truth, in place of pretrained weights; 0 steps to leave out."""
    pretrain: ContrastiveConfig
    """Contrastive, on the features of the frozen trunk when `lock_trunk` is set."""
    finetune: ContrastiveConfig
    """Contrastive, every weight."""
    attention: StageConfig
    index: IndexConfig
    bundle: BundleConfig
    data: DataConfig | None = None
    """None where the data are not phantom studies."""
    dataset: DatasetConfig | None = None
    """What `prepare` reads; None where the data are rendered phantom studies."""
    augment: AugmentConfig = AugmentConfig()
    loss: str = "infonce"
    """Contrastive loss: "infonce" or "siglip"."""
    lock_trunk: bool = False
    device: str = "auto"
    """"cpu", "cuda", or "auto" for a graphics card where there is one."""
    workers: int = 0
    """Processes that read and change the next batches; 0 does it between the steps. No number depends on it."""

    def __post_init__(self) -> None:
        """Refuse a loss or a device that is not known."""
        if self.loss not in ("infonce", "siglip"):
            raise ValueError(f"loss {self.loss!r} is not infonce or siglip")
        if self.device not in ("auto", "cpu", "cuda"):
            raise ValueError(f"device {self.device!r} is not auto, cpu or cuda")

    @property
    def jpeg_quality(self) -> int:
        """Best quality of the training clips' JPEG pass; 0 for none, as real clips have been through one."""
        return self.data.jpeg_quality if self.data else 0

    def digest(self) -> str:
        """Return a hash of all settings, 16 hex digits; a checkpoint names the one that it was made with.

        The number of workers is left out: it may change between a kill and the resume. So is the dataset's place: its
        content has a hash of its own (`training.datasets.manifest.data_hash`).
        """
        settings = {**dataclasses.asdict(self), "workers": 0, "dataset": None}
        text = json.dumps(settings, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_config(name: str, overrides: Sequence[str] = ()) -> Config:
    """Return the configuration of a TOML file, changed by overrides.

    Parameters
    ----------
    name : str
        Path of a TOML file, or the name of a shipped one ("demo").
    overrides : sequence of str
        ``section.key=value`` or ``key=value``, the value as in TOML (a bare word is taken as a string).

    Raises
    ------
    ArgumentError
        If the file is missing, is no TOML, has unknown or missing keys or values that cannot be.
    """
    return typing.cast("Config", _load(Config, name, overrides))


def load_prepare_config(name: str, overrides: Sequence[str] = ()) -> PrepareConfig:
    """Return the tables [input] and [dataset] of a TOML file, as `load_config` does; it need not have the others.

    Raises
    ------
    ArgumentError
        As `load_config`.
    """
    return typing.cast("PrepareConfig", _load(PrepareConfig, name, overrides))


def _load(kind: type[Config] | type[PrepareConfig], name: str, overrides: Sequence[str]) -> Any:
    path = Path(name)
    if not path.suffix and not path.exists():
        path = CONFIG_FOLDER / f"{name}.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        shipped = ", ".join(sorted(file.stem for file in CONFIG_FOLDER.glob("*.toml")))
        raise ArgumentError(f"There is no configuration {name}.", f"Give a TOML file or one of: {shipped}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ArgumentError(f"The configuration {path.name} is no valid TOML: {error}.", "Correct the file.") from error
    for override in overrides:
        apply_override(raw, override)
    wanted = {field.name for field in dataclasses.fields(kind)}
    foreign = {field.name for field in dataclasses.fields(Config)} - wanted
    try:
        return decode(kind, {key: value for key, value in raw.items() if key not in foreign}, "")
    except (TypeError, ValueError) as error:
        raise ArgumentError(f"The configuration {path.name} is not valid: {error}.", "Correct the key.") from error
