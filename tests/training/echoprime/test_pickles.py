"""Pickles from elsewhere: plain data are read, everything that would run code is refused."""

from __future__ import annotations

import os
import pickle
import subprocess
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from deepcoro_desktop.core.errors import ArgumentError
from training.echoprime.pickles import read_pickle


class Calls:
    """Something whose pickle calls a function when it is loaded."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self._call = (function, arguments)

    def __reduce__(self) -> Any:
        return self._call


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize(
    "value",
    [
        {"effusion": {"a": 1.0, "b": 0, "c": None, "d": True}},
        [[(0, 3, 55.0), (1, 2, "left")], []],
        ({"set", "of"}, frozenset({1}), b"bytes", 2**80),
    ],
)
def test_reads_plain_data_of_every_protocol(value: Any, protocol: int, tmp_path: Path) -> None:
    if protocol < 4 and isinstance(value, tuple):
        value = value[2:]  # older protocols name the classes of sets
    path = tmp_path / "data.pkl"
    path.write_bytes(pickle.dumps(value, protocol))
    assert read_pickle(path) == value


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_reads_numpys_numbers_as_plain_ones(protocol: int, tmp_path: Path) -> None:
    path = tmp_path / "data.pkl"
    array = np.arange(6, dtype=">f4").reshape(2, 3)
    value = [np.float64(0.25), np.int64(-7), np.bool_(True), np.asfortranarray(array), array[0]]
    path.write_bytes(pickle.dumps(value, protocol))
    read = read_pickle(path)
    assert read == [0.25, -7, True, array.tolist(), [0.0, 1.0, 2.0]]
    assert [type(number) for number in read[:3]] == [float, int, bool]


def test_reads_the_names_of_older_numpy(tmp_path: Path) -> None:
    path = tmp_path / "data.pkl"
    path.write_bytes(pickle.dumps(np.float64(0.5), 2).replace(b"numpy._core.multiarray", b"numpy.core.multiarray"))
    assert read_pickle(path) == 0.5


HOSTILE = {
    "system": lambda target: Calls(os.system, f"touch {target}"),
    "eval": lambda target: Calls(eval, f"open({target!r}, 'w')"),
    "exec": lambda target: Calls(exec, f"open({target!r}, 'w')"),
    "getattr": lambda _: Calls(getattr, "x", "upper"),
    "nested": lambda target: {"deep": [({"er": (Calls(os.system, f"touch {target}"),)},)]},
    "in a report": lambda target: [[(0, 1, Calls(os.system, f"touch {target}"))]],
    "popen": lambda target: Calls(subprocess.Popen, ["touch", target]),
    "numpy": lambda target: Calls(np.save, target, 1.0),
    "array": lambda target: np.array([Calls(os.system, f"touch {target}")], dtype=object),
    "ordered": lambda _: OrderedDict(a=1),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("protocol", [0, 2, pickle.HIGHEST_PROTOCOL])
def test_hostile_pickle_is_refused_before_it_does_anything(kind: str, protocol: int, tmp_path: Path) -> None:
    target, path = tmp_path / "harm", tmp_path / "data.pkl"
    path.write_bytes(pickle.dumps(HOSTILE[kind](str(target)), protocol))
    message = r"it holds numpy's type O8" if kind == "array" else r"is not plain data: it names \S+\."
    with pytest.raises(ArgumentError, match=message):
        read_pickle(path)
    assert not target.exists()


def test_the_hostile_pickles_would_have_done_it(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(HOSTILE["nested"](str(tmp_path / "harm"))))  # noqa: S301 - our own
    assert (tmp_path / "harm").exists()


def test_an_array_of_objects_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.pkl"
    path.write_bytes(pickle.dumps(np.array([{}, []], dtype=object)))
    with pytest.raises(ArgumentError, match=r"not plain data: it holds numpy's type O8.*save it again as lists"):
        read_pickle(path)


def test_numpys_texts_are_refused_by_their_type(tmp_path: Path) -> None:
    path = tmp_path / "data.pkl"
    path.write_bytes(pickle.dumps({np.str_("study"): 1.0}))
    with pytest.raises(ArgumentError, match="not plain data: it holds numpy's type U5"):
        read_pickle(path)


def test_pandas_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "data.pkl"
    path.write_bytes(pickle.dumps(pd.Series([1.0, 2.0])))
    with pytest.raises(ArgumentError, match=r"not plain data: it names pandas.*save it again as lists"):
        read_pickle(path)


@pytest.mark.parametrize("data", [b"", b"\x80\x05", b"not a pickle", b"\x80\x04]\x94(K\x01K", b"cos\nsystem\n."])
def test_damaged_pickle_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "data.pkl"
    path.write_bytes(data)
    with pytest.raises(ArgumentError, match=r"data\.pkl"):
        read_pickle(path)


def test_reference_to_something_outside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.pkl"
    path.write_bytes(b"Pstorage\n.")
    with pytest.raises(ArgumentError, match="refers to data outside it"):
        read_pickle(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="cannot be read"):
        read_pickle(tmp_path / "data.pkl")
