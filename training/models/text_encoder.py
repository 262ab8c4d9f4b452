"""The text encoder: BERT's class token, then a linear layer, to a unit vector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from tokenizers import BertWordPieceTokenizer
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint
from transformers import BertConfig, BertModel
from transformers.utils import cached_file

from deepcoro_desktop.core.errors import ArgumentError
from training.config import TextConfig


class TextEncoder(nn.Module):
    """Token ids to unit embeddings."""

    def __init__(self, bert: Any, embedding: int) -> None:
        super().__init__()
        self.bert = bert
        self.head = nn.Linear(bert.config.hidden_size, embedding)

    def features(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return the class token after the last layer, (B, C), of int64 ids and mask, (B, L)."""
        features: Tensor = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state[:, 0]
        return features

    def project(self, features: Tensor) -> Tensor:
        """Return unit embeddings, (B, D), of features."""
        return F.normalize(self.head(features).float(), dim=1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return unit embeddings, (B, D), of int64 ids and mask, (B, L)."""
        return self.project(self.features(input_ids, attention_mask))

    def checkpoint_activations(self) -> None:
        """Let every layer compute its inner values again in the backward pass instead of keeping them."""
        for layer in self.bert.encoder.layer:
            layer.forward = partial(checkpoint, layer.forward, use_reentrant=False)


class Tokenizer:
    """Lower-case WordPiece, by a vocabulary of one token a line.

    Attributes
    ----------
    max_tokens : int
        Longest text of a call, with [CLS] and [SEP].
    """

    def __init__(self, vocabulary: Path, max_tokens: int) -> None:
        self.max_tokens = max_tokens
        self._tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
        self._tokenizer.enable_truncation(max_tokens)
        self._tokenizer.enable_padding(pad_id=self._tokenizer.token_to_id("[PAD]"))
        self._whole = BertWordPieceTokenizer(str(vocabulary), lowercase=True)

    def __call__(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Return ids and mask, int64 (B, L), padded to the longest text."""
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([encoding.ids for encoding in encodings], dtype=torch.int64)
        mask = torch.tensor([encoding.attention_mask for encoding in encodings], dtype=torch.int64)
        return ids, mask

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Return each text's ids, whole and without [CLS] and [SEP]."""
        encodings = self._whole.encode_batch(list(texts), add_special_tokens=False)
        return [list(encoding.ids) for encoding in encodings]

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return each text's number of tokens, whole and without [CLS] and [SEP]."""
        return [len(ids) for ids in self.tokens(texts)]

    def pad(self, windows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """Return ids and mask, int64 (B, L), of ids without [CLS] and [SEP], which are added.

        Raises
        ------
        ArgumentError
            If a window is longer than `max_tokens` with them.
        """
        first, last, empty = (self._whole.token_to_id(token) for token in ("[CLS]", "[SEP]", "[PAD]"))
        longest = max((len(window) for window in windows), default=0) + 2
        if longest > self.max_tokens:
            raise ArgumentError(
                f"A text of {longest} tokens is longer than the {self.max_tokens} that the encoder reads.",
                "Cut it into windows first.",
            )
        ids = torch.full((len(windows), longest), empty, dtype=torch.int64)
        mask = torch.zeros_like(ids)
        for row, window in enumerate(windows):
            ids[row, : len(window) + 2] = torch.tensor([first, *window, last])
            mask[row, : len(window) + 2] = 1
        return ids, mask

    def __len__(self) -> int:
        return int(self._tokenizer.get_vocab_size())


def train_vocabulary(texts: Iterable[str], size: int, path: Path) -> None:
    """Write a WordPiece vocabulary learned from texts, one token a line."""
    tokenizer = BertWordPieceTokenizer(lowercase=True)
    tokenizer.train_from_iterator(texts, vocab_size=size, min_frequency=2, show_progress=False)
    tokens = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    partial = path.with_suffix(".partial")
    partial.write_text("".join(f"{token}\n" for token, _ in tokens), encoding="utf-8")
    partial.replace(path)


def pretrained_file(config: TextConfig, name: str) -> Path:
    """Return a file of the pretrained BERT, from the local folder or from the Hugging Face hub's cache.

    Raises
    ------
    ArgumentError
        If it is not there; the remedy says what to download and where to put it.
    """
    source = config.folder or config.model
    try:
        found = cached_file(source, name, local_files_only=True)
    except OSError as error:
        raise _missing(config, name) from error
    if found is None:
        raise _missing(config, name)
    return Path(found)


def _missing(config: TextConfig, name: str) -> ArgumentError:
    if config.folder:
        return ArgumentError(
            f"The folder in text.folder holds no BERT: {name} is missing in {config.folder}.",
            "Put config.json, vocab.txt and the weights (model.safetensors or pytorch_model.bin) of a BERT there, "
            f"for example those of {config.model or 'BiomedBERT'} from huggingface.co.",
        )
    return ArgumentError(
        f"The text encoder {config.model} is not in the Hugging Face hub's cache: {name} is missing.",
        f"Download {config.model} from huggingface.co on a machine with a network (hf download {config.model}), "
        "or put config.json, vocab.txt and its weights into a folder and name that in text.folder.",
    )


def build_text_encoder(
    config: TextConfig, embedding: int, vocabulary_size: int, *, published: bool = True
) -> TextEncoder:
    """Return the text encoder of a configuration.

    Parameters
    ----------
    config : TextConfig
        Which BERT.
    embedding : int
        D of the vectors.
    vocabulary_size : int
        Tokens of the small BERT.
    published : bool
        Whether the pretrained BERT starts from its published weights; otherwise from random ones.

    Raises
    ------
    ArgumentError
        If a file of the pretrained encoder is missing.
    """
    if config.kind == "pretrained":
        folder = pretrained_file(config, "config.json").parent
        pretrained_file(config, "vocab.txt")
        if not published:
            settings = BertConfig.from_pretrained(folder, attn_implementation="eager")
            return TextEncoder(BertModel(settings, add_pooling_layer=False), embedding)
        try:
            bert = BertModel.from_pretrained(
                folder, local_files_only=True, add_pooling_layer=False, attn_implementation="eager"
            )
        except OSError as error:
            raise _missing(config, "the file of weights") from error
        return TextEncoder(bert, embedding)
    settings = BertConfig(
        vocab_size=vocabulary_size,
        hidden_size=config.hidden,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        intermediate_size=4 * config.hidden,
        max_position_embeddings=config.max_tokens,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )
    return TextEncoder(BertModel(settings, add_pooling_layer=False), embedding)
