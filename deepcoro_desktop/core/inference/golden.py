"""The golden clip: a bundle gives here what it gave where it was made, or it is refused."""

from __future__ import annotations

import zipfile
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.bundle.manifest import AttentionKind, ModelRole
from deepcoro_desktop.core.errors import BundleError
from deepcoro_desktop.core.inference.session import AUTO, Models
from deepcoro_desktop.core.progress import CancelToken

_REMEDY: Final = "Do not use it on this computer; make or copy the bundle again, or choose the device cpu."


def verify_bundle(bundle: Bundle, device: str = AUTO, cancel: CancelToken | None = None) -> str:
    """Run the golden clip and return the device that it ran on, "cpu" or "cuda".

    Raises
    ------
    BundleError
        If the golden file is damaged or an output differs by more than the bundle's tolerance.
    ModelError
        If a graph fails.
    CancelledError
        If the work was cancelled.
    """
    cancel = cancel or CancelToken()
    models = Models(bundle, device)
    golden = _read(bundle)
    clips = golden["clips"]
    _compare("view_probabilities", golden, _per_clip(models, ModelRole.VIEW_CLASSIFIER, clips, cancel), bundle)
    _compare("embeddings", golden, _per_clip(models, ModelRole.VIDEO_ENCODER, clips, cancel), bundle)
    if bundle.manifest.attention.kind is AttentionKind.LEARNED:
        inputs = {name: golden[name] for name in ("embeddings", "view_probabilities")}
        _compare("weights", golden, models.run(ModelRole.ANATOMICAL_ATTENTION, inputs, cancel), bundle)
    return models.device


def _per_clip(
    models: Models, role: ModelRole, clips: npt.NDArray[np.generic], cancel: CancelToken
) -> npt.NDArray[np.float32]:
    """Return the graph's rows, clip by clip as the pipeline runs it."""
    return np.concatenate([models.run(role, {"clips": clips[i : i + 1]}, cancel) for i in range(len(clips))])


def _read(bundle: Bundle) -> dict[str, npt.NDArray[np.generic]]:
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


def _compare(
    name: str, golden: dict[str, npt.NDArray[np.generic]], output: npt.NDArray[np.float32], bundle: Bundle
) -> None:
    expected = golden[name]
    if expected.shape != output.shape:
        raise BundleError(f"The bundle's golden {name} have another shape than its graph gives.", _REMEDY)
    difference = float(np.abs(output.astype(np.float64) - expected.astype(np.float64)).max())
    # A difference that is no number is none that the tolerance allows.
    if not difference <= bundle.manifest.golden.tolerance:
        raise BundleError(
            f"The bundle's golden clip gives other {name} here: they differ by {difference:.2g}, "
            f"{bundle.manifest.golden.tolerance:.2g} is allowed.",
            _REMEDY,
        )
