"""ONNX Runtime: which device runs the bundle's graphs, with how many threads, and how a run is stopped."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import (
    EPFail,
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
    NoSuchFile,
    RuntimeException,
)
from onnxruntime.capi.onnxruntime_pybind11_state import (
    NotImplemented as NotImplementedByRuntime,
)

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.bundle.manifest import ModelRole, ModelSpec
from deepcoro_desktop.core.errors import ArgumentError, BundleError, CancelledError, ModelError
from deepcoro_desktop.core.progress import CancelToken

logger = logging.getLogger(__name__)

PROVIDERS: Final[Mapping[str, str]] = {"cuda": "CUDAExecutionProvider", "cpu": "CPUExecutionProvider"}
"""Device -> ONNX Runtime's name, best first: the order in which "auto" chooses."""

AUTO: Final = "auto"
_ERRORS_ONLY: Final = 3
_REMEDY: Final = "Verify the bundle; if it is sound, choose the device cpu."

# ONNX Runtime's errors have no common base class of their own (1.32).
_RUNTIME_ERRORS: Final = (
    EPFail,
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
    NoSuchFile,
    NotImplementedByRuntime,
    RuntimeException,
)

Array = npt.NDArray[np.float32]


class Models:
    """The graphs of one bundle on one device; each is opened when it is first needed.

    Parameters
    ----------
    bundle : Bundle
        The bundle, already checked.
    device : str
        "cpu", "cuda" or "auto" (the best that is there).
    threads : int
        Threads of one run; 0 lets ONNX Runtime choose.
    available : sequence of str, optional
        Names of the execution providers that are installed; asked of ONNX Runtime where left out.

    Raises
    ------
    ArgumentError
        If the device is not known.
    """

    def __init__(
        self, bundle: Bundle, device: str = AUTO, *, threads: int = 0, available: Sequence[str] | None = None
    ) -> None:
        if device not in (AUTO, *PROVIDERS):
            raise ArgumentError(f"There is no device {device!r}.", f"Choose {AUTO}, {' or '.join(PROVIDERS)}.")
        self._bundle = bundle
        self._threads = threads
        self._sessions: dict[ModelRole, onnxruntime.InferenceSession] = {}
        installed = onnxruntime.get_available_providers() if available is None else available
        self._device = next((name for name, provider in PROVIDERS.items() if provider in installed), "cpu")
        self._notice = ""
        if device == "cpu":
            self._device = "cpu"
        elif device not in (AUTO, self._device):
            self._fall_back(device)

    @property
    def device(self) -> str:
        """The device that runs the graphs: "cpu" or "cuda"."""
        return self._device

    @property
    def notice(self) -> str:
        """Why the device is another than was asked for, one sentence; empty where it is not."""
        return self._notice

    def run(self, role: ModelRole, inputs: Mapping[str, npt.NDArray[Any]], cancel: CancelToken) -> Array:
        """Return the one output of a graph.

        Parameters
        ----------
        role : ModelRole
            Which graph.
        inputs : mapping of str to ndarray
            By the names of `ModelSpec`.
        cancel : CancelToken
            Stops the run within a fraction of a second.

        Returns
        -------
        ndarray of float32
            Finite values, shape of the role's output.

        Raises
        ------
        CancelledError
            If `cancel` was raised before or during the run.
        ModelError
            If the run fails or gives values that are no numbers.
        BundleError
            If the graph cannot be opened.
        """
        cancel.check()
        session = self._session(role)
        options = onnxruntime.RunOptions()
        cancel.on_cancel(lambda: setattr(options, "terminate", True))
        try:
            output = session.run(None, dict(inputs), options)[0]
        except _RUNTIME_ERRORS as error:
            # ONNX Runtime has no error of its own for a run that was terminated.
            if cancel.cancelled:
                raise CancelledError from error
            raise ModelError(f"The model's {role.value} failed.", _REMEDY) from error
        cancel.check()
        if output.dtype != np.float32 or not np.isfinite(output).all():
            raise ModelError(f"The model's {role.value} gave values that are no numbers.", _REMEDY)
        return np.asarray(output, np.float32)

    def _session(self, role: ModelRole) -> onnxruntime.InferenceSession:
        if role not in self._sessions:
            self._sessions[role] = self._open(self._variant(role))
        return self._sessions[role]

    def _variant(self, role: ModelRole) -> ModelSpec:
        """Return the role's graph that is meant for the device, else one for any device, else the first."""
        variants = [model for model in self._bundle.manifest.models if model.role is role]
        if not variants:
            raise BundleError(f"The bundle has no graph for the role {role.value}.", "Choose another bundle.")
        provider = PROVIDERS[self._device]
        meant = [model for model in variants if provider in model.providers]
        return next(iter(meant or [model for model in variants if not model.providers] or variants))

    def _open(self, model: ModelSpec) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.log_severity_level = _ERRORS_ONLY
        provider = PROVIDERS[self._device]
        providers = list(dict.fromkeys([provider, PROVIDERS["cpu"]]))
        try:
            session = onnxruntime.InferenceSession(
                str(self._bundle.path(model.file)), sess_options=options, providers=providers
            )
        except _RUNTIME_ERRORS as error:
            raise BundleError(
                f"The graph {model.file.file} cannot be opened.", "Make the bundle again or update the program."
            ) from error
        if provider not in session.get_providers():
            self._fall_back(self._device)
        _check_session(session, model)
        return session

    def _fall_back(self, wanted: str) -> None:
        self._device = "cpu"
        self._notice = f"The device {wanted} is not available on this computer; the models run on the cpu."
        logger.info("device %s not available, using cpu", wanted)


def _check_session(session: onnxruntime.InferenceSession, model: ModelSpec) -> None:
    """Refuse a graph whose own tensors are not those that the manifest names."""
    for have, stated in ((session.get_inputs(), model.inputs), (session.get_outputs(), model.outputs)):
        agree = [tensor.name for tensor in have] == [tensor.name for tensor in stated] and all(
            len(a.shape) == len(b.shape)
            and all(x == y for x, y in zip(a.shape, b.shape, strict=True) if isinstance(x, int) and isinstance(y, int))
            for a, b in zip(have, stated, strict=True)
        )
        if not agree:
            raise BundleError(
                f"The graph {model.file.file} is not the one that the manifest describes.", "Make the bundle again."
            )
