from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.storage.reports import Reports
from tests.core.report.examples import LATER


def clock() -> datetime:
    return LATER.astimezone(UTC)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "store" / "deepcoro.db")


@pytest.fixture
def audit(database: Database) -> Audit:
    return Audit(database, b"k" * 32, clock)


@pytest.fixture
def reports(database: Database, audit: Audit) -> Reports:
    return Reports(database, audit)
