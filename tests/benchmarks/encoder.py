"""The published encoder, mvit_v2_s on one clip of 16 x 224 x 224, against other ways of computing it.

Graphs are exported once, some minutes, into `tests-output/bench`, by a key of the code that makes them.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE

import numpy as np
import onnxruntime
import openvino
import torch
import torchvision
from torch import nn
from torchvision.models.video import mvit_v2_s

import training.export
import training.models.mvit
import training.models.pooling
import training.variants
from deepcoro_desktop.core.bundle.files import bundle_file
from deepcoro_desktop.core.bundle.manifest import ModelRole, ModelSpec
from tests.benchmarks.line import Line, in_turns
from training.export import Graph, export_graph
from training.models.mvit import make_lean
from training.variants import write_variant

CACHE = Path("tests-output/bench")
GFLOP = 128.0
"""Of one clip, multiply and add counted apart."""
SIDE = 2048
"""Of the matrices whose product gives the rate of this machine."""
TOLERANCE = 1e-5
ROUNDS = 5
MORE_ROUNDS = 21
"""Where two ways are nearly as quick as each other."""
THREADS = os.cpu_count() or 1

_PROVIDER = """
import sys
import numpy as np, onnxruntime
options = {"device_type": "CPU", "precision": "FP32"}
session = onnxruntime.InferenceSession(
    sys.argv[1], providers=["OpenVINOExecutionProvider"], provider_options=[options]
)
assert "OpenVINOExecutionProvider" in session.get_providers()
pixels = np.random.default_rng(2).standard_normal((1, 3, 16, 224, 224), dtype=np.float32)
for _ in sys.stdin:
    session.run(None, {"pixels": pixels})
    print("done", flush=True)
"""


class Unit(nn.Module):
    """The encoder that is measured: normalised pixels (N, 3, 16, 224, 224) to 512 numbers."""

    def __init__(self, lean: bool) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.net = mvit_v2_s(weights=None)
        self.net.head[-1] = nn.Linear(768, 512)
        for name, parameter in self.net.named_parameters():
            if "rel_pos" in name or name.endswith("bias"):
                nn.init.normal_(parameter, std=0.1)
        self.net = make_lean(self.net) if lean else self.net
        self.eval()

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return embeddings, (N, 512)."""
        found: torch.Tensor = self.net(pixels)
        return found


def measure() -> list[Line]:
    """Return the encoder's speed against its baselines."""
    torch.set_num_threads(THREADS)
    pixels = np.random.default_rng(2).standard_normal((1, 3, 16, 224, 224), dtype=np.float32)
    lean, plain, int8 = (graph(name) for name in ("lean", "plain", "int8"))
    eager, there = Unit(lean=False), torch.from_numpy(pixels)

    def run_eager() -> None:
        with torch.inference_mode():
            eager(there)

    run_lean, run_openvino = _onnxruntime(lean, pixels), _openvino(lean, pixels)
    run_fixed = _openvino(lean, pixels, fixed=True)
    ours, of_plain, of_eager, of_int8 = alone_in_turns(
        run_lean, _onnxruntime(plain, pixels), run_eager, _onnxruntime(int8, pixels), rounds=ROUNDS
    )
    ours_too, of_openvino, of_fixed = alone_in_turns(run_lean, run_openvino, run_fixed, rounds=MORE_ROUNDS)
    with _openvino_provider(lean) as run_provider:
        of_provider, of_openvino_too = alone_in_turns(run_provider, run_openvino, rounds=MORE_ROUNDS)
    theirs, mine = alone_in_turns(_step(Unit(lean=False)), _step(Unit(lean=True)), rounds=1)
    return [
        Line("encoder, one clip", "plain torch.onnx.export", ours, of_plain, goal=4.0, goal_is_least=True),
        Line("encoder, one clip", "torch eager", ours, of_eager, goal=1.7, goal_is_least=True),
        Line("encoder, one clip", "128 GFLOP at the rate of a float32 product", ours, _floor(), goal=1.5),
        Line("encoder, one clip", "OpenVINO, same graph, float32", ours_too, of_openvino, goal=1.05),
        Line("encoder, one clip", "OpenVINO, the graph rewritten for one clip", ours_too, of_fixed, goal=1.05),
        Line(
            "encoder by the OpenVINO provider", "OpenVINO, same graph, float32", of_provider, of_openvino_too, goal=1.05
        ),
        Line("encoder in int8, one clip", "in float32", of_int8, ours, goal=1.15, goal_is_least=True),
        Line("training step, one clip", "torchvision's mvit_v2_s", mine, theirs, goal=1.2, goal_is_least=True),
    ]


def graph(name: str) -> Path:
    """Return the file of the graph "lean", "plain" or "int8", made where it is not there yet."""
    sources = (training.export, training.models.mvit, training.models.pooling, training.variants)
    text = "".join(inspect.getsource(module) for module in sources) + inspect.getsource(Unit)
    text += torch.__version__ + torchvision.__version__ + onnxruntime.__version__
    folder = CACHE / hashlib.sha256(text.encode()).hexdigest()[:16]
    file = {"lean": "lean.onnx", "plain": "plain.onnx", "int8": "lean_int8.onnx"}[name]
    if (folder / file).exists():
        return folder / file
    folder.mkdir(parents=True, exist_ok=True)
    axes = {"pixels": {0: "clips"}, "embeddings": {0: "clips"}}
    pixels = {"pixels": np.random.default_rng(3).standard_normal((2, 3, 16, 224, 224), dtype=np.float32)}
    if name == "int8":
        source = graph("lean")
        spec = ModelSpec(ModelRole.VIDEO_ENCODER, "float32", bundle_file(folder, source.name), (), ())
        write_variant(spec, folder, "int8", {"pixels": pixels["pixels"][:1]})
    else:
        unit = Graph(ModelRole.VIDEO_ENCODER, file, Unit(name == "lean"), ("pixels",), "embeddings", axes)
        with torch.inference_mode():
            expected = Unit(lean=False)(torch.from_numpy(pixels["pixels"])).numpy()
        export_graph(unit, pixels, folder, TOLERANCE if name == "lean" else 1e-3, expected)
    return folder / file


def _onnxruntime(path: Path, pixels: np.ndarray) -> Callable[[], object]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"pixels": pixels})


def _openvino(path: Path, pixels: np.ndarray, *, fixed: bool = False) -> Callable[[], object]:
    """Return a run by OpenVINO itself: of any number of clips, as the graph says, or compiled for just so many."""
    core = openvino.Core()
    model = core.read_model(path)
    if fixed:
        model.reshape(list(pixels.shape))
    settings = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": THREADS}
    compiled = core.compile_model(model, "CPU", settings)
    return lambda: compiled([pixels])


@contextlib.contextmanager
def _openvino_provider(path: Path) -> Iterator[Callable[[], object]]:
    """Yield a run of the graph by ONNX Runtime's OpenVINO provider, in a process of its own.

    `make bench` installs it beside the environment: two packages that are both called onnxruntime share no process.
    """
    environment = os.environ | {"PYTHONPATH": str(Path(sys.prefix) / "openvino")}
    command = [sys.executable, "-c", _PROVIDER, str(path)]
    with subprocess.Popen(command, env=environment, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        ask, answer = process.stdin, process.stdout

        def run() -> None:
            ask.write("run\n")
            ask.flush()
            if answer.readline() != "done\n":
                raise RuntimeError("ONNX Runtime has no OpenVINO provider: run make bench.")

        run()
        yield run
        ask.close()


def alone_in_turns(*ways: Callable[[], object], rounds: int) -> tuple[float, ...]:
    """Return the median seconds of each way; in each turn the second run counts.

    The threads of one runtime go on waiting for work for a while, and would take the cores from the next.
    """
    seconds: list[list[float]] = [[] for _ in ways]
    for _ in range(rounds):
        for way, taken in zip(ways, seconds, strict=True):
            way()
            start = time.perf_counter()
            way()
            taken.append(time.perf_counter() - start)
    return tuple(statistics.median(taken) for taken in seconds)


def _floor() -> float:
    """Return the seconds of the encoder's operations at the rate of a product, the faster of torch and numpy."""
    left = np.random.default_rng(4).standard_normal((SIDE, SIDE), dtype=np.float32)
    right = left.T.copy()
    first, second = torch.from_numpy(left), torch.from_numpy(right)
    best = min(in_turns(lambda: left @ right, lambda: torch.mm(first, second), rounds=7))
    return GFLOP * 1e9 * best / (2.0 * SIDE**3)


def _step(unit: Unit) -> Callable[[], object]:
    unit.train()
    pixels = torch.randn(1, 3, 16, 224, 224)

    def step() -> None:
        unit.zero_grad(set_to_none=True)
        unit(pixels).sum().backward()

    return step
