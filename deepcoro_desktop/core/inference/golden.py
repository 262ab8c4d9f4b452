"""The golden clip: a bundle gives here what it gave where it was made, or it is refused."""

from __future__ import annotations

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.inference.golden_clip import check_golden
from deepcoro_desktop.core.inference.session import AUTO, Models
from deepcoro_desktop.core.progress import CancelToken


def verify_bundle(bundle: Bundle, device: str = AUTO, cancel: CancelToken | None = None) -> str:
    """Run every golden clip and return the device that they ran on.

    A device that cannot run them or gives other values is passed over for the cpu, as it is in an analysis.

    Raises
    ------
    ArgumentError
        If the device is not known.
    BundleError
        If the golden file is damaged or an output differs by more than the bundle's tolerance.
    ModelError
        If a graph fails.
    CancelledError
        If the work was cancelled.
    """
    token = cancel or CancelToken()
    models = Models(bundle, device)
    check_golden(bundle, lambda role, inputs: models.run(role, inputs, token), models.tolerance)
    return models.device
