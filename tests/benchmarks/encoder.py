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
THREADS = os.cpu_count() or 1
STARTS = 4
"""How quick OpenVINO is differs by a tenth from one start of its process to the next (2026.4)."""
TURNS = 3

_READ = """
import openvino
core = openvino.Core()
model = core.read_model(sys.argv[1])
"""
_COMPILE = """
compiled = core.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"})
run = lambda: compiled([pixels])
"""
ENGINES = {
    "ours": """
import onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
run = lambda: session.run(None, {"pixels": pixels})
""",
    "openvino": _READ + _COMPILE,
    "one clip": _READ + "model.reshape(list(pixels.shape))" + _COMPILE,
    "provider": """
import onnxruntime
session = onnxruntime.InferenceSession(
    sys.argv[1],
    providers=["OpenVINOExecutionProvider"],
    provider_options=[{"device_type": "CPU", "precision": "FP32"}],
)
assert "OpenVINOExecutionProvider" in session.get_providers(), "run make bench, which installs it"
run = lambda: session.run(None, {"pixels": pixels})
""",
}
"""Ways to run a graph, each as the lines of a program that define `run`."""
_PROGRAM = """
import statistics, sys, time
import numpy as np
pixels = np.random.default_rng(2).standard_normal((1, 3, 16, 224, 224), dtype=np.float32)
{engine}
run()
for _ in sys.stdin:
    seconds = []
    for _ in range(6):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    print(statistics.median(seconds[2:]), flush=True)
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

    ours, of_plain, of_eager, of_int8 = alone_in_turns(
        _onnxruntime(lean, pixels), _onnxruntime(plain, pixels), run_eager, _onnxruntime(int8, pixels), rounds=ROUNDS
    )
    by = of_engines(lean)
    theirs, mine = alone_in_turns(_step(Unit(lean=False)), _step(Unit(lean=True)), rounds=1)
    return [
        Line("encoder, one clip", "plain torch.onnx.export", ours, of_plain, goal=4.0, goal_is_least=True),
        Line("encoder, one clip", "torch eager", ours, of_eager, goal=1.7, goal_is_least=True),
        Line("encoder, one clip", "128 GFLOP at the rate of a float32 product", ours, _floor(), goal=1.5),
        Line("encoder, one clip", "OpenVINO, same graph, float32", by["ours"], by["openvino"], goal=1.05),
        Line("encoder, one clip", "the same, rewritten for one clip", by["ours"], by["one clip"], goal=1.05),
        Line("encoder by the OpenVINO provider", "OpenVINO, same graph", by["provider"], by["openvino"], goal=1.05),
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


def of_engines(path: Path) -> dict[str, float]:
    """Return the median seconds of one clip by each engine, in processes of their own that take turns.

    Two packages that are both called onnxruntime share no process, and no engine's threads or memory are in another's
    way. As in a study, clips come one after the other.
    """
    seconds: dict[str, list[float]] = {name: [] for name in ENGINES}
    for _ in range(STARTS):
        with contextlib.ExitStack() as stack:
            asked = {name: stack.enter_context(_engine(name, path)) for name in ENGINES}
            for _ in range(TURNS):
                for name, ask in asked.items():
                    seconds[name].append(ask())
    return {name: statistics.median(taken) for name, taken in seconds.items()}


@contextlib.contextmanager
def _engine(name: str, path: Path) -> Iterator[Callable[[], float]]:
    """Yield what asks a process of the engine for the seconds of one clip."""
    command = [sys.executable, "-c", _PROGRAM.format(engine=ENGINES[name]), str(path)]
    beside = {"PYTHONPATH": str(Path(sys.prefix) / "openvino")}  # where `make bench` installs the provider
    environment = os.environ | (beside if name == "provider" else {})
    with subprocess.Popen(command, env=environment, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        question, answer = process.stdin, process.stdout

        def ask() -> float:
            question.write("run\n")
            question.flush()
            return float(answer.readline())

        yield ask
        question.close()


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
