"""Draws what lies over a picture: the words in the corners and the scrubber. The resting part is drawn once."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.viewer.overlay import Note, OverlayMode, ShortWords, Words
from deepcoro_desktop.ui.viewer.timeline import Timeline

MARGIN: Final = 10.0
SCRUBBER_PX: Final = 22
"""Height of the scrubber's strip at the foot of a tile."""
HEAD_PX: Final = 27
"""Height of the line of words over the picture."""
STRIP_PX: Final = 46
"""Height of the ECG over the scrubber."""
FOOT_PX: Final = 19
"""Height of the line of words under it."""
_GROOVE_PX: Final = 4.0
LINE_PX: Final = 16
_SMALL_LINE_PX: Final = 14
NARROW_PX: Final = 250.0
"""A tile narrower than this says the same in fewer and smaller words."""
_VIEW_PX: Final = 90.0
_YIELD_PX: Final = 24.0
"""How far the view's name gives way to the identity, and how short it may become."""
_NOTE_PX: Final = 290.0
_NOTE_SHARE: Final = 0.75
"""A note is cut at this width, or at this share of a wide tile; the tooltip has the whole of it."""
_BESIDE_PX: Final = 160.0
"""Notes that have less room than this beside the identity stand under it."""
_LABEL_PX: Final = 12
"""Height of the words over the ECG."""
_SEEN: Final = QColor("#2f7383")
"""The accent, darker: frames that the model looked at. The white mark stays the brightest thing on the scrubber."""
_TRACE: Final = QColor("#8fc9a8")
"""ECG: a muted green, as scanners draw it; darker than the picture's white."""
HALO: Final = QColor(0, 0, 0, 165)
_RIGHT: Final = Qt.TextElideMode.ElideRight
_OFFSETS: Final = ((-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (0.7, 0.7))


@dataclass(frozen=True, slots=True)
class Chrome:
    """All that rests while the clip plays: drawn once for each size."""

    words: Words
    notes: tuple[Note, ...]
    mode: OverlayMode
    timeline: Timeline | None
    """None for a still."""
    strip_px: int = 0
    """Height of the ECG over the scrubber."""


def groove(size: QSizeF) -> QRectF:
    """Return the scrubber's groove in a tile of this size."""
    top = size.height() - SCRUBBER_PX / 2 - _GROOVE_PX / 2 - 1
    return QRectF(MARGIN, top, max(1.0, size.width() - 2 * MARGIN), _GROOVE_PX)


def strip(size: QSizeF, height: float) -> QRectF:
    """Return where the ECG lies: as wide as the groove, so that both have one time scale."""
    line = groove(size)
    return QRectF(line.left(), size.height() - SCRUBBER_PX - height + 2, line.width(), height - 6)


def handles(size: QSizeF, played: tuple[float, float]) -> tuple[float, float]:
    """Return where the handles stand that trim the clip: x of the left and of the right one."""
    line = groove(size)
    return line.left() + played[0] * line.width(), line.left() + played[1] * line.width()


@dataclass(frozen=True, slots=True)
class Resting:
    """The resting part of a tile's overlay on a transparent ground, and how much of it is drawn on."""

    pixmap: QPixmap
    head_px: float
    """Height from the top that words and notes take."""
    foot_px: float
    """Height from the bottom that the scrubber and the ECG take."""

    def draw(self, painter: QPainter) -> None:
        """Draw the two ends; between them there is nothing, and blending nothing costs as much as blending words."""
        scale = self.pixmap.devicePixelRatio()
        width, height = self.pixmap.width() / scale, self.pixmap.height() / scale
        for top, part in ((0.0, min(self.head_px, height)), (height - self.foot_px, self.foot_px)):
            if part > 0:
                source = QRectF(0, top * scale, width * scale, part * scale)
                painter.drawPixmap(QRectF(0, top, width, part), self.pixmap, source)


def draw_chrome(chrome: Chrome, size: QSize, scale: float) -> Resting:
    """Return the resting part of a tile's overlay."""
    pixmap, painter = _ground(size, scale)
    extent = QSizeF(size)
    head = 0.0
    if chrome.mode is not OverlayMode.NONE:
        head = _draw_corners(painter, chrome, extent)
    if chrome.timeline is not None:
        _draw_timeline(painter, chrome.timeline, groove(extent))
        if chrome.strip_px and (chrome.timeline.has_ecg or chrome.mode is not OverlayMode.NONE):
            _draw_ecg(painter, chrome.timeline, strip(extent, chrome.strip_px))
    painter.end()
    foot = 0.0 if chrome.timeline is None else SCRUBBER_PX + chrome.strip_px
    return Resting(pixmap, float(math.ceil(head)), foot)


def words_px(width: float) -> int:
    """Return the size of the words in a tile of this width, pixels."""
    return theme.NOTE_PX if width >= NARROW_PX else theme.SMALL_PX


def identity_rows(short: ShortWords, room: float, px: int = theme.SMALL_PX) -> tuple[str, ...]:
    """Return the lines that say who it is where there is little room: a long name is cut, the number never."""
    metrics = QFontMetricsF(tile_font(px))
    whole = "  ".join(part for part in (short.name, short.number) if part)
    if metrics.horizontalAdvance(whole) <= room:
        return (whole,) if whole else ()
    name = metrics.elidedText(short.name, _RIGHT, room)
    if metrics.horizontalAdvance(short.number) <= room:
        return (name, short.number) if short.number else (name,)
    return (name, *textwrap.wrap(short.number, max(1, int(room // metrics.horizontalAdvance("W")))))


def draw_line(text: str, scale: float, px: int = theme.NOTE_PX) -> QPixmap:
    """Return one line of words at the foot, on a transparent ground.

    Drawn straight onto the tile, Qt would make the letters bolder than those that rest.
    """
    font = tile_font(px)
    width = max(1, math.ceil(QFontMetricsF(font).horizontalAdvance(text)) + 4)
    pixmap, painter = _ground(QSize(width, LINE_PX + 6), scale)
    _text(painter, QPointF(2, LINE_PX), text, font, theme.TEXT)
    painter.end()
    return pixmap


def draw_now(painter: QPainter, size: QSizeF, now: float, strip_px: int = 0) -> None:
    """Draw the white mark of now at a share of the clip's length, up through the ECG."""
    line = groove(size)
    x = round(line.left() + now * line.width()) - 1
    if strip_px:
        over = strip(size, strip_px).adjusted(0, _LABEL_PX, 0, 4)  # clear of the words over the trace
        painter.fillRect(QRectF(x + 1, over.top(), 1, over.height()), QColor(theme.BRIGHT))
    painter.fillRect(QRectF(x - 1, line.top() - 4, 5, line.height() + 8), QColor("black"))
    painter.fillRect(QRectF(x, line.top() - 4, 3, line.height() + 8), QColor("white"))


def draw_message(painter: QPainter, area: QRectF, title: str, remedy: str) -> None:
    """Draw a sentence and what to do about it in the middle of an area; no more than fits."""
    width = min(area.width() - 32, 340.0)
    if width <= 0:
        return
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
    fonts = (tile_font(theme.FONT_PX, theme.SEMIBOLD), tile_font(theme.NOTE_PX))
    heights = [
        QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 1e4), int(flags), text).height() if text else 0.0
        for font, text in zip(fonts, (title, remedy), strict=True)
    ]
    top = max(area.top(), area.center().y() - (sum(heights) + 6) / 2)
    left = area.center().x() - width / 2
    for font, text, height, colour in zip(fonts, (title, remedy), heights, (theme.TEXT, theme.DIM), strict=True):
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QRectF(left, top, width, height + 2), flags, text)
        top += height + 6


def _ground(size: QSize, scale: float) -> tuple[QPixmap, QPainter]:
    pixmap = QPixmap(size * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    return pixmap, painter


def _small() -> QFont:
    return tile_font(theme.NOTE_PX)


def tile_font(px: int, weight: QFont.Weight = theme.NORMAL) -> QFont:
    """Return a font whose letters look alike on the tile and on the transparent ground of what rests."""
    font = theme.font(px, weight)
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    return font


def _draw_corners(painter: QPainter, chrome: Chrome, size: QSizeF) -> float:
    """Draw view, identity and notes; return the height that they take."""
    words = chrome.words
    if chrome.mode is OverlayMode.FULL and size.width() < NARROW_PX:
        return _draw_small_corners(painter, chrome, size.width())
    view_font, small = tile_font(theme.FONT_PX, theme.SEMIBOLD), _small()
    metrics, view_metrics = QFontMetricsF(small), QFontMetricsF(view_font)
    certainty_px = metrics.horizontalAdvance(words.certainty) + 8 if words.certainty else 0.0
    baseline = HEAD_PX - 9.0
    room = size.width() - 2 * MARGIN - certainty_px
    whole = min(view_metrics.horizontalAdvance(words.view), room)
    lines, taken = _whole_identity(words, size.width() - 2 * MARGIN), 0.0
    if chrome.mode is OverlayMode.FULL:
        needed = max(min(whole, _VIEW_PX) + certainty_px, whole + certainty_px - _YIELD_PX)
        left, taken = _draw_identity(painter, lines, baseline, size.width(), MARGIN + needed + 12)
        room = left - 12 - MARGIN - certainty_px
    view = view_metrics.elidedText(words.view, _RIGHT, room)
    _text(painter, QPointF(MARGIN, baseline), view, view_font, theme.BRIGHT)
    after = MARGIN + view_metrics.horizontalAdvance(view) + 8
    _text(painter, QPointF(after, baseline), words.certainty, small, theme.TEXT)
    begin, beside = HEAD_PX + 1.0, size.width() - taken
    if taken and beside < _BESIDE_PX:
        begin, beside = baseline + len(lines) * LINE_PX + 8, size.width()
    below = _draw_notes(painter, chrome.notes, begin, beside, size.width())
    return max(below, baseline + len(lines) * LINE_PX + 6)


def _whole_identity(words: Words, room: float) -> tuple[str, ...]:
    """Return the lines of who and when; where name and number need two of them, the time stands by the number."""
    metrics = QFontMetricsF(_small())
    if not words.identity or metrics.horizontalAdvance(words.identity[0]) <= room:
        return words.identity
    *before, number = identity_rows(words.short, room, theme.NOTE_PX)
    last = "    ".join((number, *words.identity[1:]))
    return (*before, last) if metrics.horizontalAdvance(last) <= room else (*before, number, *words.identity[1:])


def _draw_small_corners(painter: QPainter, chrome: Chrome, width: float) -> float:
    """Draw view and time of day in one line, name and number under it; return the height that they take."""
    words, short, right = chrome.words, chrome.words.short, width - MARGIN
    view_font, small = tile_font(theme.NOTE_PX, theme.SEMIBOLD), tile_font(theme.SMALL_PX)
    metrics, view_metrics = QFontMetricsF(small), QFontMetricsF(view_font)
    baseline = HEAD_PX - 9.0
    time = short.time
    room = width - 2 * MARGIN - (metrics.horizontalAdvance(time) + 8 if time else 0.0)
    if view_metrics.horizontalAdvance(words.view) > room:
        time = time[:5]  # hours and minutes
        room = width - 2 * MARGIN - (metrics.horizontalAdvance(time) + 8 if time else 0.0)
    view = view_metrics.elidedText(words.view, _RIGHT, room)
    after = view_metrics.horizontalAdvance(view) + 6
    _text(painter, QPointF(MARGIN, baseline), view, view_font, theme.BRIGHT)
    if after + metrics.horizontalAdvance(words.certainty) <= room:
        _text(painter, QPointF(MARGIN + after, baseline), words.certainty, small, theme.TEXT)
    _text(painter, QPointF(right - metrics.horizontalAdvance(time), baseline), time, small, theme.TEXT)
    for line in identity_rows(short, width - 2 * MARGIN):
        length = metrics.horizontalAdvance(line)
        painter.fillRect(QRectF(right - length - 2, baseline + 4, length + 4, _SMALL_LINE_PX), HALO)
        baseline += _SMALL_LINE_PX
        _text(painter, QPointF(right - length, baseline), line, small, theme.TEXT)
    return max(_draw_notes(painter, chrome.notes, baseline + 8, width, width), baseline + 6)


def _draw_identity(
    painter: QPainter, lines: tuple[str, ...], baseline: float, width: float, used: float
) -> tuple[float, float]:
    """Draw who and when at the right, never cut: in one line, in two, or under the view's name.

    Returns
    -------
    tuple of float
        Where the words of the first line begin, and the width that words of later lines take.
    """
    font = _small()
    metrics = QFontMetricsF(font)
    whole = "    ".join(lines)
    rows = (whole,) if metrics.horizontalAdvance(whole) <= width - MARGIN - used else lines
    first = 0 if metrics.horizontalAdvance(rows[0] if rows else "") <= width - MARGIN - used else 1
    begin, taken = width, 0.0
    for row, line in enumerate(rows, first):
        length = metrics.horizontalAdvance(line)
        if row:  # it lies on the picture, where the scanner may have written too
            painter.fillRect(
                QRectF(width - MARGIN - length - 2, baseline + (row - 1) * LINE_PX + 4, length + 4, LINE_PX), HALO
            )
        _text(painter, QPointF(width - MARGIN - length, baseline + row * LINE_PX), line, font, theme.TEXT)
        if row == 0:
            begin = width - MARGIN - length
        else:
            taken = max(taken, length + MARGIN)
    return begin, taken


def _draw_notes(painter: QPainter, notes: tuple[Note, ...], top: float, width: float, whole_width: float) -> float:
    """Draw the notes as framed words, one under the other, beside what stands at the right; return where they end."""
    font = tile_font(theme.SMALL_PX)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    for row, note in enumerate(notes):
        room = (width if row == 0 else whole_width) - 2 * MARGIN - 12
        text = (
            note.text
            if note.whole
            else metrics.elidedText(note.text, _RIGHT, min(room, max(_NOTE_PX, _NOTE_SHARE * whole_width)))
        )
        bounds = metrics.boundingRect(QRectF(0, 0, max(room, 1.0), 1e4), int(flags), text)
        box = QRectF(MARGIN + 0.5, round(top) + 0.5, min(bounds.width() + 1, room) + 12, round(bounds.height()) + 4)
        colour = QColor(theme.REVIEW if note.warns else theme.DIM)
        rim = QColor(theme.REVIEW if note.warns else theme.LINE)
        rim.setAlphaF(0.6 if note.warns else 1.0)
        painter.setPen(QPen(rim, 1))
        painter.setBrush(QColor(0, 0, 0, 215))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(colour)
        painter.drawText(box.adjusted(6, 2, -4, 0), flags, text)
        top += box.height() + 4
    return top


def _draw_timeline(painter: QPainter, timeline: Timeline, line: QRectF) -> None:
    begin, end = timeline.played
    painter.fillRect(QRectF(line.left(), round(line.center().y()), line.width(), 1), QColor(theme.LINE))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.LINE))  # what is trimmed away stays a hairline
    painter.drawRoundedRect(_part(line, begin, end), 2, 2)
    painter.setBrush(_SEEN)
    for first, last in timeline.sampled:
        painter.drawRoundedRect(_part(line, first, last), 2, 2)
    for share in timeline.r_waves:
        x = round(line.left() + share * line.width())
        painter.fillRect(QRectF(x, line.top() - 3, 1, line.height() + 6), QColor(theme.DIM))
    if timeline.played != (0.0, 1.0):
        _draw_handles(painter, line, timeline.played)
    painter.setBrush(QColor(theme.REVIEW))
    for share in timeline.marks:
        tip = QPointF(line.left() + share * line.width() + 0.5, line.top() - 5)
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-4, -6), tip + QPointF(4, -6)]))


def _draw_handles(painter: QPainter, line: QRectF, played: tuple[float, float]) -> None:
    """Draw a bracket at each end of what plays."""
    painter.setBrush(QColor(theme.TEXT))
    for share, side in zip(played, (1, -1), strict=True):
        x = round(line.left() + share * line.width())
        painter.drawRect(QRectF(min(x, x + 2 * side), line.top() - 5, 2, line.height() + 10))
        for y in (line.top() - 5, line.bottom() + 3):
            painter.drawRect(QRectF(min(x, x + 5 * side), y, 5, 2))


def _draw_ecg(painter: QPainter, timeline: Timeline, area: QRectF) -> None:
    """Draw the trace, or the R waves alone, and say where they come from, or that there is none."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_TRACE, 1.2))
    base, height = area.bottom() - 0.5, area.height() - _LABEL_PX
    if timeline.trace:
        points = [QPointF(area.left() + x * area.width(), base - y * height) for x, y in timeline.trace]
        painter.drawPolyline(QPolygonF(points))
    elif timeline.r_waves:  # a line without any would look like asystole
        painter.drawLine(QPointF(area.left(), base), QPointF(area.right(), base))
        for share in timeline.r_waves:
            x = round(area.left() + share * area.width()) + 0.5
            painter.drawLine(QPointF(x, base), QPointF(x, base - height))
    font = tile_font(theme.SMALL_PX)
    _text(painter, QPointF(area.left(), area.top() + 9), timeline.trace_label, font, theme.DIM)


def _part(line: QRectF, begin: float, end: float) -> QRectF:
    """Return the part of the groove between two shares of it, at least wide enough to be seen."""
    width = max(2.0, (end - begin) * line.width())
    return QRectF(line.left() + begin * line.width(), line.top(), width, line.height())


def _text(painter: QPainter, at: QPointF, text: str, font: QFont, colour: str) -> None:
    """Draw words that stay legible on a bright picture: a thin dark rim round each letter."""
    if not text:
        return
    painter.setFont(font)
    painter.setPen(HALO)
    for dx, dy in _OFFSETS:
        painter.drawText(at + QPointF(dx, dy), text)
    painter.setPen(QColor(colour))
    painter.drawText(at, text)
