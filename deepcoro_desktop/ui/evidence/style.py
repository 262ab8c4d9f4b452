"""What only the evidence panel looks like; the rest comes from the program's style sheet."""

from __future__ import annotations

from typing import Final

from deepcoro_desktop.ui.theme import ACCENT, LINE, NOTE_PX, PANE, RADIUS_PX, RAISED, REVIEW, SMALL_PX

MARGIN_PX: Final = 12
"""Space between the panel's edge and what stands in it."""

SHEET: Final = f"""
EvidencePanel, EvidencePanel QWidget {{ background: {PANE}; }}
EvidencePanel QLabel {{ background: transparent; }}
EvidencePanel QLabel[role="fault"] {{ font-weight: 600; }}
EvidencePanel QLabel[role="other"] {{
    color: {REVIEW}; border: 1px solid {REVIEW}; border-radius: 3px; padding: 1px 5px;
    font-size: {SMALL_PX}px; font-weight: 600;
}}
EvidencePanel ReportCard {{ background: {RAISED}; border: 1px solid {LINE}; border-radius: {RADIUS_PX}px; }}
EvidencePanel ReportCard[same="true"] {{ border-left: 3px solid {ACCENT}; }}
EvidencePanel ReportCard QLabel {{ background: transparent; }}
EvidencePanel ClipViewBox {{ border-top: 1px solid {LINE}; }}
EvidencePanel QPushButton[role="link"] {{ color: {ACCENT}; padding: 3px 4px; }}
EvidencePanel QComboBox {{
    background: {RAISED}; border: 1px solid {LINE}; border-radius: {RADIUS_PX}px;
    padding: 3px 8px; min-height: 20px; font-size: {NOTE_PX}px;
}}
EvidencePanel QComboBox:focus {{ border-color: {ACCENT}; }}
"""
