"""What is measured on a phantom's pictures agrees with its truth, through the calibration that its files carry.

Points are set where the truth lies in the picture; nothing but the written regions turns them into centimetres again.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as DicomSequence

from deepcoro_desktop.core.dicom.calibration import read_calibration
from deepcoro_desktop.core.measurement.measurement import Sheet, measure
from deepcoro_desktop.core.measurement.reference import Person
from deepcoro_desktop.core.measurement.scale import Point
from deepcoro_desktop.core.measurement.table import Patient, Row, table, values_of
from deepcoro_desktop.core.measurement.tools import Quantity, Tool, read_figure
from deepcoro_desktop.core.study import Calibration, Clip
from tests.core.measurement.clips import clip as make_clip
from tests.core.measurement.test_measurement import NOW
from training.phantom.beams import Setup, set_up
from training.phantom.dicom_writer import regions
from training.phantom.geometry import Vector, at_angle
from training.phantom.motion import PHI_NODES, U_NODES, Instant, base_profile, deform, diamond_angle, instant
from training.phantom.spectral import _clock, axis, bands, sweep_frames
from training.phantom.study import PhantomStudy, sample_clip, sample_study

STYLES = ("a", "b", "c", "d")
EDGE = 130.0
"""Grey level that a reader's eye takes for the edge of a spectrum: half as bright as it gets, above the fine lines."""


@dataclass(frozen=True)
class Picture:
    """A phantom's view with its written calibration."""

    setup: Setup
    clip: Clip

    def point(self, place: Vector) -> Point:
        """Where a point of the heart lies in the picture."""
        sector = self.setup.layout.sector
        depth, angle = self.setup.plane.project(place)
        return (
            sector.apex_x + depth * math.sin(angle) / sector.cm_per_px,
            sector.apex_y + depth * math.cos(angle) / sector.cm_per_px,
        )


def picture(study: PhantomStudy, view: str, style: str) -> Picture:
    """A view as a steady hand holds it; its regions are written to a file and read back."""
    plan = replace(sample_clip(view, study.heart, style, 0, np.random.default_rng(5), 0.0), frames=1)
    setup = set_up(study.heart, plan)
    written, stream = Dataset(), io.BytesIO()
    written.SequenceOfUltrasoundRegions = DicomSequence(regions(setup))
    written.save_as(stream, implicit_vr=False, little_endian=True)
    stream.seek(0)
    rows, columns = setup.style.height, setup.style.width
    calibration, reason, found = read_calibration(dcmread(stream, force=True), rows, columns)
    assert calibration is Calibration.CALIBRATED, reason
    return Picture(setup, replace(make_clip(*found, frames=1), rows=rows, columns=columns, sop_instance_uid=view))


def ventricle_outline(study: PhantomStudy, setup: Setup, at: Instant, degrees: float) -> list[Vector]:
    """The endocardium in the plane through the long axis at an angle, from base over apex to base."""
    length, radius, _ = deform(study.heart, setup.lm.lv, at)
    heights = np.linspace(1.0, 0.0, 25)

    def wall(angle: float, u: float) -> Vector:
        a = math.radians(angle)
        node = float(diamond_angle(np.array(math.sin(a)), np.array(math.cos(a)))) * PHI_NODES / 4.0
        ring = [
            float(np.interp(u * (U_NODES - 1), np.arange(U_NODES), radius[:, k % PHI_NODES]))
            for k in (int(node), int(node) + 1)
        ]
        r = ring[0] + (node - int(node)) * (ring[1] - ring[0])
        return at_angle(angle) * r * float(base_profile(np.array(u))) + np.array([0.0, 0.0, u * length])

    return [wall(degrees, float(u)) for u in heights] + [wall(degrees + 180.0, float(u)) for u in heights[::-1][1:]]


def row(sheet: Sheet, key: str) -> Row:
    return values_of(table(sheet, Patient(Person())))[key]


@pytest.fixture(scope="module", params=[0, 4], ids=["study0", "study4"])
def study(request: pytest.FixtureRequest) -> PhantomStudy:
    return sample_study(7, request.param)


@pytest.mark.parametrize("style", STYLES)
def test_lengths_within_one_percent(study: PhantomStudy, style: str) -> None:
    shown = picture(study, "a4c", style)
    lm = shown.setup.lm
    across = (at_angle(20) * lm.radius, at_angle(200) * lm.radius)
    for start, end in ((np.zeros(3), np.array([0, 0, lm.length])), across):
        ends = [shown.point(start), shown.point(end)]
        found = read_figure(Tool.DISTANCE, shown.clip, ends).readings[0].value
        assert found == pytest.approx(float(np.linalg.norm(end - start)), rel=0.01)


@pytest.mark.parametrize("style", STYLES)
def test_areas_within_two_percent(study: PhantomStudy, style: str) -> None:
    shown = picture(study, "a4c", style)
    setup = shown.setup
    outline = ventricle_outline(study, setup, instant(study.heart, 0.0, setup.r_s), 20.0)
    flat = [(float(p @ at_angle(20)), float(p[2])) for p in outline]
    truth = 0.5 * abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(flat, flat[1:] + flat[:1], strict=True)))
    found = read_figure(Tool.AREA, shown.clip, [shown.point(p) for p in outline]).readings[0].value
    assert found == pytest.approx(truth, rel=0.02)


def test_simpsons_volumes_and_ejection_fraction_within_five_percent(study: PhantomStudy) -> None:
    sheet = Sheet("1")
    heart = study.heart
    four, two = picture(study, "a4c", "a"), picture(study, "a2c", "a")
    at = instant(heart, 0.0, np.array([0.0, 0.9, 1.8]))
    for phase, emptied in (("lvedv", 0.0), ("lvesv", 1.0)):
        for shown, degrees in ((four, 20.0), (two, 80.0)):
            outline = ventricle_outline(study, shown.setup, replace(at, emptied=emptied), degrees)
            points = [shown.point(p) for p in outline]
            key = f"{phase}_{shown.clip.sop_instance_uid}"
            sheet = measure(sheet, shown.clip, 0, Tool.SIMPSON, points, NOW, key=key)
    assert row(sheet, "lvedv").value == pytest.approx(heart.lv_edv_ml, rel=0.05)
    assert row(sheet, "lvesv").value == pytest.approx(heart.lv_esv_ml, rel=0.05)
    assert row(sheet, "lvef").value == pytest.approx(heart.ef_pct, abs=3.0)
    assert not row(sheet, "lvedv").warning


def spectrum_points(shown: Picture, times: Sequence[float], velocities: Sequence[float]) -> list[Point]:
    """Where the machine draws these velocities: its own axis, not the header's."""
    box, ax = shown.setup.layout.trace, axis(shown.setup.plan.view_id, shown.setup.heart)
    assert box is not None
    return [
        (box.x0 + t / ax.seconds * box.width, box.y0 + (ax.top - v) / (ax.top - ax.bottom) * box.height)
        for t, v in zip(times, velocities, strict=True)
    ]


def one_ejection(shown: Picture, study: PhantomStudy) -> tuple[np.ndarray, np.ndarray]:
    """Times (s) and velocities (cm/s) of the first whole ejection in the trace, from the truth."""
    clock = _clock(shown.setup, 3600, axis(shown.setup.plan.view_id, study.heart).seconds)
    envelope = bands(shown.setup.plan.view_id, study.heart, clock)[0].envelope
    flowing = np.flatnonzero(np.diff((envelope < -1.0).astype(int)))
    begin = next(i for i in flowing if envelope[i + 1] < -1.0)
    end = next(i for i in flowing if i > begin)
    return np.arange(begin, end + 2) / 1000.0, envelope[begin : end + 2]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("view", ["lvot_pw", "av_cw"])
def test_velocity_time_integral_within_two_percent(study: PhantomStudy, view: str, style: str) -> None:
    shown = picture(study, view, style)
    times, velocities = one_ejection(shown, study)
    truth = abs(float(np.trapezoid(velocities, times)))
    points = spectrum_points(shown, times[::8].tolist(), velocities[::8].tolist())
    figure = read_figure(Tool.VTI, shown.clip, points)
    assert figure.reading(Quantity.VTI).value == pytest.approx(truth, rel=0.02)
    assert figure.reading(Quantity.PEAK_VELOCITY).value == pytest.approx(float(np.abs(velocities).max()), rel=0.02)


def test_tapse_of_an_m_mode(study: PhantomStudy) -> None:
    shown = picture(study, "tapse_mmode", "a")
    lm, box = shown.setup.lm, shown.setup.layout.trace
    assert box is not None
    annulus = lm.tv + at_angle(196) * lm.tv_radius
    per_px = (shown.setup.plane.far - shown.setup.plane.near) / box.height
    falls = (0.0, 0.1 * study.heart.tapse_mm)
    depths = [shown.setup.plane.project(annulus - np.array([0, 0, fall]))[0] for fall in falls]
    points = [
        (box.x0 + 100.0 + 80 * k, box.y0 + (depth - shown.setup.plane.near) / per_px) for k, depth in enumerate(depths)
    ]
    found = read_figure(Tool.DISTANCE, shown.clip, points).readings[0].value
    assert found == pytest.approx(abs(depths[1] - depths[0]), rel=0.01)
    assert 10.0 * found <= study.heart.tapse_mm  # the beam does not run along the wall


@pytest.mark.parametrize("style", STYLES)
def test_an_envelope_traced_on_the_rendered_spectrum_within_two_percent(study: PhantomStudy, style: str) -> None:
    shown = picture(study, "av_cw", style)
    box = shown.setup.layout.trace
    assert box is not None
    grey = sweep_frames(shown.setup, np.array([0]))[0].mean(axis=2)
    times, velocities = one_ejection(shown, study)
    first, last = (round(float(t) / axis("av_cw", study.heart).seconds * box.width) for t in (times[0], times[-1]))
    scale = read_figure(Tool.VELOCITY, shown.clip, [(box.x0 + 0.5, box.y0 + 0.5)]).scale
    baseline = round(scale.zero[1] - box.y0)
    points: list[Point] = []
    for x in range(first, last + 1):
        bright = np.flatnonzero(grey[baseline:, max(x - 1, 0) : x + 2].mean(axis=1) > EDGE)
        points.append((box.x0 + x + 0.5, box.y0 + baseline + (float(bright.max()) + 1.0 if bright.size else 0.0)))
    found = read_figure(Tool.VTI, shown.clip, points).readings[0].value
    assert found == pytest.approx(abs(float(np.trapezoid(velocities, times))), rel=0.02)
