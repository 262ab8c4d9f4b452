"""What only the rating looks like, and the columns that texts and questions share."""

from __future__ import annotations

from typing import Final

from deepcoro_desktop.ui.theme import (
    ACCENT,
    BACKGROUND,
    BRIGHT,
    DIM,
    FOCUS_FILL,
    LINE,
    PANE,
    RAISED,
    REVIEW,
    SENTENCE_PX,
    TEXT,
)

GUTTER_PX: Final = 132
"""Width of the column that names sections and questions."""
EDGE_PX: Final = 16
"""Space between the panel's edge and what stands in it."""
GAP_PX: Final = 20
"""Space between the columns of A and B."""
BAR_PX: Final = 8
"""Width of the scroll bar beside the texts; the questions leave it free, so that columns stay in line."""

OUTDENT_PX: Final = 10
"""By how much a question begins before its column: there stands the mark of the current one."""
CLIP_ROW_PX: Final = 36

SHEET: Final = f"""
RatingWindow QSplitter::handle {{ background: {LINE}; }}
TextsPanel, TextsPanel QWidget {{ background: {PANE}; }}
TextsPanel QLabel {{ background: transparent; }}
TextsPanel QLabel[role="letter"] {{ color: {BRIGHT}; font-size: 13px; font-weight: 600; }}
TextsPanel QLabel[role="section"] {{ color: {DIM}; font-size: 12px; }}
TextsPanel QLabel[role="paragraph"] {{ color: {TEXT}; font-size: {SENTENCE_PX}px; }}
TextsPanel QLabel[role="nothing"] {{ color: {DIM}; font-size: {SENTENCE_PX}px; }}
TextsPanel QFrame[role="line"] {{ background: {LINE}; }}
QuestionsPanel {{ background: {BACKGROUND}; border-top: 1px solid {LINE}; }}
QuestionsPanel QLabel, QuestionsPanel Question {{ background: transparent; }}
QuestionsPanel QLabel[role="asked"] {{ color: {TEXT}; font-size: 12px; }}
QuestionsPanel QFrame[role="line"] {{ background: {LINE}; }}
Question {{ border: 0; border-left: 3px solid transparent; }}
Question[current="true"] {{ border-left: 3px solid {ACCENT}; }}
Question[current="true"] QPushButton {{ border-color: #4a5664; }}
Question QPushButton {{ background: {PANE}; border: 1px solid {LINE}; border-radius: 3px; padding: 3px 0;
    font-size: 12px; min-height: 16px; min-width: 30px; color: {TEXT}; }}
Question QPushButton[role="word"] {{ min-width: 54px; }}
Question QPushButton:hover {{ border-color: #4a5664; background: {RAISED}; }}
Question QPushButton:checked {{ background: {FOCUS_FILL}; border-color: {ACCENT}; color: {ACCENT}; padding: 3px 0; }}
QuestionsPanel QLineEdit {{ background: {PANE}; padding: 2px 8px; min-height: 18px; border-radius: 3px;
    font-size: 12px; }}
QuestionsPanel QLineEdit:focus {{ border-color: {ACCENT}; }}
QuestionsPanel QLineEdit:disabled {{ background: transparent; border-color: transparent; color: {DIM}; }}
ClipRow, ClipRow QWidget {{ background: {BACKGROUND}; }}
ClipRow QPushButton {{ background: {PANE}; padding: 2px 0; font-size: 11px; min-height: 16px; min-width: 30px;
    border-radius: 3px; color: {DIM}; }}
ClipRow QPushButton:checked {{ background: {PANE}; padding: 2px 0; color: {ACCENT}; border-color: {ACCENT}; }}
ClipRow QScrollBar:horizontal {{ height: 4px; }}
StartPage, SummaryPage {{ background: {PANE}; }}
StartPage QFrame#card, SummaryPage QFrame#card {{ background: {BACKGROUND}; border-radius: 5px; }}
StartPage QFrame#card QLabel, SummaryPage QFrame#card QLabel {{ background: transparent; }}
StartPage QFrame#card QWidget, SummaryPage QFrame#card QWidget {{ background-color: transparent; }}
StartPage QFrame#card QLineEdit {{ background: {PANE}; font-size: 14px; padding: 6px 10px; }}
StartPage QFrame#card QPushButton, SummaryPage QFrame#card QPushButton {{ background-color: {RAISED}; }}
StartPage QFrame#card QPushButton[role="primary"], SummaryPage QFrame#card QPushButton[role="primary"] {{
    background-color: {FOCUS_FILL}; }}
RatingWindow QLabel[role="left"] {{ color: {REVIEW}; font-size: 12px; }}
"""
