"""Retrieved reports: each unmistakably another patient's, none of it to be copied."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deepcoro_desktop.core.inference.results import ReportMatch
from deepcoro_desktop.ui.evidence.content import with_slots
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.theme import restyle

FIRST: Final = 3
"""Reports shown before "show more"."""
STEP: Final = 10
"""Reports that "show more" adds."""


class ReportCard(QFrame):
    """One retrieved report: what it says of the section in focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rank = QLabel()
        self.rank.setProperty("role", "title")
        self.about = QLabel()
        self.about.setProperty("role", "note")
        self.source = QLabel()
        self.source.setProperty("role", "note")
        self.other = QLabel(tr("OTHER PATIENT"))
        self.other.setProperty("role", "other")
        self.other.setToolTip(tr("This report tells of another patient. Its numbers are left out."))
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.foot = QLabel()
        self.foot.setProperty("role", "note")
        for label in (self.rank, self.about, self.source, self.other, self.text, self.foot):
            # a report of another patient is read, never copied
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        for label in (self.about, self.source):
            label.setMinimumWidth(40)  # a long name is cut, it never widens the panel
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.rank)
        top.addWidget(self.about, 1)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.source, 1)
        below.addWidget(self.other)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(below)
        column.addWidget(self.text)
        column.addWidget(self.foot)

    def show_match(self, rank: int, match: ReportMatch, section: str, *, same: bool) -> None:
        """Show a report and what it says of `section`."""
        self.rank.setText(f"#{rank}")
        self.about.setText(
            tr("similarity {similarity:.3f} · {origin}").format(
                similarity=match.similarity, origin=tr(match.origin.value)
            )
        )
        self.about.setToolTip(
            tr("Similarity {similarity:.3f}, {origin} report of study {report_id}").format(
                similarity=match.similarity, origin=tr(match.origin.value), report_id=match.report_id
            )
        )
        sentences = [s.text for s in match.sentences if s.section == section]
        text = " ".join(sentences) if sentences else tr("Says nothing about: {section}.").format(section=section)
        self.text.setText(with_slots(text))
        restyle(self.text, role="" if sentences else "note")
        self.source.setText(tr("study {report_id}").format(report_id=match.report_id))
        self.source.setToolTip(self.source.text())
        self.foot.setText(tr("says the same"))
        self.foot.setVisible(same)
        restyle(self, same=same)
        self.setAccessibleName(
            tr("Report {rank}, other patient, similarity {similarity:.3f}, {origin}: {text}").format(
                rank=rank, similarity=match.similarity, origin=tr(match.origin.value), text=text
            )
            + (" " + tr("Says the same as the sentence in focus.") if same else "")
        )


class ReportList(QWidget):
    """The reports retrieved for a section, nearest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matches: tuple[ReportMatch, ...] = ()
        self._section = ""
        self._same: frozenset[str] = frozenset()
        self._cards: list[ReportCard] = []
        self._count = FIRST
        self.heading = QLabel()
        self.heading.setProperty("role", "title")
        self.note = QLabel()
        self.note.setProperty("role", "note")
        self.note.setWordWrap(True)
        self.more = QPushButton()
        self.more.setProperty("role", "link")
        self.more.clicked.connect(self._show_more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        for widget in (self.heading, self.note, self.more):
            self._column.addWidget(widget)
        self._column.setAlignment(self.more, Qt.AlignmentFlag.AlignLeft)

    @property
    def cards(self) -> tuple[ReportCard, ...]:
        """The reports on screen, nearest first."""
        return tuple(card for card in self._cards if not card.isHidden())

    def show_matches(self, matches: tuple[ReportMatch, ...], section: str, same: frozenset[str]) -> None:
        """Show the reports of a section; cards are kept and only their content changes."""
        if section != self._section:
            self._count = FIRST
        self._matches, self._section, self._same = matches, section, same
        self.heading.setText(
            tr("Retrieved reports · {count} nearest").format(count=len(matches)) if matches else tr("Retrieved reports")
        )
        self.note.setVisible(not matches)
        self.note.setText(tr("They are not kept with a saved draft. Analyse the study again to see them."))
        shown = matches[: self._count]
        while len(self._cards) < len(shown):
            card = ReportCard(self)
            self._column.insertWidget(2 + len(self._cards), card)
            self._cards.append(card)
        for position, card in enumerate(self._cards):
            card.setVisible(position < len(shown))
            if position < len(shown):
                match = shown[position]
                card.show_match(position + 1, match, section, same=match.report_id in same)
        rest = len(matches) - len(shown)
        self.more.setVisible(rest > 0)
        self.more.setText(tr("Show {more} more of {count}").format(more=min(STEP, rest), count=len(matches)))

    def _show_more(self) -> None:
        self._count += STEP
        self.show_matches(self._matches, self._section, self._same)
