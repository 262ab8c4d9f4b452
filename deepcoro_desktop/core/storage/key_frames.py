"""The frames that the reader keeps, by study."""

from __future__ import annotations

from collections.abc import Sequence

from deepcoro_desktop.core.report.key_pictures import KeyFrame
from deepcoro_desktop.core.storage.database import Database


class KeyFrames:
    """The key frames of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_study(self, study_uid: str) -> tuple[KeyFrame, ...]:
        """Return the key frames of a study, in the order in which they were kept."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT sop_instance_uid, frame FROM key_frames WHERE study_uid = ? ORDER BY place", (study_uid,)
            ).fetchall()
        return tuple(KeyFrame(str(uid), int(frame)) for uid, frame in rows)

    def replace(self, study_uid: str, frames: Sequence[KeyFrame]) -> None:
        """Store the key frames of a study in place of those before."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM key_frames WHERE study_uid = ?", (study_uid,))
            connection.executemany(
                "INSERT INTO key_frames (study_uid, place, sop_instance_uid, frame) VALUES (?, ?, ?, ?)",
                [(study_uid, place, one.sop_instance_uid, one.frame) for place, one in enumerate(frames)],
            )
