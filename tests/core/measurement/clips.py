"""Invented clips with one region of each kind, and the points that lie at given places of them."""

from __future__ import annotations

from dataclasses import replace

from deepcoro_desktop.core.study import (
    Calibration,
    Clip,
    ClipSource,
    Region,
    RegionFormat,
    RegionUnit,
    Timing,
    TimingSource,
)

TISSUE = Region(
    100, 50, 499, 349, RegionFormat.TWO_D, 1, RegionUnit.CM, RegionUnit.CM, 0.04, 0.05, reference_x=0, reference_y=0
)
COLOUR = replace(TISSUE, x0=200, y0=100, x1=299, y1=199, data_type=2)
SPECTRUM = Region(
    100, 400, 899, 699, RegionFormat.SPECTRAL, 4, RegionUnit.SECONDS, RegionUnit.CM_PER_S, 0.005, -2.0,
    reference_x=0, reference_y=99,
)  # fmt: skip
M_MODE = Region(100, 400, 899, 699, RegionFormat.M_MODE, 1, RegionUnit.SECONDS, RegionUnit.CM, 0.005, 0.02)


def clip(*regions: Region, frames: int = 10) -> Clip:
    starts = tuple(20.0 * frame for frame in range(frames))
    calibrated = Calibration.CALIBRATED if regions else Calibration.UNCALIBRATED
    return Clip(
        sop_instance_uid="1.2.3.1", sop_class_uid="1.2.840.10008.5.1.4.1.1.3.1", series_instance_uid="1.2.9",
        source=ClipSource("clip.dcm"), transfer_syntax_uid="1.2.840.10008.1.2.1", rows=720, columns=960,
        frame_count=frames, photometric="RGB", timing=Timing(starts, 20.0 * frames, TimingSource.FRAME_TIME),
        calibration=calibrated, calibration_reason="" if regions else "The header has no ultrasound regions.",
        regions=regions,
    )  # fmt: skip


def at_velocity(time_ms: float, velocity_cm_s: float) -> tuple[float, float]:
    """The point of the spectrum for a time and a velocity."""
    return 100 + time_ms / 5.0, 400 + 99.5 - velocity_cm_s / 2.0
