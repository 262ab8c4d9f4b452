"""Decoding ahead of the eye, under a cap of memory."""

from __future__ import annotations

import gc
import threading

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.errors import PixelError
from deepcoro_desktop.core.progress import CancelToken
from deepcoro_desktop.ui.picture import pixels_of
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.viewer.decode import Fit, decode_chunk
from deepcoro_desktop.ui.viewer.frames import BUDGET_BYTES, FrameStore, Wanted, _Entry, budget_beside
from deepcoro_desktop.ui.viewer.look import Look
from tests.ui.viewer.clips import Opener, even_clip, grey_of

FRAME_BYTES = 80 * 60 * 3
ANY = None


def store_of(tasks: TaskRunner, opener: Opener, frames: int = 10_000) -> FrameStore:
    return FrameStore(tasks, opener, budget_bytes=frames * FRAME_BYTES)


def wait_idle(qtbot: QtBot, tasks: TaskRunner) -> None:
    qtbot.waitUntil(lambda: not tasks.busy)


def grey(store: FrameStore, uid: str, frame: int, size: Fit | None = ANY) -> int:
    picture = store.picture(uid, frame, size)
    assert picture is not None
    return picture.image.pixelColor(picture.image.width() // 2, picture.image.height() // 2).green()


def test_pictures_are_those_of_their_frames(qtbot: QtBot, tasks: TaskRunner) -> None:
    clip, opener = even_clip(40, 30), Opener()
    store = store_of(tasks, opener)
    store.show([Wanted(clip, QSize(160, 120))], [], "s")
    wait_idle(qtbot, tasks)
    assert store.complete(clip.sop_instance_uid)
    assert [grey(store, clip.sop_instance_uid, f) for f in range(40)] == [grey_of(f) for f in range(40)]
    fitted = store.picture(clip.sop_instance_uid, 7, Fit(QSize(160, 120), Look()))
    assert fitted is not None
    assert (fitted.fitted, fitted.image.size()) == (True, QSize(160, 120))
    assert len(opener.decoded) == 40, "no frame is decoded twice"


def test_nothing_is_decoded_on_the_qt_thread(qtbot: QtBot, tasks: TaskRunner) -> None:
    opener = Opener()
    store_of(tasks, opener).show([Wanted(even_clip(40, 30), None)], [], "s")
    wait_idle(qtbot, tasks)
    assert threading.get_ident() not in opener.threads


def test_first_frame_comes_alone_and_stands_for_the_others(qtbot: QtBot, tasks: TaskRunner) -> None:
    gate = threading.Event()
    clip = even_clip(40, 30)
    store = store_of(tasks, Opener(gate=gate, gated_from=1))
    with qtbot.waitSignal(store.changed):
        store.show([Wanted(clip, None)], [], "s")
    picture = store.picture(clip.sop_instance_uid, 25, ANY)
    assert picture is not None
    assert picture.frame == 0
    gate.set()
    wait_idle(qtbot, tasks)
    picture = store.picture(clip.sop_instance_uid, 25, ANY)
    assert picture is not None
    assert picture.frame == 25


def test_all_tiles_get_a_first_frame_before_any_gets_its_last(qtbot: QtBot, tasks: TaskRunner) -> None:
    clips, opener = [even_clip(40, 30, number=n) for n in range(1, 10)], Opener()
    store_of(tasks, opener).show([Wanted(clip, None) for clip in clips], [], "s")
    wait_idle(qtbot, tasks)
    firsts = [opener.decoded.index((clip.sop_instance_uid, 0)) for clip in clips]
    lasts = [opener.decoded.index((clip.sop_instance_uid, 39)) for clip in clips]
    assert max(firsts) < min(lasts)


def test_another_size_fits_the_same_pictures_again_without_decoding(qtbot: QtBot, tasks: TaskRunner) -> None:
    clip, opener = even_clip(40, 30), Opener()
    store = store_of(tasks, opener)
    store.show([Wanted(clip, QSize(160, 120))], [], "s")
    wait_idle(qtbot, tasks)
    store.show([Wanted(clip, QSize(40, 30))], [], "s")
    now = store.picture(clip.sop_instance_uid, 7, Fit(QSize(40, 30), Look()))
    assert now is not None
    assert not now.fitted, "until then the picture itself is drawn"
    wait_idle(qtbot, tasks)
    now = store.picture(clip.sop_instance_uid, 7, Fit(QSize(40, 30), Look()))
    assert now is not None
    assert (now.fitted, now.image.size()) == (True, QSize(40, 30))
    assert len(opener.decoded) == 40


def test_clips_ahead_are_decoded_last(qtbot: QtBot, tasks: TaskRunner) -> None:
    now, later, opener = even_clip(40, 30, number=1), even_clip(40, 30, number=2), Opener()
    store = store_of(tasks, opener)
    store.show([Wanted(now, None)], [later], "s")
    wait_idle(qtbot, tasks)
    assert [uid for uid, _ in opener.decoded] == [now.sop_instance_uid] * 40 + [later.sop_instance_uid] * 40


def test_memory_stays_under_the_cap_and_the_oldest_clip_goes(qtbot: QtBot, tasks: TaskRunner) -> None:
    clips = [even_clip(40, 30, number=n) for n in range(1, 6)]
    store = store_of(tasks, Opener(), frames=100)
    for clip in clips:
        store.show([Wanted(clip, None)], [], "s")
        wait_idle(qtbot, tasks)
        assert store.bytes_used <= 100 * FRAME_BYTES
        assert store.complete(clip.sop_instance_uid)
    assert store.picture(clips[0].sop_instance_uid, 0, ANY) is None
    assert store.picture(clips[3].sop_instance_uid, 0, ANY) is not None


def test_clips_ahead_do_not_push_out_what_is_shown(qtbot: QtBot, tasks: TaskRunner) -> None:
    clips = [even_clip(40, 30, number=n) for n in range(1, 6)]
    store = store_of(tasks, Opener(), frames=100)
    store.show([Wanted(clips[0], None)], clips[1:], "s")
    wait_idle(qtbot, tasks)
    assert store.bytes_used <= 100 * FRAME_BYTES
    assert store.complete(clips[0].sop_instance_uid)
    assert store.complete(clips[1].sop_instance_uid)
    assert not store.complete(clips[2].sop_instance_uid)


def test_many_tiles_share_the_memory_by_smaller_pictures(qtbot: QtBot, tasks: TaskRunner) -> None:
    clips = [even_clip(40, 30, number=n) for n in range(1, 5)]
    store = store_of(tasks, Opener(), frames=100)
    store.show([Wanted(clips[0], None)], [], "s")
    wait_idle(qtbot, tasks)
    store.show([Wanted(clip, None) for clip in clips], [], "s")
    wait_idle(qtbot, tasks)
    assert store.bytes_used <= 100 * FRAME_BYTES
    for clip in clips:
        picture = store.picture(clip.sop_instance_uid, 20, ANY)
        assert picture is not None
        assert picture.frame == 20
    assert grey(store, clips[3].sop_instance_uid, 20) == grey_of(20)
    store.show([Wanted(clips[3], None)], [], "s")
    wait_idle(qtbot, tasks)
    alone = store.picture(clips[3].sop_instance_uid, 20, ANY)
    assert alone is not None
    assert alone.image.width() == 80, "a clip alone has its own size again"


def test_damaged_frame_is_named_and_its_neighbour_shown(qtbot: QtBot, tasks: TaskRunner) -> None:
    clip = even_clip(40, 30)
    store = store_of(tasks, Opener(damaged=frozenset({7})))
    store.show([Wanted(clip, None)], [], "s")
    wait_idle(qtbot, tasks)
    assert store.damaged(clip.sop_instance_uid) == (7,)
    assert store.error(clip.sop_instance_uid) is None
    picture = store.picture(clip.sop_instance_uid, 7, ANY)
    assert picture is not None
    assert picture.frame in (6, 8)


@pytest.mark.parametrize(
    ("opener", "message"),
    [
        (Opener(broken=frozenset({"1.2.3.1"})), "The pictures of this clip are damaged."),
        (Opener(damaged=frozenset(range(40))), "Frame 1 of 40: its bytes are damaged."),
    ],
)
def test_clip_without_any_picture_says_why(qtbot: QtBot, tasks: TaskRunner, opener: Opener, message: str) -> None:
    clip = even_clip(40, 30)
    store = store_of(tasks, opener)
    store.show([Wanted(clip, None)], [], "s")
    assert store.error(clip.sop_instance_uid) is None, "while it is being decoded nothing is wrong"
    wait_idle(qtbot, tasks)
    error = store.error(clip.sop_instance_uid)
    assert error is not None
    assert error.message == message
    assert store.picture(clip.sop_instance_uid, 0, ANY) is None


def test_clearing_stops_the_work_and_a_new_study_begins(qtbot: QtBot, tasks: TaskRunner) -> None:
    gate = threading.Event()
    store = store_of(tasks, Opener(gate=gate))
    store.show([Wanted(even_clip(40, 30, number=n), None) for n in range(1, 6)], [], "s")
    store.clear()
    gate.set()
    wait_idle(qtbot, tasks)
    assert store.bytes_used == 0
    clip = even_clip(40, 30, number=1)
    store.show([Wanted(clip, None)], [], "t")
    wait_idle(qtbot, tasks)
    assert store.complete(clip.sop_instance_uid)


def test_clip_that_leaves_its_tile_and_comes_back_is_finished(qtbot: QtBot, tasks: TaskRunner) -> None:
    gate, one, two = threading.Event(), even_clip(40, 30, number=1), even_clip(40, 30, number=2)
    store = store_of(tasks, Opener(gate=gate))
    store.show([Wanted(one, None)], [], "s")
    store.show([Wanted(two, None)], [], "s")
    store.show([Wanted(one, None)], [], "s")
    gate.set()
    wait_idle(qtbot, tasks)
    assert store.complete(one.sop_instance_uid)


def test_what_is_left_to_decode_is_not_listed_for_each_drawn_frame(
    qtbot: QtBot, tasks: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip, listings = even_clip(300, 30), []
    listed = _Entry.list_missing
    monkeypatch.setattr(_Entry, "list_missing", lambda entry: listings.append(entry) or listed(entry))
    store = store_of(tasks, Opener(damaged=frozenset({5})))
    store.show([Wanted(clip, None)], [], "s")
    assert not store.complete(clip.sop_instance_uid)
    wait_idle(qtbot, tasks)
    assert store.complete(clip.sop_instance_uid)
    listings.clear()
    assert all(store.complete(clip.sop_instance_uid) for _ in range(300))
    assert listings == []


def test_a_wider_trim_is_decoded_and_only_then_complete(qtbot: QtBot, tasks: TaskRunner) -> None:
    clip, opener = even_clip(40, 30, trim_frames=(10, 19)), Opener()
    store = store_of(tasks, opener)
    store.show([Wanted(clip, None)], [], "s")
    wait_idle(qtbot, tasks)
    assert store.complete(clip.sop_instance_uid)
    store.show([Wanted(clip, None, trim=(5, 30))], [], "s")
    assert not store.complete(clip.sop_instance_uid)
    wait_idle(qtbot, tasks)
    assert store.complete(clip.sop_instance_uid)
    assert sorted(frame for _, frame in opener.decoded) == list(range(5, 31))


def test_trimmed_frames_are_not_decoded(qtbot: QtBot, tasks: TaskRunner) -> None:
    clip, opener = even_clip(40, 30, trim_frames=(10, 19)), Opener()
    store_of(tasks, opener).show([Wanted(clip, None)], [], "s")
    wait_idle(qtbot, tasks)
    assert sorted(frame for _, frame in opener.decoded) == list(range(10, 20))


def test_colours_arrive_exactly(qtbot: QtBot) -> None:
    rng = np.random.default_rng(5)
    pixels = rng.integers(0, 256, (61, 83, 3), dtype=np.uint8)
    clip = even_clip(1, 30, rows=61, columns=83)
    chunk = decode_chunk(Opener(picture=lambda _c, _i: pixels), clip, [0], 1, Fit(QSize(83, 61), Look()), CancelToken())
    picture = chunk.pictures[0]
    assert np.array_equal(pixels_of(picture.source), pixels)
    assert picture.fitted is not None
    for x, y in ((0, 0), (82, 60), (40, 17)):
        colour = picture.fitted.pixelColor(x, y)
        assert (colour.red(), colour.green(), colour.blue()) == tuple(int(v) for v in pixels[y, x])


def test_damage_does_not_stop_the_rest_of_a_chunk() -> None:
    chunk = decode_chunk(Opener(damaged=frozenset({1})), even_clip(4, 30), range(4), 1, None, CancelToken())
    assert [picture.frame for picture in chunk.pictures] == [0, 2, 3]
    assert [(frame, type(error)) for frame, error in chunk.damaged] == [(1, PixelError)]


def test_pictures_are_gone_as_soon_as_they_are_forgotten(qtbot: QtBot, tasks: TaskRunner) -> None:
    def pictures() -> int:
        return sum(isinstance(held, QImage) for held in gc.get_objects())

    before, store = pictures(), store_of(tasks, Opener())
    store.show([Wanted(even_clip(40, 30), QSize(160, 120))], [], "s")
    wait_idle(qtbot, tasks)
    assert pictures() == before + 2 * 40
    store.clear()
    qtbot.waitUntil(lambda: pictures() == before)  # by themselves: no collection runs in these tests while they last


def test_pictures_share_the_memory_with_the_graphs() -> None:
    assert budget_beside(0) == BUDGET_BYTES
    assert budget_beside(500 << 20) == BUDGET_BYTES - (500 << 20)
    assert budget_beside(5 << 30) > 9 * 60 * 400 * 300 * 3, "nine clips at half their size"
