"""Where the stages of a bundle keep what they made, and the models that they made so far."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deepcoro_desktop.core.bundle.manifest import SectionSpec, ViewLabel
from training.attention import build_trainer
from training.config import Config
from training.contrastive import ContrastivePair
from training.datasets.clip_store import ClipStore
from training.datasets.manifest import CLIPS_NAME
from training.datasets.records import Split
from training.engine import Run, load_weights
from training.models.attention import AnatomicalAttention
from training.models.text_encoder import TextEncoder, Tokenizer, build_text_encoder
from training.models.video_encoder import VideoEncoder, build_single_frame_encoder, build_video_encoder
from training.models.view_classifier import ViewClassifier
from training.views_table import read_view_labels

VOCABULARY_NAME: Final = "vocab.txt"
SINGLE_FRAME: Final = "single_frame_"
"""Begins the names of the stages of the baseline without motion."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The working folder of one bundle."""

    folder: Path
    config: Config
    sections: tuple[SectionSpec, ...]
    """The report's sections with the views that show them, in the order of the attention's rows."""

    @property
    def views(self) -> tuple[ViewLabel, ...]:
        """The views, in the order of the classifier's columns."""
        return read_view_labels()

    @property
    def vocabulary(self) -> Path:
        """The text encoder's vocabulary."""
        if self.config.text.kind == "pretrained":
            return Path(self.config.text.folder) / VOCABULARY_NAME
        return self.folder / VOCABULARY_NAME

    def run(self, name: str) -> Run:
        """Return where a stage writes."""
        return Run(name, self.folder / "weights", self.config.digest(), self.config.seed, self.config.threads)

    def store(self, name: str) -> ClipStore:
        """Return the prepared clips of a set: train, validation or test.

        data/ holds one prepared dataset with its split, or a folder for each set.
        """
        data, views = self.folder / "data", [view.id for view in self.views]
        if (data / CLIPS_NAME).exists():
            return ClipStore(data, views, Split(name))
        return ClipStore(data / name, views)

    def tokenizer(self) -> Tokenizer:
        """Return the text encoder's tokenizer."""
        return Tokenizer(self.vocabulary, self.config.text.max_tokens)

    def view_classifier(self) -> ViewClassifier:
        """Return the trained view classifier."""
        model = ViewClassifier(self.config.views, len(self.views), self.config.video)
        load_weights(model, self.run("views").result)
        return model

    def video_encoder(self, prefix: str = "") -> VideoEncoder:
        """Return an untrained video encoder, of the baseline for its prefix."""
        build = build_single_frame_encoder if prefix else build_video_encoder
        return build(self.config.video, self.config.input)

    def text_encoder(self) -> TextEncoder:
        """Return an untrained text encoder."""
        return build_text_encoder(self.config.text, self.config.video.embedding, len(self.tokenizer()))

    def pair(self, stage: str, prefix: str = "") -> ContrastivePair:
        """Return both encoders as a contrastive stage left them."""
        pair = ContrastivePair(self.video_encoder(prefix), self.text_encoder())
        load_weights(pair, self.run(prefix + stage).result)
        return pair

    def attention(self) -> AnatomicalAttention:
        """Return the trained attention."""
        trainer = build_trainer(self.config.video.embedding, len(self.views), len(self.sections))
        load_weights(trainer, self.run("attention").result)
        return trainer.attention
