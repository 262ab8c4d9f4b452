"""What only the report looks like; the rest comes from the program's style sheet."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFrame

from deepcoro_desktop.ui.theme import ACCENT, BACKGROUND, DIM, FAULT, LINE, PANE, RAISED, REVIEW, SENTENCE_PX, TEXT

MARGIN_PX: Final = 12
"""Space between the panel's edge and what stands in it."""
RAISED_FOCUS: Final = "#212931"
"""Fill of the card that has the keyboard."""
PAPER: Final = "#eceae4"
"""The page in the signing sheet: paper, but no brighter than a picture."""
INK: Final = "#16191d"
INK_DIM: Final = "#59616b"
INK_WARNING: Final = "#8a4b00"
OWN_EDGE: Final = DIM
REJECTED_EDGE: Final = "#4a5664"

SHEET: Final = f"""
ReportPanel, ReportPanel QWidget {{ background: {PANE}; }}
ReportPanel QLabel {{ background: transparent; }}
ReportPanel QFrame[role="line"] {{ background: {LINE}; }}
ReportPanel QLabel[role="fault"] {{ font-weight: 600; }}
ReportPanel QLabel[role="signed"] {{ color: {BACKGROUND}; background: #6fb98f; border-radius: 3px; padding: 2px 6px;
    font-weight: 700; font-size: 11px; }}
ReportPanel StatementCard, ReportPanel StatementCard QWidget {{ background: transparent; }}
ReportPanel StatementCard QLabel#text {{ font-size: {SENTENCE_PX}px; }}
ReportPanel StatementCard QPlainTextEdit {{ background: {BACKGROUND}; font-size: {SENTENCE_PX}px;
    border: 1px solid {ACCENT}; border-radius: 3px; padding: 2px; }}
ReportPanel StatementCard QLineEdit {{ background: {BACKGROUND}; padding: 0 6px; min-height: 16px; border-radius: 3px;
    border: 1px solid {ACCENT}; }}
ReportPanel QPushButton[role="key"] {{ background: transparent; border: 1px solid #4a5664; border-radius: 3px;
    color: {TEXT}; padding: 0; font-size: 11px; min-width: 18px; max-width: 18px; min-height: 16px; max-height: 16px; }}
ReportPanel QPushButton[role="key"]:hover {{ border-color: {ACCENT}; color: {ACCENT}; }}
ReportPanel QPushButton[role="chip"] {{ background: transparent; border: 0; border-radius: 3px; color: {DIM};
    padding: 0 2px; font-size: 12px; text-align: left; }}
ReportPanel QPushButton[role="chip"]:hover {{ color: {ACCENT}; text-decoration: underline; }}
ReportPanel QPushButton[role="action"] {{ padding: 4px 10px; }}
ReportPanel QPushButton[role="step"] {{ background: transparent; border: 1px solid transparent; padding: 1px 5px;
    min-height: 14px; color: {TEXT}; }}
ReportPanel QPushButton[role="step"]:hover, ReportPanel QPushButton[role="step"]:focus {{ border-color: {ACCENT}; }}
ReportPanel QPushButton[role="step"]:disabled {{ color: #5d6875; }}
ReportPanel QPushButton[role="ready"] {{ background: transparent; border: 0; color: {ACCENT}; padding: 0 2px;
    font-size: 12px; font-weight: 600; }}
ReportPanel QPlainTextEdit {{ background: {BACKGROUND}; border: 1px solid {LINE}; border-radius: 4px; padding: 4px; }}
ReportPanel QPlainTextEdit {{ placeholder-text-color: {DIM}; }}
ReportPanel QPlainTextEdit:focus {{ border-color: {ACCENT}; }}
ReportPanel QStackedWidget {{ border: 0; padding: 0; margin: 0; }}
ReportPanel QListWidget {{ background: {PANE}; border: 0; outline: 0; }}
"""

SHEET_OF_SIGNING: Final = f"""
SigningSheet, SigningSheet QWidget {{ background: {PANE}; }}
SigningSheet {{ border: 1px solid {LINE}; }}
SigningSheet QLabel {{ background: transparent; }}
SigningSheet QLabel[role="fault"] {{ font-weight: 600; color: {FAULT}; }}
SigningSheet QFrame#identity {{ background: {BACKGROUND}; border: 0; border-radius: 0;
    border-bottom: 1px solid {LINE}; }}
SigningSheet QFrame#identity QLabel {{ background: transparent; }}
SigningSheet QLabel#warning {{ color: {REVIEW}; border: 1px solid {REVIEW}; border-radius: 4px; background: #241d10;
    padding: 8px 10px; font-size: 12px; }}
SigningSheet QTextBrowser {{ background: {PAPER}; color: {INK}; border: 0; border-radius: 2px; padding: 0; }}
SigningSheet QTextBrowser QScrollBar {{ background: {PAPER}; }}
SigningSheet QTextBrowser QScrollBar::handle {{ background: #a9a8a2; }}
SigningSheet QScrollArea#pages, SigningSheet QWidget#desk {{ background: {BACKGROUND}; }}
SigningSheet QStackedWidget {{ border: 0; padding: 0; }}
SigningSheet QRadioButton {{ spacing: 8px; padding: 3px 0; }}
SigningSheet QPushButton[role="blocker"] {{ text-align: left; background: {RAISED}; border: 1px solid {LINE};
    border-left: 3px solid {REVIEW}; border-radius: 0; padding: 7px 10px; font-size: 13px; }}
SigningSheet QPushButton[role="blocker"]:hover, SigningSheet QPushButton[role="blocker"]:focus {{
    border-color: {ACCENT}; border-left: 3px solid {REVIEW}; }}
"""


def hairline() -> QFrame:
    """Return a line between two parts of the panel."""
    line = QFrame()
    line.setProperty("role", "line")
    line.setFixedHeight(1)
    return line
