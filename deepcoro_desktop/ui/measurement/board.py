"""What is measured now: the sheet, the figure in work, the sequence. The panel and the layer show it and change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from deepcoro_desktop.core.errors import DeepcoroError, MeasurementError
from deepcoro_desktop.core.measurement import measurement as m
from deepcoro_desktop.core.measurement.cart import CartValue
from deepcoro_desktop.core.measurement.catalogue import CATALOGUE, Item, Sequence, item, quantity_for
from deepcoro_desktop.core.measurement.scale import ManualCalibration, Origin, Point
from deepcoro_desktop.core.measurement.table import Row, patient_of, table
from deepcoro_desktop.core.measurement.tools import POINTS, Figure, Quantity, Tool, read_figure
from deepcoro_desktop.core.measurement.units import convert
from deepcoro_desktop.core.measurement.wall_motion import WallMotion
from deepcoro_desktop.core.study import Clip, Study
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.measurement.draft import Draft, moved


@dataclass(frozen=True, slots=True)
class Guide:
    """Where a reader is in a guided sequence."""

    sequence: Sequence
    place: int = 0

    @property
    def key(self) -> str:
        """The item that is measured now."""
        return self.sequence.items[self.place]


@dataclass(frozen=True, slots=True)
class Live:
    """What a figure says while it is drawn."""

    text: str
    refused: bool = False
    figure: Figure | None = None


class MeasurementBoard(QObject):
    """Holds what the reader measures in the open study; every change of the sheet is told once.

    Parameters
    ----------
    clock : callable
        Returns now, UTC and aware.
    """

    changed = Signal()
    """Something to be drawn or listed is different."""
    sheet_edited = Signal(object)
    """Sheet: to be saved, and bound to the report."""
    refused = Signal(object)
    """DeepcoroError: why something was not measured."""
    frame_requested = Signal(str, int)
    """Show this frame of this clip."""
    item_in_hand = Signal(str)
    """Key of the item that a sequence has come to: show a clip that it is taken on."""
    pictures_requested = Signal()
    """The keyboard belongs to the pictures from now on."""
    length_requested = Signal()
    """The line of a calibration stands: its length is to be typed."""
    report_requested = Signal(object)
    """Row: state this value in the report."""
    prior_requested = Signal()
    """Bring the wall motion of the patient's study before this one."""

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.study: Study | None = None
        self.sheet: m.Sheet | None = None
        self.cart: tuple[CartValue, ...] = ()
        self.estimates: tuple[m.Measurement, ...] = ()
        """What the model says in numbers."""
        self.rows: tuple[Row, ...] = ()
        self.draft: Draft | None = None
        self.calibrating = False
        """Whether the figure in work is the line of a manual calibration."""
        self.guide: Guide | None = None
        self.selected = ""
        """Id of the measurement whose figure has handles."""
        self.active_point = 0
        self._before_drag: m.Sheet | None = None
        self._live: tuple[Draft, Live] | None = None
        """What was read last: each figure is read once, though panel and tiles ask for it."""

    # --- the study

    def set_study(self, study: Study | None, sheet: m.Sheet | None = None, cart: tuple[CartValue, ...] = ()) -> None:
        """Show another study with what has been measured in it."""
        self.study, self.sheet, self.cart = study, sheet, cart
        self.estimates = () if study is None else self.estimates
        self.draft, self.guide, self.selected, self.calibrating = None, None, "", False
        self._refresh()

    def set_estimates(self, estimates: tuple[m.Measurement, ...]) -> None:
        """Show what the model says in numbers, beside what was measured."""
        self.estimates = estimates
        self._refresh()

    def correct_study(self, study: Study) -> None:
        """Show the same study with corrected facts of its patient; what is being measured stays in hand."""
        self.study = study
        self._refresh()

    def clip(self, sop_instance_uid: str) -> Clip | None:
        """Return a clip of the study, None where there is none."""
        clips = self.study.clips if self.study is not None else ()
        return next((clip for clip in clips if clip.sop_instance_uid == sop_instance_uid), None)

    def manual_of(self, sop_instance_uid: str) -> ManualCalibration | None:
        """Return the reader's own scale of a clip."""
        return self.sheet.calibration_of(sop_instance_uid) if self.sheet is not None else None

    # --- tools and sequences

    def start(self, tool: Tool, key: str = "") -> None:
        """Take a tool in hand; the next point begins a figure."""
        if self.sheet is None:
            return
        self.draft, self.calibrating, self.selected = Draft(tool, key), False, ""
        self.changed.emit()
        self.pictures_requested.emit()

    def start_item(self, key: str) -> None:
        """Measure a named item."""
        self.start(item(key).tool, key)

    def enter_value(self, key: str, value: float) -> None:
        """Keep a value that the reader typed."""
        if self.sheet is not None:
            try:
                self._edit(m.enter_value(self.sheet, key, value, self._clock()))
            except MeasurementError as error:
                self.refused.emit(error)

    def start_sequence(self, sequence: Sequence) -> None:
        """Measure one item after another."""
        self.guide = Guide(sequence)
        self.start_item(self.guide.key)
        self.item_in_hand.emit(self.guide.key)

    def start_calibration(self) -> None:
        """Draw a line of known length."""
        self.start(Tool.DISTANCE)
        self.calibrating = True
        self.changed.emit()

    def skip(self) -> None:
        """Go on to the next item of the sequence, or put the tool away."""
        self._next()

    def stop(self) -> None:
        """Put everything away."""
        self.draft, self.guide, self.calibrating, self.selected = None, None, False, ""
        self.changed.emit()

    def escape(self) -> bool:
        """Take back one step: the points, then the tool, then the selection; return whether there was one."""
        if self.draft is not None and self.draft.started:
            self.draft = Draft(self.draft.tool, self.draft.key)
        elif self.draft is not None or self.selected or self.guide is not None:
            self.stop()
            return True
        else:
            return False
        self.changed.emit()
        return True

    # --- the figure in work

    def place_point(self, clip: Clip, frame: int, point: Point) -> None:
        """Set a point; the first one decides on which frame of which clip the figure lies."""
        draft = self.draft
        if draft is None:
            return
        if self.clip(clip.sop_instance_uid) is None:
            remedy = tr("Measure on the clip beside it, or open the earlier study.")
            self.refused.emit(MeasurementError(tr("This picture belongs to an earlier study."), remedy))
            return
        if draft.complete:  # not kept yet: a click elsewhere draws it anew
            draft = Draft(draft.tool, draft.key)
        elsewhere = (clip.sop_instance_uid, frame) != (draft.sop_instance_uid, draft.frame)
        begin = not draft.started or elsewhere
        self.draft = draft.begin(clip.sop_instance_uid, frame, point) if begin else draft.add(point)
        self.settle()

    def draw_point(self, point: Point) -> None:
        """Draw on by hand."""
        if self.draft is not None and self.draft.started and not self.draft.complete:
            self.draft = self.draft.draw(point)
            self.changed.emit()

    def move_draft(self, index: int, point: Point) -> None:
        """Move one point of the figure in work."""
        if self.draft is not None and index < len(self.draft.points):
            self.draft = self.draft.move(index, point)
            self.changed.emit()

    def end_figure(self) -> None:
        """Say that no point is missing."""
        if self.draft is not None:
            self.draft = self.draft.end()
            self.settle()

    def take_back(self) -> None:
        """Remove the point set last."""
        if self.draft is not None and self.draft.started:
            self.draft = self.draft.without_last()
            self.changed.emit()

    def accept(self) -> bool:
        """Keep the complete figure as a measurement; return whether it was kept."""
        draft, sheet = self.draft, self.sheet
        clip = self.clip(draft.sop_instance_uid) if draft is not None else None
        if draft is None or sheet is None or clip is None or not draft.complete or self.calibrating:
            return False
        try:
            new = m.measure(sheet, clip, draft.frame, draft.tool, draft.points, self._clock(), key=draft.key)
        except MeasurementError as error:
            self.refused.emit(error)
            return False
        first = new.measurements[len(sheet.measurements)]
        self.selected, self.active_point = first.measurement_id, draft.active
        self._edit(new)
        self._next()
        return True

    def calibrate(self, length_cm: float) -> bool:
        """Give the clip of the line in work its scale; return whether it was taken."""
        draft = self.draft
        clip = self.clip(draft.sop_instance_uid) if draft is not None else None
        if draft is None or clip is None or self.sheet is None or len(draft.points) != 2:
            return False
        try:
            line = ManualCalibration(draft.points[0], draft.points[1], length_cm)
            sheet = m.calibrate(self.sheet, clip, line)
        except MeasurementError as error:
            self.refused.emit(error)
            return False
        self.draft, self.calibrating = None, False
        self._edit(sheet)
        return True

    def forget_calibration(self, clip: Clip) -> None:
        """Take the reader's scale of a clip away."""
        if self.sheet is not None and self.manual_of(clip.sop_instance_uid) is not None:
            self._edit(m.calibrate(self.sheet, clip, None))

    def live(self) -> Live:
        """Return what the figure in work says."""
        draft = self.draft
        clip = self.clip(draft.sop_instance_uid) if draft is not None else None
        if draft is None or clip is None or not draft.started:
            return Live("")
        if self._live is None or self._live[0] is not draft:
            self._live = (draft, self._read(draft, clip))
        return self._live[1]

    def _read(self, draft: Draft, clip: Clip) -> Live:
        try:
            figure = read_figure(draft.tool, clip, draft.points, self.manual_of(clip.sop_instance_uid))
            return Live(figure_words(figure, draft.key), figure=figure)
        except MeasurementError as error:
            early = not draft.complete and len(draft.points) < POINTS[draft.tool].least
            return Live("" if early else error.message, refused=True)

    def settle(self) -> None:
        """Keep a complete figure at once; in a sequence the reader says so."""
        if self.draft is not None and self.draft.complete and self.guide is None and not self.calibrating:
            self.accept()
        self.changed.emit()

    def _next(self) -> None:
        if self.guide is None:
            self.draft = None
        elif self.guide.place + 1 < len(self.guide.sequence.items):
            self.guide = replace(self.guide, place=self.guide.place + 1)
            named = item(self.guide.key)
            self.draft, self.selected = Draft(named.tool, named.key), ""
            self.item_in_hand.emit(named.key)
        else:
            self.guide, self.draft = None, None
        self.changed.emit()

    # --- what has been measured

    def show_frame(self, sop_instance_uid: str, frame: int) -> None:
        """Show a frame of a clip of the study; nothing for one of another study."""
        if self.clip(sop_instance_uid) is not None:
            self.frame_requested.emit(sop_instance_uid, frame)

    def select(self, measurement_id: str) -> None:
        """Give a measurement's figure handles, and show its frame."""
        if self.draft is not None and not self.draft.started:
            self.draft = None
        self.selected, self.active_point = measurement_id, 0
        self.changed.emit()

    def open(self, measurement: m.Measurement) -> None:
        """Show the clip and frame of a measurement, with its figure."""
        if measurement.anchor is not None:
            self.guide = None
            self.draft = None
            self.select(measurement.measurement_id)
            self.frame_requested.emit(measurement.anchor.sop_instance_uid, measurement.anchor.frame)
        else:
            problem = tr("It is not known on which picture this was measured.")
            self.refused.emit(MeasurementError(problem, tr("Look for it on the clips, or measure it anew.")))

    def selected_measurement(self) -> m.Measurement | None:
        """Return the measurement whose figure has handles."""
        found = self.sheet.measurements if self.sheet is not None else ()
        return next((each for each in found if each.measurement_id == self.selected), None)

    def move_point(self, index: int, point: Point, *, last: bool) -> None:
        """Move one point of the selected figure; `last` tells that the hand has let go."""
        chosen = self.selected_measurement()
        if chosen is None or chosen.anchor is None or self.sheet is None:
            return
        clip = self.clip(chosen.anchor.sop_instance_uid)
        if clip is None or not 0 <= index < len(chosen.anchor.points):
            return
        if self._before_drag is None:
            self._before_drag = self.sheet
        self.active_point = index
        try:
            points = moved(chosen.anchor.points, index, point)
            self.sheet = m.move_points(self.sheet, chosen.measurement_id, clip, points)
        except MeasurementError as error:
            self.refused.emit(error)
        self._refresh()
        if last:
            self.let_go()

    def let_go(self) -> None:
        """End a drag: what it changed is told once."""
        before, self._before_drag = self._before_drag, None
        if before is not None and self.sheet is not None and self.sheet != before:
            self.sheet_edited.emit(self.sheet)

    def remove(self, measurement_id: str) -> None:
        """Take a measurement away."""
        if self.sheet is not None and any(x.measurement_id == measurement_id for x in self.sheet.measurements):
            self.selected = "" if self.selected == measurement_id else self.selected
            self._edit(m.remove(self.sheet, measurement_id))

    def remove_figure(self) -> None:
        """Take the selected figure away, with all that was read from it."""
        if self.sheet is not None and self.selected_measurement() is not None:
            chosen, self.selected = self.selected, ""
            self._edit(m.remove_figure(self.sheet, chosen))

    def choose_average(self, key: str, average: m.Average) -> None:
        """Put the beats of a measurement together in another way."""
        if self.sheet is not None:
            self._edit(m.choose_average(self.sheet, key, average))

    def set_wall_motion(self, motion: WallMotion | None) -> None:
        """Score the walls."""
        if self.sheet is not None and motion != self.sheet.wall_motion:
            self._edit(replace(self.sheet, wall_motion=motion))

    def report_failed(self, error: DeepcoroError) -> None:
        """Show an error where the reader measures."""
        self.refused.emit(error)

    def _edit(self, sheet: m.Sheet) -> None:
        if sheet != self.sheet:
            self.sheet = sheet
            self._refresh()
            self.sheet_edited.emit(sheet)

    def _refresh(self) -> None:
        if self.study is None or self.sheet is None:
            self.rows = ()
        else:
            named = [value.measurement for value in self.cart if value.measurement is not None]
            self.rows = table(self.sheet, patient_of(self.study), named, self.estimates)
        self.changed.emit()


def figure_words(figure: Figure, key: str) -> str:
    """Return what a figure says, in the words and the unit of the item it measures."""
    named = CATALOGUE.get(key)
    words = _item_words(figure, named) if named is not None else _plain_words(figure)
    if figure.tool is not Tool.VTI or figure.scale.origin is Origin.NONE:
        return words
    velocity, gradient = figure.reading(Quantity.MEAN_VELOCITY), figure.reading(Quantity.MEAN_GRADIENT)
    mean = tr("mean")
    return f"{words}   {mean} {velocity.value:.0f} {velocity.unit.value}, {gradient.value:.1f} {gradient.unit.value}"


def _plain_words(figure: Figure) -> str:
    main = figure.readings[0]
    second = figure.readings[1] if len(figure.readings) > 1 else None
    decimals = 2 if main.value < 10 else 1 if main.value < 100 else 0
    words = f"{main.value:.{decimals}f} {main.unit.value}"
    return words if second is None else f"{words}   {second.quantity.value} {second.value:.1f} {second.unit.value}"


def _item_words(figure: Figure, named: Item) -> str:
    quantity = quantity_for(named, figure.tool)
    for reading in figure.readings:
        if reading.quantity is quantity:
            try:
                value = convert(reading.value, reading.unit, named.unit)
            except MeasurementError:
                return f"{named.label}   {reading.value:.0f} {reading.unit.value}"
            return f"{named.label}   {value:.{named.decimals}f} {named.unit.value}".rstrip()
    return f"{named.label}   " + tr("no {quantity} here").format(quantity=tr(quantity.value))
