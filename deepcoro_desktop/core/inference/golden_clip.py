"""The recorded clip of a bundle, and whether graphs give for it here what they gave where the bundle was made."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.bundle.manifest import AttentionKind, ModelRole
from deepcoro_desktop.core.errors import BundleError

Arrays = dict[str, npt.NDArray[np.generic]]
Run = Callable[[ModelRole, Mapping[str, npt.NDArray[Any]]], npt.NDArray[np.float32]]
"""A graph's role and inputs to its output."""

_REMEDY: Final = "Do not use it on this computer; make or copy the bundle again, or choose the device cpu."


def check_golden(
    bundle: Bundle, run: Run, tolerance: Callable[[ModelRole], float], most_clips: int | None = None
) -> None:
    """Run the golden clips through the graphs and compare what comes out.

    Parameters
    ----------
    bundle : Bundle
        With its golden file.
    run : callable
        Runs a graph.
    tolerance : callable
        Role to the largest absolute difference that counts as equal.
    most_clips : int, optional
        How many of the golden clips are run; all where left out.

    Raises
    ------
    BundleError
        If the golden file is damaged or an output differs by more than the tolerance.
    """
    golden = _read(bundle)
    clips = golden["clips"][:most_clips]
    for role, name in ((ModelRole.VIEW_CLASSIFIER, "view_probabilities"), (ModelRole.VIDEO_ENCODER, "embeddings")):
        # Clip by clip, as the pipeline runs it.
        output = np.concatenate([run(role, {"clips": clips[i : i + 1]}) for i in range(len(clips))])
        _compare(name, golden[name][:most_clips], output, tolerance(role))
    if "weights" in golden:
        inputs = {name: golden[name] for name in ("embeddings", "view_probabilities")}
        role = ModelRole.ANATOMICAL_ATTENTION
        _compare("weights", golden["weights"], run(role, inputs), tolerance(role))


def _read(bundle: Bundle) -> Arrays:
    names = ["clips", "view_probabilities", "embeddings"]
    if bundle.manifest.attention.kind is AttentionKind.LEARNED:
        names.append("weights")
    try:
        with np.load(bundle.path(bundle.manifest.golden.file), allow_pickle=False) as arrays:
            golden = {name: np.asarray(arrays[name]) for name in names}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise BundleError("The bundle's golden clip cannot be read.", "Make the bundle again.") from error
    spec = bundle.manifest.preprocess
    shape = (spec.frames, spec.size, spec.size, 3)
    sound = golden["clips"].dtype == np.uint8 and golden["clips"].shape[1:] == shape and len(golden["clips"]) > 0
    if not sound or any(golden[name].dtype != np.float32 for name in names[1:]):
        raise BundleError("The bundle's golden clip is none that its graphs take.", "Make the bundle again.")
    return golden


def _compare(name: str, expected: npt.NDArray[np.generic], output: npt.NDArray[np.float32], tolerance: float) -> None:
    if expected.shape != output.shape:
        raise BundleError(f"The bundle's golden {name} have another shape than its graph gives.", _REMEDY)
    difference = float(np.abs(output.astype(np.float64) - expected.astype(np.float64)).max())
    # A difference that is no number is none that the tolerance allows.
    if not difference <= tolerance:
        raise BundleError(
            f"The bundle's golden clip gives other {name} here: they differ by {difference:.2g}, "
            f"{tolerance:.2g} is allowed.",
            _REMEDY,
        )
