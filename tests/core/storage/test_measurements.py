"""What was measured comes back equal; each change is in the audit record; old stores are brought up to date."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.measurement.measurement import (
    Average,
    Sheet,
    calibrate,
    choose_average,
    measure,
    move_points,
    remove,
)
from deepcoro_desktop.core.measurement.scale import ManualCalibration
from deepcoro_desktop.core.measurement.tools import Tool
from deepcoro_desktop.core.measurement.wall_motion import Motion, all_normal
from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.storage.database import Database, load_migrations, split_statements
from deepcoro_desktop.core.storage.measurements import Sheets, sheet_from_json, sheet_to_json
from tests.core.measurement.clips import TISSUE, clip
from tests.core.measurement.test_measurement import NOW, caliper, outline, velocity


@pytest.fixture
def sheets(database: Database, audit: Audit) -> Sheets:
    return Sheets(database, audit, "Dr Ada Reader")


def full_sheet() -> Sheet:
    sheet = velocity(outline(caliper(Sheet("1.2.3"), "lvidd", 5.0 / 3), "lvedv_a4c", 2.4, 9.0), "tr_vmax", -287.0)
    sheet = measure(sheet, clip(), 0, Tool.DISTANCE, [(1 / 3, 1), (51.1, 1)], NOW)
    sheet = replace(sheet, wall_motion=all_normal(17).scored(3, Motion.NOT_SEEN).scored(4, Motion.AKINETIC))
    return choose_average(sheet, "lvidd", Average.MAX)


def test_a_sheet_comes_back_equal(sheets: Sheets, database: Database, audit: Audit) -> None:
    sheet = full_sheet()
    sheets.save(sheet, NOW)
    assert Sheets(Database(database.path), audit, "x").load("1.2.3") == sheet
    assert sheets.load("9.9") == Sheet("9.9")
    plain = clip()
    by_hand = calibrate(Sheet("4"), plain, ManualCalibration((0, 0), (0, 99.5), 10.0))
    assert sheet_from_json(sheet_to_json(by_hand)) == by_hand


def test_every_change_is_in_the_audit_record(sheets: Sheets, audit: Audit) -> None:
    first = caliper(Sheet("1.2.3"), "lvidd", 5.0)
    sheets.save(first, NOW)
    sheets.save(first, NOW)  # nothing changed, nothing written
    second = move_points(first, "m1", clip(TISSUE), [(200.0, 100.0), (350.0, 100.0)])
    sheets.save(second, NOW)
    sheets.save(replace(remove(second, "m1"), wall_motion=all_normal(16)), NOW)
    entries = [(e.action, json.loads(e.detail)) for e in audit.entries("1.2.3/m1")]
    assert entries == [
        ("measure", {"old": "", "new": "lvidd beat 1: 5 cm"}),
        ("change measurement", {"old": "lvidd beat 1: 5 cm", "new": "lvidd beat 1: 6 cm"}),
        ("remove measurement", {"old": "lvidd beat 1: 6 cm", "new": ""}),
    ]
    assert [e.action for e in audit.entries("1.2.3/")] == ["set wall motion"]
    assert audit.verify() == 4


def test_a_store_of_the_first_release_gets_the_sheets(tmp_path: Path, audit: Audit) -> None:
    path = tmp_path / "old.db"
    with closing(dbapi2.connect(str(path), isolation_level=None)) as connection:
        for statement in split_statements(load_migrations()[0].sql):
            connection.execute(statement)
        connection.execute("PRAGMA user_version = 1")
        connection.execute("INSERT INTO view_overrides VALUES ('1.2.3', '1.2.3.1', 'a4c', 'now')")
    database = Database(path)
    sheets = Sheets(database, Audit(database, b"k" * 32, lambda: NOW), "x")
    sheets.save(full_sheet(), NOW)
    assert sheets.load("1.2.3") == full_sheet()
    with database.reading() as connection:
        assert connection.execute("SELECT view_id FROM view_overrides").fetchone() == ("a4c",)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"schema_version": 2}, "saved by a newer program"),
        ({"schema_version": "1"}, "damaged"),
        ({"extra": 1}, "damaged"),
        ({"wall_motion": {"model": 17, "scores": [1]}}, "damaged"),
    ],
)
def test_a_damaged_or_newer_sheet_is_refused(change: dict[str, object], match: str) -> None:
    raw = json.loads(sheet_to_json(full_sheet())) | change
    with pytest.raises(StorageError, match=match):
        sheet_from_json(json.dumps(raw).encode())
    with pytest.raises(StorageError, match="damaged"):
        sheet_from_json(b"{")
