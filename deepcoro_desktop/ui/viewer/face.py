"""Face: draws one tile. What rests while the clip plays is drawn once and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap

from deepcoro_desktop.core.name_cover import NOTHING_COVERED, Cover
from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.covering import covered_path, draw_cover
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.picture import image_of, pixels_of
from deepcoro_desktop.ui.viewer.decode import Fit
from deepcoro_desktop.ui.viewer.foot import foot_rows
from deepcoro_desktop.ui.viewer.frames import FrameStore
from deepcoro_desktop.ui.viewer.look import Look, adjusted
from deepcoro_desktop.ui.viewer.overlay import Note, OverlayMode, Words, longest_rate, passing_notes
from deepcoro_desktop.ui.viewer.painting import (
    HALO,
    LINE_PX,
    MARGIN,
    NARROW_PX,
    Chrome,
    Resting,
    draw_chrome,
    draw_line,
    draw_message,
    draw_now,
    words_px,
)
from deepcoro_desktop.ui.viewer.timeline import share_of

if TYPE_CHECKING:
    from deepcoro_desktop.ui.viewer.tile import Tile

BORDER_PX: Final = 2
_LINES_KEPT: Final = 200


class Face:
    """Draws a tile's picture, layers, words, scrubber and border."""

    def __init__(self, tile: Tile, store: FrameStore) -> None:
        self._tile = tile
        self._store = store
        self._chrome: Chrome | None = None
        self._resting: Resting | None = None
        self._lines: dict[tuple[str, float, int], QPixmap] = {}
        self._asked: tuple[float, tuple[str, str], str] | None = None
        self._rows: tuple[str, ...] = ()
        self._covered_for: tuple[Cover, QRectF] | None = None
        self._covered = QPainterPath()
        self._looked_for: tuple[int, Look] | None = None
        self._looked = QImage()

    def draw(self, painter: QPainter) -> None:
        """Draw the whole tile."""
        tile = self._tile
        painter.fillRect(tile.rect(), QColor("black"))
        if tile.clip is None or tile.words is None:
            draw_message(painter, QRectF(tile.rect()), "", tile.invitation)
        else:
            self._draw_picture(painter, tile.clip)
            self._draw_layers(painter)
            self._draw_words(painter, tile.clip, tile.words)
        self._draw_border(painter)

    def _draw_picture(self, painter: QPainter, clip: Clip) -> None:
        target, size = self._tile.placed()
        look = self._tile.viewing.look
        uid = clip.sop_instance_uid
        picture = self._store.picture(uid, self._tile.drawn_frame or 0, Fit(size, look))
        if picture is None:
            error = self._store.error(uid)
            title, remedy = (error.message, error.remedy) if error is not None else ("", tr("Reading the pictures"))
            draw_message(painter, self._tile.picture_area(), title, remedy)
            return
        cover = self._store.cover(clip) if self._tile.mode is OverlayMode.ANONYMOUS else NOTHING_COVERED
        if cover is None:
            draw_message(painter, self._tile.picture_area(), "", tr("Looking for what may be a name"))
            return
        painter.save()
        if not picture.fitted:
            painter.setClipRect(self._tile.picture_area())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = picture.fitted or look.plain
        painter.drawImage(target, picture.image if whole else self._with_look(picture.image, look))
        if cover is not NOTHING_COVERED:
            painter.setClipRect(self._tile.picture_area())
            self._draw_cover(painter, cover, target)
        painter.restore()

    def _with_look(self, image: QImage, look: Look) -> QImage:
        """Return a decoded picture with a look, while the prepared ones are not there yet or it is zoomed; kept."""
        if (image.cacheKey(), look) != self._looked_for:
            self._looked = image_of(adjusted(pixels_of(image), look))
            self._looked_for = (image.cacheKey(), look)
        return self._looked

    def _draw_cover(self, painter: QPainter, cover: Cover, target: QRectF) -> None:
        if (cover, target) != self._covered_for:
            self._covered_for, self._covered = (cover, target), covered_path(cover, target)
        draw_cover(painter, self._covered)

    def _draw_layers(self, painter: QPainter) -> None:
        place = self._tile.picture_place()
        if place is None or place.frame is None:
            return
        for layer in self._tile.layers:
            painter.save()
            painter.setClipRect(place.area)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            layer.paint(painter, place)
            painter.restore()

    def _draw_words(self, painter: QPainter, clip: Clip, words: Words) -> None:
        tile = self._tile
        chrome = Chrome(words, self.notes(clip, words), tile.mode, tile.timeline, tile.strip_px)
        scale = tile.devicePixelRatioF()
        if self._resting is None or chrome != self._chrome or self._resting.pixmap.size() != tile.size() * scale:
            self._chrome, self._resting = chrome, draw_chrome(chrome, tile.size(), scale)
        self._resting.draw(painter)
        frame = tile.drawn_frame
        if tile.mode is not OverlayMode.NONE:
            self._draw_foot(painter, clip, words, scale)
        if chrome.timeline is not None and frame is not None:
            draw_now(
                painter, QSizeF(tile.size()), share_of(clip, frame), tile.strip_px if chrome.timeline.has_ecg else 0
            )

    def notes(self, clip: Clip, words: Words) -> tuple[Note, ...]:
        """Return what stands under the view's name."""
        tile, notes = self._tile, words.notes
        if self._store.error(clip.sop_instance_uid) is not None:
            notes = ()
        else:
            notes += passing_notes(self._store.damaged(clip.sop_instance_uid), tile.viewing, tile.keymap)
        if tile.mode is OverlayMode.ANONYMOUS and (cover := self._store.cover(clip)) and not cover.certain:
            notes += (Note(tr("covered: the picture may show a name"), warns=True, whole=True),)
        return (*notes, Note(tile.remark, warns=True, whole=True)) if tile.remark else notes

    def _draw_foot(self, painter: QPainter, clip: Clip, words: Words, scale: float) -> None:
        """Draw what changes while the clip plays: its lines are drawn once each and kept."""
        tile, px = self._tile, words_px(self._tile.width())
        narrow = tile.width() < NARROW_PX
        number = tr("clip {number}").format(number=words.number) if clip.is_still or not narrow else ""
        longest = number
        if not clip.is_still:
            shown = "–" if tile.drawn_frame is None else str(tile.drawn_frame + 1)
            gap = "   " if number else ""
            number += f"{gap}{shown} / {clip.frame_count}"
            longest += f"{gap}{clip.frame_count} / {clip.frame_count}"
        top = tile.height() - tile.under_px - LINE_PX - 6
        right = self._line(number, scale, px)
        painter.drawPixmap(QPointF(tile.width() - MARGIN + 2 - right.width() / scale, top), right)
        asked = (float(tile.width()), (words.short.heart if narrow else words.heart, tile.rate_words), longest)
        if asked != self._asked:
            self._asked, self._rows = (
                asked,
                foot_rows(*asked, "" if clip.is_still else longest_rate(words), words.short.heart),
            )
        for row, text in enumerate(reversed(self._rows)):
            line, above = self._line(text, scale, px), top - row * LINE_PX
            if row:  # it lies on the picture, where the scanner may have written too
                painter.fillRect(QRectF(MARGIN - 2, above + 4, line.width() / scale, LINE_PX), HALO)
            painter.drawPixmap(QPointF(MARGIN - 2, above), line)

    def _line(self, text: str, scale: float, px: int) -> QPixmap:
        line = self._lines.get((text, scale, px))
        if line is None:
            if len(self._lines) >= _LINES_KEPT:
                self._lines.clear()
            line = self._lines[text, scale, px] = draw_line(text, scale, px)
        return line

    def _draw_border(self, painter: QPainter) -> None:
        """Draw the border: two pixels of accent for the active tile, one for a clip that is pointed at elsewhere."""
        tile = self._tile
        box = QRectF(tile.rect())
        strong = tile.active or tile.dropping
        width = BORDER_PX if strong else 1
        painter.setPen(QPen(QColor(theme.ACCENT if strong or tile.lit else theme.LINE), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        painter.drawRect(box.adjusted(half, half, -half, -half))
