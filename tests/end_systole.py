"""How far end-systole is from the truth on the phantom: read from the pictures, and estimated from R-R.

    python -m tests.end_systole [--clips N] [--seed S]

The phantom's systole follows the heart rate almost as the estimate supposes. Hearts do not: so time runs at another
pace in each clip, and its systole is up to 15 % longer or shorter. Truth is the closure of the aortic valve.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.beats import Beat, beats_of
from deepcoro_desktop.core.dicom.phase_picture import phases_of_pictures
from deepcoro_desktop.core.study import Clip
from tests.ui.viewer.clips import even_clip
from training.phantom.anatomy import Heart
from training.phantom.beams import Setup, set_up
from training.phantom.burn_in import burn_in
from training.phantom.cases import sample_heart
from training.phantom.motion import ejection_end_s
from training.phantom.render import render_screen
from training.phantom.study import sample_clip

VIEWS = (
    "plax", "psax_av", "psax_mv", "psax_papillary", "a4c", "a4c_rv", "a2c", "a3c", "a5c", "subcostal_4c", "ssn_arch",
    "plax_color_av_mv", "a4c_color_mv",
)  # fmt: skip
RATES = (25.0, 33.0, 50.0, 75.0)
COLOUR_RATES = (17.0, 25.0)
PACES = (0.85, 0.92, 1.0, 1.08, 1.15)
"""Length of systole, relative to the phantom's."""
VALVE_CLOSES_S = 0.03
"""From the end of ejection to the closed aortic valve (training/phantom/motion.py, instant)."""


@dataclass(frozen=True, slots=True)
class Phantom:
    """A clip whose end-systoles are known."""

    view_id: str
    clip: Clip
    pictures: dict[int, npt.NDArray[np.uint8]]
    r_waves_ms: tuple[float, ...]
    """R waves within the clip."""
    pace: float

    def truth_ms(self, beat: Beat) -> float:
        """Moment at which the aortic valve is closed."""
        rr = beat.length_ms / 1000.0
        ejection = ejection_end_s(rr)
        slow = (rr - ejection * self.pace) / (rr - ejection)
        return beat.start_ms + 1000.0 * (ejection * self.pace + VALVE_CLOSES_S * slow)


def phantom_clip(view_id: str, rate: float, pace: float, rng: np.random.Generator, beats: float = 2.2) -> Phantom:
    """Return a clip that begins at an R wave, at half its size, with all that the scanner writes into it."""
    heart: Heart = sample_heart(rng)
    plan = sample_clip(view_id, heart, str(rng.choice(["a", "b", "c", "d"])), 0, rng)
    frames = min(150, round(beats * plan.rr_s[0] * rate))
    setup = set_up(heart, replace(plan, fps=rate, frames=frames, start_s=0.0))
    shown = np.arange(frames) / rate
    screen = burn_in(render_screen(setup, _warped(shown, setup, pace) * rate), setup, "DEMO", "P-1")
    half = (setup.style.width // 2, setup.style.height // 2)
    small = {i: np.asarray(cv2.resize(p, half, interpolation=cv2.INTER_AREA), np.uint8) for i, p in enumerate(screen)}
    clip = replace(even_clip(frames, rate), rows=half[1], columns=half[0])
    waves = tuple(1000.0 * float(t) for t in setup.r_s if 0.0 <= 1000.0 * t <= clip.timing.duration_ms)
    return Phantom(view_id, clip, small, waves, pace)


def _warped(times_s: npt.NDArray[np.float64], setup: Setup, pace: float) -> npt.NDArray[np.float64]:
    """Return the phantom's time at each moment shown: systole takes `pace` times as long, the R waves stay."""
    out = np.empty_like(times_s)
    for i, moment in enumerate(times_s):
        beat = int(np.searchsorted(setup.r_s, moment, side="right")) - 1
        begin, rr = float(setup.r_s[beat]), float(setup.r_s[beat + 1] - setup.r_s[beat])
        end = ejection_end_s(rr)
        out[i] = begin + np.interp(moment - begin, (0.0, end * pace, rr), (0.0, end, rr))
    return out


@dataclass(frozen=True, slots=True)
class Found:
    """One beat: errors in ms, below 0 for too early."""

    view_id: str
    frame_ms: float
    pace: float
    estimated_ms: float
    seen_ms: float | None
    """None where nothing was read, and the estimate stands."""


def measure(phantom: Phantom) -> list[Found]:
    """Return the errors of each whole beat of a clip."""
    phases = phases_of_pictures(phantom.clip, phantom.pictures, phantom.r_waves_ms)
    plain = beats_of(phantom.r_waves_ms)
    read = beats_of(phantom.r_waves_ms, phases.end_systoles_ms)
    frame_ms = phantom.clip.timing.frame_starts_ms[1]
    return [
        Found(
            phantom.view_id, frame_ms, phantom.pace, one.systole_end_ms - phantom.truth_ms(one),
            two.systole_end_ms - phantom.truth_ms(one) if two.systole_seen else None,
        )
        for one, two in zip(plain, read, strict=True)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Blind:
    """What a clip's pictures say where no R wave is told: errors in ms against the nearest truth."""

    frame_ms: float
    diastoles_ms: tuple[float, ...]
    systoles_ms: tuple[float, ...]


def measure_blind(phantom: Phantom) -> Blind | None:
    """Return the errors of a clip without its R waves, None where its pictures say nothing; no colour flow."""
    if "color" in phantom.view_id:
        return None
    phases = phases_of_pictures(phantom.clip, phantom.pictures, ())
    if not phases.end_systoles_ms:
        return None
    waves = np.array(phantom.r_waves_ms)
    closures = np.array([phantom.truth_ms(beat) for beat in beats_of(phantom.r_waves_ms)])
    # the beat that the clip cuts off has no truth here
    systoles = [moment for moment in phases.end_systoles_ms if moment < waves[-1]]
    return Blind(
        phantom.clip.timing.frame_starts_ms[1],
        tuple(float((m - waves)[np.abs(m - waves).argmin()]) for m in phases.end_diastoles_ms),
        tuple(float((m - closures)[np.abs(m - closures).argmin()]) for m in systoles),
    )


def line(name: str, errors: Sequence[float], frames_ms: Sequence[float]) -> str:
    """Return a row of the table."""
    size = np.abs(np.array(errors))
    frames = size / np.array(frames_ms)
    return (
        f"| {name} | {len(size)} | {np.mean(errors):+.1f} | {size.mean():.1f} | {np.percentile(size, 95):.1f} | "
        f"{frames.mean():.2f} | {np.percentile(frames, 95):.2f} |\n"
    )


def table(found: Sequence[Found], blind: Sequence[Blind], clips: int) -> str:
    """Return the figures in Markdown."""
    out = "| phase | beats | bias, ms | mean, ms | 95th, ms | mean, frames | 95th, frames |\n"
    out += "|---|---|---|---|---|---|---|\n"
    seen = [f for f in found if f.seen_ms is not None]
    for name, some in (("all", seen), ("systole as long as the rule says", [f for f in seen if f.pace == 1.0])):
        if some:
            steps = [f.frame_ms for f in some]
            out += line(
                f"end-systole from the pictures, {name}", [f.seen_ms for f in some if f.seen_ms is not None], steps
            )
            out += line(f"end-systole estimated from R-R, {name}", [f.estimated_ms for f in some], steps)
    systoles = [(error, one.frame_ms) for one in blind for error in one.systoles_ms]
    diastoles = [(error, one.frame_ms) for one in blind for error in one.diastoles_ms]
    for name, errors in (("end-systole", systoles), ("end-diastole", diastoles)):
        if errors:
            out += line(f"{name} without R waves", *zip(*errors, strict=True))
    out += f"\nRead in {len(seen)} of {len(found)} beats; the estimate stands in the others.\n"
    return out + f"Without R waves {len(blind)} of {clips} grey clips say anything.\n"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, default=65)
    parser.add_argument("--seed", type=int, default=11)
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)
    found: list[Found] = []
    blind: list[Blind] = []
    grey = 0
    for number in range(arguments.clips):
        view = VIEWS[number % len(VIEWS)]
        rate = float(rng.choice(COLOUR_RATES if "color" in view else RATES))
        phantom = phantom_clip(view, rate, float(rng.choice(PACES)), rng)
        found += measure(phantom)
        grey += "color" not in view
        without = measure_blind(phantom)
        blind += [without] if without is not None else []
    sys.stdout.write(table(found, blind, grey))
    return 0


if __name__ == "__main__":
    sys.exit(main())
