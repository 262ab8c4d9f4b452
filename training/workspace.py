"""Where the stages of a bundle keep what they made, and the models that they made so far."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import torch

from deepcoro_desktop.core.bundle.manifest import ReportOrigin, SectionSpec, TrainedOn, ViewLabel
from training.config import Config
from training.contrastive import ContrastivePair
from training.datasets.clip_store import ClipStore
from training.datasets.manifest import CLIPS_NAME, data_hash, read_dataset
from training.datasets.records import Split
from training.engine import Run, load_weights
from training.models.attention import AnatomicalAttention
from training.models.text_encoder import TextEncoder, Tokenizer, build_text_encoder, pretrained_file
from training.models.video_encoder import VideoEncoder, build_video_encoder
from training.models.view_classifier import ViewClassifier
from training.processes import ALONE, Processes
from training.views_table import read_view_labels

VOCABULARY_NAME: Final = "vocab.txt"
DATA_NAME: Final = "data"
PHANTOM_ADAPTERS: Final = frozenset({"phantom", "rendered"})
"""Adapters of studies that are no patient's: DICOM files of the phantom, and clips drawn by it."""
LAST_LAYERS: Final = "last_layers"
"""Name of the training of both last layers and the attention on locked trunks."""

ON_DEVICE: Final = frozenset({"views", "pretrain", "finetune"})
"""Stages that learn on the graphics card and on several processes; the others are small and stay on the processor."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The working folder of one bundle."""

    folder: Path
    config: Config
    sections: tuple[SectionSpec, ...]
    """The report's sections with the views that show them, in the order of the attention's rows."""
    processes: Processes = ALONE

    @property
    def views(self) -> tuple[ViewLabel, ...]:
        """The views, in the order of the classifier's columns."""
        labels = self.config.views.labels
        return read_view_labels(Path(labels) if labels else None)

    @property
    def vocabulary(self) -> Path:
        """The text encoder's vocabulary."""
        if self.config.text.kind == "pretrained":
            return pretrained_file(self.config.text, VOCABULARY_NAME)
        return self.folder / VOCABULARY_NAME

    def run(self, name: str) -> Run:
        """Return where a stage writes, and the device on which it learns."""
        return Run(
            name,
            self.folder / "weights",
            self.config.digest(),
            self.config.seed,
            self.config.threads,
            self.processes.device if name in ON_DEVICE else "cpu",
            self.processes,
        )

    def begin(self, name: str) -> Run:
        """Return where a stage writes, after its settings and the hash of its data were written beside."""
        run = replace(self.run(name), data=data_hash(self._data("train")))
        if self.processes.first:
            record = {
                "stage": name,
                "digest": run.digest,
                "data": run.data,
                "processes": self.processes.count,
                "device": run.device,
                "torch": torch.__version__,
                "config": asdict(self.config),
            }
            run.folder.mkdir(parents=True, exist_ok=True)
            path = run.folder / f"{name}.run.json"
            partial = path.with_suffix(".partial")
            partial.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
            partial.replace(path)
        torch.manual_seed(self.config.seed)
        return run

    def store(self, name: str) -> ClipStore:
        """Return the prepared clips of a set: train, validation or test.

        data/ holds one prepared dataset with its split, or a folder for each set.
        """
        folder, views = self._data(name), [view.id for view in self.views]
        return ClipStore(folder, views, Split(name) if folder.name == DATA_NAME else None)

    def _data(self, name: str) -> Path:
        data = self.folder / DATA_NAME
        return data if (data / CLIPS_NAME).exists() else data / name

    @property
    def trained_on(self) -> TrainedOn:
        """Whether the training studies are phantoms, however they were prepared."""
        dataset = read_dataset(self._data("train"))
        phantom = self.config.data is not None or (dataset is not None and dataset.adapter in PHANTOM_ADAPTERS)
        return TrainedOn.SYNTHETIC if phantom else TrainedOn.CLINICAL

    @property
    def origin(self) -> ReportOrigin:
        """Whether the training reports tell of patients or of phantoms."""
        return ReportOrigin.SYNTHETIC if self.trained_on is TrainedOn.SYNTHETIC else ReportOrigin.REAL

    def tokenizer(self) -> Tokenizer:
        """Return the text encoder's tokenizer."""
        return Tokenizer(self.vocabulary, self.config.text.max_tokens)

    def view_classifier(self) -> ViewClassifier:
        """Return the trained view classifier."""
        model = ViewClassifier(self.config.views, len(self.views), self.config.video)
        load_weights(model, self.run("views").result)
        return model

    def video_encoder(self, *, published: bool = True) -> VideoEncoder:
        """Return an untrained video encoder."""
        return build_video_encoder(self.config.video, self.config.input, published=published)

    def text_encoder(self, *, published: bool = True) -> TextEncoder:
        """Return an untrained text encoder."""
        embedding = self.config.video.embedding
        return build_text_encoder(self.config.text, embedding, len(self.tokenizer()), published=published)

    def pair(self, stage: str) -> ContrastivePair:
        """Return both encoders as a contrastive stage left them."""
        video, text = self.video_encoder(published=False), self.text_encoder(published=False)
        pair = ContrastivePair(video, text, self.config.loss)
        load_weights(pair, self.run(stage).result)
        return pair

    def attention(self) -> AnatomicalAttention:
        """Return the trained attention."""
        attention = AnatomicalAttention(self.config.video.embedding, len(self.views), len(self.sections))
        load_weights(attention, self.run(LAST_LAYERS if self.config.lock_trunk else "attention").result, "attention")
        return attention
