"""Values of a data set, read without trust: a malformed one is as good as missing."""

from __future__ import annotations

import logging
import math
import struct
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Final

from pydicom.dataset import Dataset
from pydicom.errors import BytesLengthException, InvalidDicomError

MALFORMED: Final = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    OverflowError,
    NotImplementedError,
    EOFError,
    AssertionError,
    RecursionError,
    MemoryError,
    OSError,  # pydicom 3.0: a sequence that ends within an item
    struct.error,
    BytesLengthException,
    InvalidDicomError,
)
"""What pydicom raises on values and files that break the standard."""

_QUIET: Final = threading.RLock()
_PYDICOM_LOG: Final = logging.getLogger("pydicom")


def _drop(_record: logging.LogRecord) -> bool:
    return False


@contextmanager
def quiet() -> Iterator[None]:
    """Keep pydicom's warnings to itself: their text can hold a patient's data. One thread at a time.

    pydicom 3 sends each warning to its logger as well (misc.warn_and_log), so both are stopped.
    """
    with _QUIET, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _PYDICOM_LOG.addFilter(_drop)
        try:
            yield
        finally:
            _PYDICOM_LOG.removeFilter(_drop)


def text(data: Dataset, keyword: str) -> str:
    """Return a value as stripped text, empty where missing or malformed."""
    try:
        value = data.get(keyword)
        return "" if value is None else str(value).strip("\0 \t\r\n")
    except MALFORMED:
        return ""


def numbers(data: Dataset, keyword: str) -> tuple[float, ...]:
    """Return all numbers of an element, empty where one is malformed or not finite."""
    try:
        value = data.get(keyword)
        if value is None or value == "":
            return ()
        several = isinstance(value, Iterable) and not isinstance(value, str | bytes)
        result = tuple(float(item) for item in (value if several else (value,)))
    except MALFORMED:
        return ()
    return result if all(math.isfinite(item) for item in result) else ()


def number(data: Dataset, keyword: str) -> float | None:
    """Return the first number of an element, None where missing or malformed."""
    values = numbers(data, keyword)
    return values[0] if values else None


def integer(data: Dataset, keyword: str) -> int | None:
    """Return the first number of an element if it is whole, else None."""
    value = number(data, keyword)
    return int(value) if value is not None and value == int(value) else None


def items(data: Dataset, keyword: str) -> tuple[Dataset, ...]:
    """Return the items of a sequence, empty where missing or malformed."""
    try:
        value = data.get(keyword)
        return tuple(item for item in value if isinstance(item, Dataset)) if value is not None else ()
    except MALFORMED:
        return ()


def day(data: Dataset, keyword: str) -> date | None:
    """Return a DA value; PS3.5 6.2 YYYYMMDD, the retired YYYY.MM.DD too."""
    return _date(text(data, keyword).replace(".", "")[:8])


def moment(data: Dataset) -> datetime | None:
    """Return when a picture was acquired, without zone.

    Acquisition DateTime (0008,002A), else Acquisition, Content, Series or Study Date with its Time.
    """
    whole = text(data, "AcquisitionDateTime")
    found = _date(whole[:8])
    if found is not None:
        return datetime.combine(found, _time(whole[8:].split("+")[0].split("-")[0]))
    for kind in ("Acquisition", "Content", "Series", "Study"):
        found = day(data, f"{kind}Date")
        if found is not None:
            return datetime.combine(found, _time(text(data, f"{kind}Time").replace(":", "")))
    return None


def study_moment(data: Dataset) -> datetime | None:
    """Return when the study began, without zone."""
    found = day(data, "StudyDate")
    return datetime.combine(found, _time(text(data, "StudyTime").replace(":", ""))) if found else moment(data)


def _date(digits: str) -> date | None:
    if len(digits) != 8 or not digits.isdigit():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _time(value: str) -> time:
    """Return a TM value HHMMSS.FFFFFF, midnight where it is malformed; missing parts are 0."""
    whole, _, fraction = value.strip().partition(".")
    if not whole.isdigit() or len(whole) not in (2, 4, 6) or not (fraction or "0").isdigit():
        return time()
    whole = whole.ljust(6, "0")
    try:
        return time(int(whole[:2]), int(whole[2:4]), min(int(whole[4:]), 59), int(fraction.ljust(6, "0")[:6] or 0))
    except ValueError:
        return time()
