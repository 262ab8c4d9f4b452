"""A variant of the video encoder is tried, and goes into the bundle only if it pays and changes no figure."""

from __future__ import annotations

import dataclasses
import logging
import statistics
import time
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.manifest import SCHEMA_VERSION, ModelRole, ModelSpec
from deepcoro_desktop.core.errors import ArgumentError
from deepcoro_desktop.core.inference.session import PROVIDERS
from training.evaluate import Settings, evaluate
from training.evaluation.data import open_data
from training.evaluation.figures import Figures
from training.model_card import rewrite
from training.variants import outside, write_variant

LEAST_GAIN: Final = 1.15
"""An int8 graph that is not at least so many times faster on this processor is not worth its size."""

_ROUNDS: Final = 5

logger = logging.getLogger(__name__)


def add_variant(folder: Path, data: Path, split: str, precision: str, threads: int = 1, seed: int = 0) -> str:
    """Add a variant of a bundle's video encoder, if every figure stays within the interval of the float32 graph's.

    Parameters
    ----------
    folder : Path
        The bundle; its manifest and model card say of the variant what is returned.
    data : Path
        Prepared clips with their studies, and `split` of them; none that the bundle is tested on.
    precision : str
        "int8" or "float16".
    threads : int
        Studies that are evaluated at once.
    seed : int
        Of the bootstrap, the same for both graphs.

    Returns
    -------
    str
        What was measured, in one sentence, for the model card.

    Raises
    ------
    ArgumentError
        If the bundle has the variant already, the variant does not pay, or a figure leaves its interval; nothing of it
        stays in the bundle.
    BundleError
        If the bundle is not sound.
    """
    bundle = load_bundle(folder)
    encoders = [model for model in bundle.manifest.models if model.role is ModelRole.VIDEO_ENCODER]
    if any(model.precision == precision for model in encoders):
        raise ArgumentError(f"The bundle has a video encoder in {precision} already.", "Nothing is to be done.")
    source = next((model for model in encoders if model.precision == "float32"), encoders[0])
    store = open_data(data, bundle, split, threads)
    with np.load(bundle.path(bundle.manifest.golden.file), allow_pickle=False) as golden:
        clips = golden["clips"][:1]
    variant = write_variant(source, folder, precision, {"clips": clips})
    try:
        gain = _gain(bundle, source, variant, clips) if precision == "int8" else None
        if gain is not None and gain < LEAST_GAIN:
            raise ArgumentError(
                f"On this processor the encoder in int8 is only {gain:.2f} times as fast; {LEAST_GAIN} are asked for.",
                "Leave it out: a small encoder spends too little in matrix products.",
            )
        settings = Settings(seed=seed, threads=threads)
        exact, moved = (evaluate(with_encoder(bundle, spec), store, settings) for spec in (source, variant))
        sentence = _verdict(exact, moved, precision, gain)
        manifest = dataclasses.replace(
            bundle.manifest,
            schema_version=SCHEMA_VERSION,
            models=(*bundle.manifest.models, variant),
            limits=(*bundle.manifest.limits, sentence),
        )
        rewrite(manifest, folder)
    except BaseException:
        bundle.path(variant.file).unlink(missing_ok=True)
        raise
    return sentence


def with_encoder(bundle: Bundle, encoder: ModelSpec) -> Bundle:
    """Return the bundle with this one as its only video encoder."""
    others = tuple(model for model in bundle.manifest.models if model.role is not ModelRole.VIDEO_ENCODER)
    return dataclasses.replace(bundle, manifest=dataclasses.replace(bundle.manifest, models=(*others, encoder)))


def _gain(bundle: Bundle, source: ModelSpec, variant: ModelSpec, clips: np.ndarray) -> float:
    """Return how many times faster the variant is, run in turns with the source."""
    graphs = [
        onnxruntime.InferenceSession(bundle.path(spec.file), providers=[PROVIDERS["cpu"]]) for spec in (source, variant)
    ]
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(_ROUNDS):
        for graph, taken in zip(graphs, seconds, strict=True):
            graph.run(None, {"clips": clips})  # the other graph's threads have come to rest after it
            began = time.perf_counter()
            graph.run(None, {"clips": clips})
            taken.append(time.perf_counter() - began)
    return statistics.median(seconds[0]) / statistics.median(seconds[1])


def _verdict(exact: Figures, moved: Figures, precision: str, gain: float | None) -> str:
    left, compared = outside(exact, moved)
    logger.info("%d of %d figures leave their interval", len(left), compared)
    if left or not compared:
        raise ArgumentError(
            f"In {precision} {len(left)} of {compared} figures leave their 95 % interval: {', '.join(left[:5])}.",
            "The bundle stays as it is; evaluate on more studies, or do without the variant.",
        )
    where = "a processor" if gain is not None else "a graphics card"
    faster = "" if gain is None else f", {gain:.1f} times as fast as in float32 where that was measured"
    return (
        f"On {where} the video encoder runs in {precision}{faster}; all {compared} figures stay within the 95 % "
        f"intervals of float32 on {exact['studies']} validation studies."
    )
