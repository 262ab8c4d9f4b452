"""The release's weights: only tensors are unpickled, and each has to have the name and shape that its model has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

from deepcoro_desktop.core.errors import ArgumentError
from training.echoprime.pickles import DAMAGED

_AGAIN: Final = "Copy or download the release's file again."
_CHECKPOINTS: Final = ("state_dict", "model_state_dict", "model")
"""Names under which training programs save the weights beside what else they keep."""
_WRAPPERS: Final = ("module.", "_orig_mod.")
"""What DataParallel and torch.compile put before every name."""


def _load(path: Path) -> Any:
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, *DAMAGED) as error:
        raise ArgumentError(f"{path.name} does not hold plain tensors that torch saved.", _AGAIN) from error


def load_tensor(path: Path, length: int) -> Tensor:
    """Return the tensor of a file, shape (N, length).

    Raises
    ------
    ArgumentError
        If the file holds anything else.
    """
    tensor = _load(path)
    if not isinstance(tensor, Tensor) or tensor.ndim != 2 or tensor.shape[1] != length:
        found = tuple(tensor.shape) if isinstance(tensor, Tensor) else "no tensor"
        raise ArgumentError(f"{path.name} holds {found} where rows of {length} numbers belong.", _AGAIN)
    return tensor


def load_state(path: Path) -> dict[str, Tensor]:
    """Return the named tensors of a file, also of a checkpoint that holds more, or of a model that was saved wrapped.

    Raises
    ------
    ArgumentError
        If the file holds anything else.
    """
    state = _load(path)
    if isinstance(state, Mapping):
        state = next((state[name] for name in _CHECKPOINTS if isinstance(state.get(name), Mapping)), state)
    if not isinstance(state, Mapping) or not state or not all(isinstance(tensor, Tensor) for tensor in state.values()):
        raise ArgumentError(f"{path.name} does not hold named weights.", _AGAIN)
    named = {str(name): tensor for name, tensor in state.items()}
    for wrapper in _WRAPPERS:
        if all(name.startswith(wrapper) for name in named):
            named = {name.removeprefix(wrapper): tensor for name, tensor in named.items()}
    return named


def fill(module: nn.Module, state: Mapping[str, Tensor], model: str, file: str) -> None:
    """Put weights into a module that has exactly these.

    Parameters
    ----------
    module : nn.Module
        The model.
    state : mapping of str to Tensor
        Its weights.
    model, file : str
        What they are, for the sentence.

    Raises
    ------
    ArgumentError
        If a name is missing or unknown, or a shape is another; the sentence names the first.
    """
    own = module.state_dict()
    for name in (*own, *state):
        have, want = state.get(name), own.get(name)
        if have is None or want is None or have.shape != want.shape:
            found = "missing" if have is None else f"of shape {tuple(have.shape)}"
            belongs = "nothing" if want is None else f"{tuple(want.shape)}"
            raise ArgumentError(
                f"{file} does not hold the weights of {model}: {name} is {found} where {belongs} belongs.", _AGAIN
            )
    module.load_state_dict(state)
