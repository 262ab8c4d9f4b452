"""ONNX Runtime: which device runs the bundle's graphs, with how many threads, and how a run is stopped."""

from __future__ import annotations

import logging
import os
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
from deepcoro_desktop.core.inference.golden_clip import check_golden
from deepcoro_desktop.core.memory import return_freed_memory
from deepcoro_desktop.core.progress import CancelToken

logger = logging.getLogger(__name__)

PROVIDERS: Final[Mapping[str, str]] = {
    "cuda": "CUDAExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "cpu": "CPUExecutionProvider",
}
"""Device -> ONNX Runtime's name, best first: the order in which "auto" tries them."""

AUTO: Final = "auto"
CPU: Final = "cpu"
_FEW_PROCESSORS: Final = 4
"""With so many at most, the threads of a graph and the preparation of the next clip are in each other's way."""
_LONGEST_SPIN_US: Final = "50"
"""Microseconds: the usual wait for the other threads' share of an operator is shorter."""
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


def available_devices() -> frozenset[str]:
    """Return the devices whose execution provider is installed here; whether one works is seen when it is used."""
    installed = onnxruntime.get_available_providers()
    return frozenset(device for device, provider in PROVIDERS.items() if provider in installed)


class Models:
    """The graphs of one bundle on one device; each is opened when it is first needed.

    A device other than the cpu must first give the recorded outputs of the bundle's golden clip. That is tried once,
    before the first run; a device that fails is passed over, and `notice` says so.

    Parameters
    ----------
    bundle : Bundle
        The bundle, already checked.
    device : str
        A key of `PROVIDERS`, or "auto": the best that is there.
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
            raise ArgumentError(f"There is no device {device!r}.", f"Choose one of {', '.join((AUTO, *PROVIDERS))}.")
        self._bundle = bundle
        self._threads = threads
        self._sessions: dict[ModelRole, onnxruntime.InferenceSession] = {}
        installed = onnxruntime.get_available_providers() if available is None else available
        wanted = PROVIDERS if device == AUTO else (device, CPU)
        self._devices = [name for name in dict.fromkeys(wanted) if name == CPU or PROVIDERS[name] in installed]
        self._notices: list[str] = []
        self._settled = False
        if device not in (AUTO, self._devices[0]):
            self._say(device, "is not available on this computer")

    @property
    def device(self) -> str:
        """The device that runs the graphs, a key of `PROVIDERS`; before the first run the one that is tried first."""
        return self._devices[0]

    @property
    def notice(self) -> str:
        """Why the device is another than could be expected, one sentence for each; empty where it is not."""
        return " ".join(self._notices)

    def variant(self, role: ModelRole) -> ModelSpec:
        """Return the graph that does a role: the one meant for the device, else one for any device, else the first.

        Raises
        ------
        BundleError
            If the bundle has none.
        """
        variants = [model for model in self._bundle.manifest.models if model.role is role]
        if not variants:
            raise BundleError(f"The bundle has no graph for the role {role.value}.", "Choose another bundle.")
        provider = PROVIDERS[self.device]
        meant = [model for model in variants if provider in model.providers]
        return next(iter(meant or [model for model in variants if not model.providers] or variants))

    def tolerance(self, role: ModelRole) -> float:
        """Return the largest absolute difference to the golden clip that counts as equal for the role's graph."""
        return self.variant(role).tolerance or self._bundle.manifest.golden.tolerance

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
        self._settle(cancel)
        return self._run(role, inputs, cancel)

    def _settle(self, cancel: CancelToken) -> None:
        """Pass over devices that do not give the recorded outputs of the golden clip; the cpu is taken as it is."""
        while not self._settled and self.device != CPU:
            try:
                check_golden(self._bundle, lambda role, inputs: self._run(role, inputs, cancel), self.tolerance, 1)
            except _DeviceError:
                self._pass_over("cannot be started here")
            except ModelError:
                self._pass_over("cannot run the bundle's graphs")
            except BundleError:
                self._pass_over("does not give the recorded outputs of the bundle's golden clip")
            else:
                self._settled = True
        self._settled = True

    def _run(self, role: ModelRole, inputs: Mapping[str, npt.NDArray[Any]], cancel: CancelToken) -> Array:
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
            self._sessions[role] = self._open(self.variant(role))
        return self._sessions[role]

    def _open(self, model: ModelSpec) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.log_severity_level = _ERRORS_ONLY
        # Threads that wait for work of one graph must not take the cores from the next graph or the decoding.
        options.add_session_config_entry("session.force_spinning_stop", "1")
        if (os.cpu_count() or 1) <= _FEW_PROCESSORS:  # nor, where none is free, those that wait for each other
            options.add_session_config_entry("session.intra_op.spin_duration_us", _LONGEST_SPIN_US)
        # A plan of a run's memory is laid out beside what the first run took: 150 MB for one clip in mvit_v2_s, and no
        # faster (ONNX Runtime 1.32, cpu). DirectML takes no such plan at all.
        options.enable_mem_pattern = False
        provider = PROVIDERS[self.device]
        settings = [_provider_options(self.device, model)] + ([{}] if self.device != CPU else [])
        try:
            session = onnxruntime.InferenceSession(
                str(self._bundle.path(model.file)),
                sess_options=options,
                providers=list(dict.fromkeys([provider, PROVIDERS[CPU]])),
                provider_options=settings,
            )
        except _RUNTIME_ERRORS as error:
            if self.device != CPU:
                raise _DeviceError(f"The device {self.device} cannot be started.", _REMEDY) from error
            raise BundleError(
                f"The graph {model.file.file} cannot be opened.", "Make the bundle again or update the program."
            ) from error
        if provider not in session.get_providers():  # ONNX Runtime goes on without a provider that did not load
            raise _DeviceError(f"The device {self.device} cannot be started.", _REMEDY)
        _check_session(session, model)
        return_freed_memory()  # the file as it was read, beside the weights as they are used
        return session

    def _pass_over(self, reason: str) -> None:
        device = self._devices.pop(0)
        self._sessions.clear()
        self._say(device, reason)

    def _say(self, device: str, reason: str) -> None:
        self._notices.append(f"The device {device} {reason}; the models run on the {self.device}.")
        logger.info("device %s %s, using %s", device, reason, self.device)


class _DeviceError(ModelError):
    """A device that is installed but cannot be started."""


def _provider_options(device: str, model: ModelSpec) -> dict[str, str]:
    """Return a provider's settings: a float32 graph is computed in float32, not in what the device finds quicker."""
    if model.precision == "float32":
        return {"cuda": {"use_tf32": "0"}, "openvino": {"device_type": "CPU", "precision": "FP32"}}.get(device, {})
    return {}


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
