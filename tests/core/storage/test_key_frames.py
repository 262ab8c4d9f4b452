from __future__ import annotations

from deepcoro_desktop.core.report.key_pictures import KeyFrame
from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.storage.key_frames import KeyFrames

KEPT = (KeyFrame("1.2.3", 40), KeyFrame("1.2.1", 0), KeyFrame("1.2.3", 2))


def test_key_frames_keep_their_order_by_study(database: Database) -> None:
    store = KeyFrames(database)
    store.replace("study", KEPT)
    store.replace("other", KEPT[:1])
    assert store.of_study("study") == KEPT
    store.replace("study", KEPT[1:])
    assert KeyFrames(Database(database.path)).of_study("study") == KEPT[1:]
    assert store.of_study("other") == KEPT[:1]
    assert store.of_study("none") == ()
