"""The strip on top: product, identity always whole, the demonstration banner, device and clips used or progress."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedWidget, QWidget

from deepcoro_desktop.core.body_surface import BodySurface
from deepcoro_desktop.core.bundle.manifest import TrainedOn
from deepcoro_desktop.core.patient import Demographics
from deepcoro_desktop.core.study import Study
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.frame.progress_line import ProgressText
from deepcoro_desktop.ui.language import mark, plural, tr
from deepcoro_desktop.ui.state import ViewerState

BANNER: Final = mark("DEMONSTRATION MODEL · trained on synthetic data · not for diagnosis")
BANNER_TWO_LINES: Final = mark("DEMONSTRATION MODEL\ntrained on synthetic data · not for diagnosis")
_EXAMS: Final = (
    ("transthoracic echocardiogram", "TTE"), ("transthoracic echocardiography", "TTE"),
    ("transesophageal echocardiogram", "TEE"), ("transoesophageal echocardiogram", "TOE"),
)  # fmt: skip
"""What scanners write out and readers abbreviate (J Am Soc Echocardiogr 2019;32:1-64)."""
_UNBROKEN: Final = 48
"""Characters of an examination's name and date that stay on one line."""
_NARROWEST_PX: Final = 900
QWIDGETSIZE_MAX: Final = 16777215
"""Qt's "no limit" for a width; PySide6 6.10 does not export it."""
DOT: Final = " \u00a0·\u00a0 "


def who(study: Study, hidden: str = "") -> str:
    """Return name, ID, birth date, age and sex as rich text; age and sex alone behind the words that hide the rest."""
    patient, recorded = study.patient, study.recorded or study.demographics
    scripts = (group for group in patient.name.split("=") if group.strip("^ "))
    name = escape(next(scripts, tr("name missing")))
    person = " ".join(filter(None, (_age(study, recorded), _both(patient.sex, recorded.sex))))
    if hidden:
        name, parts = escape(hidden), [escape(person)]
    else:
        born = _both(patient.birth_date, recorded.birth_date) or tr("birth date missing")
        parts = [escape(patient.patient_id or tr("ID missing")), escape(" \u00a0".join(filter(None, (born, person))))]
    return f'<span style="color:{theme.BRIGHT};font-weight:600">{name}</span> \u00a0 {DOT.join(parts)}'


def _both(now: date | str | None, recorded: date | str | None) -> str:
    """Return what counts, with what is recorded beside it where that is another."""
    words = str(now or "")
    return words if now == recorded else tr("{now} (recorded: {before})").format(now=words, before=recorded or "–")


def _age(study: Study, recorded: Demographics) -> str:
    """Return the age; what is recorded stands beside it where the birth date does not tell why it is another."""
    own = study.patient.birth_date == recorded.birth_date
    now, before = (
        "" if years is None else tr("{years} y").format(years=years) for years in (study.age_years, recorded.age_years)
    )
    return _both(now, before) if own else now


def body(study: Study) -> str:
    """Return body size, blood pressure and rhythm, as rich text."""
    sizes = []
    if study.height_cm:
        sizes.append(f"{study.height_cm:.0f} cm")
    if study.weight_kg:
        sizes.append(f"{study.weight_kg:.0f} kg")
    if study.body_surface_area_m2:
        words = tr("BSA {area:.2f} m²").format(area=study.body_surface_area_m2)
        own = study.surface_formula is not BodySurface.MOSTELLER
        sizes.append(f"{words} ({study.surface_formula.value})" if own else words)
    pressure = f"{study.systolic_mmhg}/{study.diastolic_mmhg} mmHg" if study.systolic_mmhg else tr("BP not recorded")
    parts = [" ".join(sizes) or tr("body size not recorded"), pressure, study.rhythm or tr("rhythm not recorded")]
    words = DOT.join(escape(part) for part in parts)
    return f'<a href="patient" style="color:{theme.DIM};text-decoration:none">{words}</a>'


def exam(study: Study) -> str:
    """Return what was examined and when, as rich text."""
    when = study.started_at.strftime("%Y-%m-%d %H:%M") if study.started_at else tr("date missing")
    words = escape(f"{short_description(study)} {when}")
    return words.replace(" ", "\u00a0") if len(words) <= _UNBROKEN else words


def short_description(study: Study) -> str:
    """Return what was examined as readers abbreviate it: "TTE"."""
    words = " ".join(study.description.split()) or tr("Echocardiography")
    for long, short in _EXAMS:
        start = words.lower().find(long)
        if start >= 0:
            return words[:start] + short + words[start + len(long) :]
    return words


class TopStrip(QWidget):
    """One or two lines, so that the identity is always whole; nothing in it moves while work runs."""

    ledger_requested = Signal()
    about_requested = Signal()
    cancel_requested = Signal()
    patient_requested = Signal()
    """The reader wants to complete or correct the patient's header."""

    def __init__(self, state: ViewerState, trained_on: TrainedOn | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setProperty("role", "strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.product = QPushButton("DeepCORO Desktop")
        self.product.setProperty("role", "link")
        self.product.setToolTip(tr("About this program and its model"))
        self.product.setStyleSheet(f"color: {theme.TEXT}; font-weight: 600; font-size: 13px;")
        self.product.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.product.clicked.connect(self.about_requested)
        self.identity, self.exam = QLabel(), QLabel()
        for label in (self.identity, self.exam):
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setProperty("role", "dim")
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            label.setAccessibleName(tr("Patient and examination"))
            label.linkActivated.connect(lambda _link: self.patient_requested.emit())
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
            )
        self.banner = QLabel()
        self.banner.setProperty("role", "banner")
        self.banner.setVisible(trained_on is TrainedOn.SYNTHETIC)
        self.banner.setText(tr(BANNER))
        self.banner.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.banner.setAccessibleName(tr(BANNER))
        self.used = QPushButton()
        self.used.setProperty("role", "link")
        self.used.setStyleSheet("text-align: right;")
        self.used.setToolTip(tr("Which clips were used, which were not, and why"))
        self.used.clicked.connect(self.ledger_requested)
        self.progress = ProgressText(state)
        self.progress.cancel_requested.connect(self.cancel_requested)
        self._right = QStackedWidget()
        self._right.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._right.addWidget(self.used)
        self._right.addWidget(self.progress)
        self._compose()
        state.study_changed.connect(lambda _study: self.refresh())
        state.study_corrected.connect(lambda _study: self.refresh())
        state.analysis_changed.connect(lambda _analysis: self.refresh())
        state.analysis_started.connect(self.refresh)
        state.names_hidden_changed.connect(lambda _hidden: self.refresh())
        state.analysis_failed.connect(lambda _error: self.refresh())
        self.refresh()

    def _compose(self) -> None:
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words.setContentsMargins(0, 0, 0, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._words.addWidget(self.identity, 0, left)
        self._words.addWidget(self.exam, 0, left)
        self._words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 10, 5)
        row.setSpacing(12)
        row.addWidget(self.product, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._words, 1)
        row.addWidget(self.banner, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._right, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(44)

    def refresh(self) -> None:
        """Show the open study and how many of its clips the model used."""
        study, analysis = self._state.study, self._state.analysis
        if study is None:  # else `_fit` says who and what
            self.identity.clear()
            self.exam.clear()
        self.exam.setToolTip(escape(study.description) if study else "")
        edit = tr("Complete or correct the header ({key})").format(key=self._state.keymap.shown("patient"))
        self.identity.setToolTip(edit if study else "")
        self._right.setVisible(study is not None)
        self._right.setCurrentWidget(self.progress if self._state.analysing else self.used)
        count = len(study.clips) if study else 0
        if analysis:
            device = {"cpu": "CPU", "cuda": "GPU"}.get(analysis.device, analysis.device)
            self.used.setText(
                device
                + DOT
                + plural("{used} of %n clip used", "{used} of %n clips used", count).format(used=len(analysis.used))
            )
        else:
            self.used.setText(plural("%n clip", "%n clips", count) + DOT + tr("not analysed"))
        self._fit()

    def _who(self, study: Study) -> str:
        hidden = tr("name hidden ({key})").format(key=self._state.keymap.shown("overlay"))
        return who(study, hidden if self._state.names_hidden else "")

    def minimumSizeHint(self) -> QSize:
        """Return a small width: the words take another line before they keep a window from getting narrow."""
        return QSize(_NARROWEST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take a second line where one is too short for the identity."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        study = self._state.study
        if study is None:
            return
        self._lay_out(one_line=True)
        if self._needed() + self.identity.sizeHint().width() + self.exam.sizeHint().width() > self.width():
            self._lay_out(one_line=False)
            room = self.width() - self._needed()
            for label in (self.identity, self.exam):  # a long name takes a third line rather than an ellipsis
                label.setWordWrap(label.sizeHint().width() > room)
                if label.wordWrap():
                    label.setFixedSize(max(room, 160), label.heightForWidth(max(room, 160)))

    def _needed(self) -> int:
        """Return the width that everything but the identity takes, margins and spaces included."""
        banner = self.banner.sizeHint().width() if not self.banner.isHidden() else 0
        return self.product.sizeHint().width() + banner + self._right.sizeHint().width() + 18 + 4 * 12

    def _lay_out(self, *, one_line: bool) -> None:
        study = self._state.study
        self.banner.setText(tr(BANNER) if one_line else tr(BANNER_TWO_LINES))
        self.progress.set_compact(not one_line)
        self._words.setDirection(QBoxLayout.Direction.LeftToRight if one_line else QBoxLayout.Direction.TopToBottom)
        self._words.setSpacing(0 if one_line else 1)
        if study is not None:
            # what was examined stands where there is room: at the end of one line, or of the first of two
            said = self._who(study)
            self.identity.setText(said if one_line else DOT.join((said, exam(study))))
            self.exam.setText(DOT.join(("", body(study), exam(study))) if one_line else body(study))
        for label in (self.identity, self.exam):
            label.setWordWrap(False)
            label.setMinimumSize(0, 0)
            label.setMaximumSize(QWIDGETSIZE_MAX, QWIDGETSIZE_MAX)
