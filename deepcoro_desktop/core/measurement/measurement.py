"""One measurement with where it was taken, and the sheet of a study that holds them all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Final

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement.catalogue import CATALOGUE, item, quantity_for
from deepcoro_desktop.core.measurement.scale import ManualCalibration, Origin, Point
from deepcoro_desktop.core.measurement.simpson import Discs
from deepcoro_desktop.core.measurement.tools import IN_PIXELS, Figure, Quantity, Tool, read_figure
from deepcoro_desktop.core.measurement.units import CANONICAL, Unit, convert
from deepcoro_desktop.core.measurement.wall_motion import WallMotion
from deepcoro_desktop.core.study import Clip

SHEET_VERSION: Final = 1
"""Newest schema of a saved sheet that this program reads, and the one that it writes."""


class Source(Enum):
    """Who measured."""

    READER = "reader"
    CART = "cart"
    AI = "ai"


class Average(Enum):
    """Which value stands for several beats."""

    MEAN = "mean"
    LAST = "last"
    MAX = "max"

    def of(self, values: Sequence[float]) -> float:
        """Return the value of beats in the order in which they were measured; at least one."""
        if self is Average.LAST:
            return values[-1]
        return max(values) if self is Average.MAX else sum(values) / len(values)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a measurement lies: a frame of a clip and points of its picture."""

    series_instance_uid: str
    sop_instance_uid: str
    frame: int
    """Counts from 0."""
    region: int | None
    """Index of the clip's region, None without a calibrated one."""
    points: tuple[Point, ...]
    """Columns and rows; empty where only the frame is known."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value of one beat."""

    measurement_id: str
    """Unique within the study."""
    key: str
    """Item of the catalogue or formula; empty for a measurement without a name."""
    label: str
    """What it is called where it has no key: "Distance", or the cart's words."""
    quantity: Quantity | None
    """None for a value that another program measured, or that was typed."""
    value: float
    unit: Unit
    source: Source
    beat: int
    """Counts from 1 within the same key and source."""
    created_at: datetime
    """UTC, aware."""
    tool: Tool | None = None
    anchor: Anchor | None = None
    calibration: Origin = Origin.NONE
    discs: Discs | None = None
    """Of a Simpson outline: what a volume in two planes needs."""

    def __post_init__(self) -> None:
        """Refuse a value that is no number, a beat below 1, and a time without zone."""
        if not math.isfinite(self.value):
            raise MeasurementError("The value is not a number.", "Measure again.")
        if self.beat < 1:
            raise MeasurementError("Beats count from 1.", "Measure again.")
        if self.created_at.tzinfo is None:
            raise MeasurementError("The time of the measurement has no zone.", "Measure again.")


@dataclass(frozen=True, slots=True)
class AverageChoice:
    """How the beats of one measurement are put together; the mean where nothing is chosen."""

    key: str
    average: Average


@dataclass(frozen=True, slots=True)
class ClipCalibration:
    """A scale that the reader gave a clip without one."""

    sop_instance_uid: str
    calibration: ManualCalibration


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a reader measured in one study."""

    study_instance_uid: str
    measurements: tuple[Measurement, ...] = ()
    averages: tuple[AverageChoice, ...] = ()
    calibrations: tuple[ClipCalibration, ...] = ()
    wall_motion: WallMotion | None = None
    schema_version: int = SHEET_VERSION

    def __post_init__(self) -> None:
        """Refuse ids that occur twice."""
        ids = [measurement.measurement_id for measurement in self.measurements]
        if len(set(ids)) != len(ids):
            raise MeasurementError("Two measurements have the same id.", "Measure again.")

    def find(self, measurement_id: str) -> Measurement:
        """Return the measurement with this id.

        Raises
        ------
        MeasurementError
            If there is none.
        """
        for measurement in self.measurements:
            if measurement.measurement_id == measurement_id:
                return measurement
        raise MeasurementError("The measurement is no longer there.", "Choose one of the list.")

    def calibration_of(self, sop_instance_uid: str) -> ManualCalibration | None:
        """Return the reader's scale of a clip, None where there is none."""
        for entry in self.calibrations:
            if entry.sop_instance_uid == sop_instance_uid:
                return entry.calibration
        return None

    def average_of(self, key: str) -> Average:
        """Return how the beats of a measurement are put together."""
        return next((choice.average for choice in self.averages if choice.key == key), Average.MEAN)


def measure(
    sheet: Sheet, clip: Clip, frame: int, tool: Tool, points: Sequence[Point], now: datetime, *, key: str = ""
) -> Sheet:
    """Return the sheet with a new measurement of the reader, and with what the same figure gives besides.

    Parameters
    ----------
    sheet : Sheet
        The study's sheet.
    clip : Clip
        Whose picture the figure lies on.
    frame : int
        Which of its frames, from 0.
    tool : Tool
        How it was drawn.
    points : sequence of Point
        Columns and rows of the picture.
    now : datetime
        UTC, aware.
    key : str
        Item of the catalogue; empty for a measurement without a name.

    Raises
    ------
    MeasurementError
        If the figure has no value there, is not calibrated while the item asks for a unit, or the item is not known.
    """
    if not 0 <= frame < clip.frame_count:
        raise MeasurementError("The clip has no such frame.", "Measure on a frame of the clip.")
    figure = read_figure(tool, clip, points, sheet.calibration_of(clip.sop_instance_uid))
    anchor = Anchor(
        clip.series_instance_uid, clip.sop_instance_uid, frame, figure.scale.region, tuple((x, y) for x, y in points)
    )
    if not key:
        main = figure.readings[0]
        label = "VTI" if tool is Tool.VTI else tool.value.capitalize()
        new = _new(sheet, "", label, main.quantity, figure, anchor, now)
        return replace(sheet, measurements=(*sheet.measurements, new))
    named = item(key)
    for each in (named, *(CATALOGUE[name] for name in named.companions)):
        quantity = quantity_for(each, tool)
        sheet = replace(
            sheet,
            measurements=(*sheet.measurements, _new(sheet, each.key, each.label, quantity, figure, anchor, now)),
        )
    return sheet


def enter_value(sheet: Sheet, key: str, value: float, now: datetime) -> Sheet:
    """Return the sheet with a value that the reader read elsewhere and typed, in the unit in which its item is shown.

    Raises
    ------
    MeasurementError
        If the item is not known, or the value is not above zero.
    """
    named = item(key)
    if not (math.isfinite(value) and value > 0.0):
        raise MeasurementError(f"{named.label} is above zero.", "Type another value.")
    unit = CANONICAL.get(named.unit, named.unit)
    typed = Measurement(
        _next_id(sheet), key, named.label, None, convert(value, named.unit, unit), unit, Source.READER,
        _next_beat(sheet, key), now.astimezone(UTC),
    )  # fmt: skip
    return replace(sheet, measurements=(*sheet.measurements, typed))


def move_points(sheet: Sheet, measurement_id: str, clip: Clip, points: Sequence[Point]) -> Sheet:
    """Return the sheet with other points for a figure: all that was read from it follows.

    Raises
    ------
    MeasurementError
        If the figure has no value there, or the measurement is not the reader's.
    """
    old = sheet.find(measurement_id)
    if old.tool is None or old.anchor is None:
        raise MeasurementError("Only a figure that was drawn here can be changed.", "Measure it anew.")
    figure = read_figure(old.tool, clip, points, sheet.calibration_of(clip.sop_instance_uid))
    anchor = replace(old.anchor, points=tuple((x, y) for x, y in points), region=figure.scale.region)
    return replace(
        sheet,
        measurements=tuple(
            _reread(m, figure, anchor) if m.anchor == old.anchor and m.tool is old.tool else m
            for m in sheet.measurements
        ),
    )


def remove(sheet: Sheet, measurement_id: str) -> Sheet:
    """Return the sheet without a measurement; the beats after it move up."""
    gone = sheet.find(measurement_id)
    kept = []
    for m in sheet.measurements:
        if m is gone:
            continue
        later = gone.key and m.key == gone.key and m.beat > gone.beat
        kept.append(replace(m, beat=m.beat - 1) if later else m)
    return replace(sheet, measurements=tuple(kept))


def remove_figure(sheet: Sheet, measurement_id: str) -> Sheet:
    """Return the sheet without a figure: all that was read from it goes."""
    gone = sheet.find(measurement_id)
    for each in sheet.measurements:
        if each is gone or (gone.anchor is not None and each.anchor == gone.anchor and each.tool is gone.tool):
            sheet = remove(sheet, each.measurement_id)
    return sheet


def choose_average(sheet: Sheet, key: str, average: Average) -> Sheet:
    """Return the sheet with another way to put the beats of a measurement together."""
    others = tuple(choice for choice in sheet.averages if choice.key != key)
    own = () if average is Average.MEAN else (AverageChoice(key, average),)
    return replace(sheet, averages=(*others, *own))


def calibrate(sheet: Sheet, clip: Clip, calibration: ManualCalibration | None) -> Sheet:
    """Return the sheet with the reader's scale for a clip, and what was measured on that clip read anew.

    Raises
    ------
    MeasurementError
        If the scanner calibrated the clip: its scale is not overridden.
    """
    if clip.regions:
        raise MeasurementError("The scanner calibrated this clip.", "Measure with its own scale.")
    uid = clip.sop_instance_uid
    others = tuple(entry for entry in sheet.calibrations if entry.sop_instance_uid != uid)
    own = (ClipCalibration(uid, calibration),) if calibration is not None else ()
    sheet = replace(sheet, calibrations=(*others, *own))
    for m in sheet.measurements:
        if m.anchor is None or m.tool is None or m.anchor.sop_instance_uid != uid:
            continue
        if calibration is None and (m.key or m.tool not in IN_PIXELS):  # no named value stands in pixels, no angle
            sheet = remove(sheet, m.measurement_id)
            continue
        figure = read_figure(m.tool, clip, m.anchor.points, calibration)
        quantity = m.quantity if any(r.quantity is m.quantity for r in figure.readings) else None
        anew = _reread(replace(m, quantity=quantity or figure.readings[0].quantity), figure, m.anchor)
        sheet = replace(sheet, measurements=tuple(anew if old is m else old for old in sheet.measurements))
    return sheet


def _new(
    sheet: Sheet, key: str, label: str, quantity: Quantity, figure: Figure, anchor: Anchor, now: datetime
) -> Measurement:
    if key and figure.scale.origin is Origin.NONE:
        raise MeasurementError(
            f"{label} cannot be measured on a picture without calibration.",
            "Calibrate the picture by hand along its depth scale.",
        )
    reading = figure.reading(quantity)
    return Measurement(
        measurement_id=_next_id(sheet),
        key=key,
        label=label,
        quantity=quantity,
        value=reading.value,
        unit=reading.unit,
        source=Source.READER,
        beat=_next_beat(sheet, key),
        created_at=now.astimezone(UTC),
        tool=figure.tool,
        anchor=anchor,
        calibration=figure.scale.origin,
        discs=figure.discs.discs if figure.discs else None,
    )


def _next_id(sheet: Sheet) -> str:
    numbers = [int(m.measurement_id[1:]) for m in sheet.measurements if m.measurement_id[1:].isdigit()]
    return f"m{max(numbers, default=0) + 1}"


def _next_beat(sheet: Sheet, key: str) -> int:
    return 1 + max((m.beat for m in sheet.measurements if key and m.key == key), default=0)


def _reread(m: Measurement, figure: Figure, anchor: Anchor) -> Measurement:
    if m.quantity is None:
        return m
    reading = figure.reading(m.quantity)
    return replace(
        m,
        value=reading.value,
        unit=reading.unit,
        anchor=anchor,
        calibration=figure.scale.origin,
        discs=figure.discs.discs if figure.discs else None,
    )
