"""Weights and unfinished trainings on disk: safetensors, replaced as a whole, so that a kill leaves a whole file."""

from __future__ import annotations

import os
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from deepcoro_desktop.core.errors import ArgumentError


def save(
    model: nn.Module,
    path: Path,
    digest: str,
    step: int,
    optim: torch.optim.Optimizer | None = None,
    data: str = "",
) -> None:
    """Write weights, and with `optim` its moments.

    Parameters
    ----------
    model : nn.Module
        Its whole state is written.
    path : Path
        Replaced when the new file is complete.
    digest, data : str
        Hashes of the settings and of the prepared data; `resume` refuses others.
    step : int
        Steps done.
    optim : torch.optim.Optimizer, optional
        Makes the file a checkpoint.
    """
    tensors = {f"model.{name}": tensor for name, tensor in model.state_dict().items()}
    if optim is not None:
        for index, parameter in enumerate(_parameters(optim)):
            for key, value in optim.state.get(parameter, {}).items():
                tensors[f"optim.{index}.{key}"] = value
    partial = path.with_suffix(".partial")
    # Tied tensors would be refused by safetensors; a copy of each is small beside the data.
    copies = {name: tensor.detach().to("cpu", copy=True).contiguous() for name, tensor in tensors.items()}
    save_file(copies, partial, {"digest": digest, "step": str(step), "data": data})
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(path)


def resume(model: nn.Module, optim: torch.optim.Optimizer, path: Path, digest: str, data: str = "") -> int:
    """Load a checkpoint into a model and its optimiser; return the steps done.

    Raises
    ------
    ArgumentError
        If the checkpoint was made with other settings or other data.
    """
    name = path.name.split(".", maxsplit=1)[0]
    with safe_open(path, framework="pt") as file:
        metadata = file.metadata()
    for found, expected, what in (
        (metadata["digest"], digest, "settings"),
        (metadata.get("data", ""), data, "data"),
    ):
        if found != expected:
            raise ArgumentError(
                f"The checkpoint of {name} was made with other {what}.",
                f"Delete the output folder, or use the {what} that it was begun with.",
            )
    model.load_state_dict(_tensors(path, "model."))
    states: dict[int, dict[str, Tensor]] = {}
    for key, tensor in _tensors(path, "optim.").items():
        index, _, entry = key.partition(".")
        states.setdefault(int(index), {})[entry] = tensor
    for place, parameter in enumerate(_parameters(optim)):
        for entry, tensor in states.get(place, {}).items():
            optim.state[parameter][entry] = tensor if entry == "step" else tensor.to(parameter.device)
    return int(metadata["step"])


def load_weights(model: nn.Module, path: Path, part: str = "") -> None:
    """Load finished weights into a model and set it to evaluation.

    Parameters
    ----------
    model : nn.Module
        What receives them.
    path : Path
        File of a finished run.
    part : str
        Attribute of the trained model that `model` is, such as "encoder"; empty for the whole.

    Raises
    ------
    ArgumentError
        If the file is missing or holds another model.
    """
    try:
        model.load_state_dict(_tensors(path, f"model.{part}." if part else "model."))
    except (OSError, RuntimeError, SafetensorError) as error:
        raise ArgumentError(
            f"The weights {path.name} are missing or belong to another model.", "Run the training before it again."
        ) from error
    model.eval()


def _tensors(path: Path, prefix: str) -> dict[str, Tensor]:
    with safe_open(path, framework="pt") as file:
        return {name[len(prefix) :]: file.get_tensor(name) for name in file.keys() if name.startswith(prefix)}  # noqa: SIM118


def _parameters(optim: torch.optim.Optimizer) -> list[nn.Parameter]:
    return [parameter for group in optim.param_groups for parameter in group["params"]]
