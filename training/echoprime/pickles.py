"""The release's pickles, read without running anything that they name.

A pickle is a program that may call any function. This reader knows the few names that plain data need: containers,
numbers and texts need none, numpy's numbers and arrays of numbers need a few. Every other name is refused.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final, Literal, NoReturn

import numpy as np

from deepcoro_desktop.core.errors import ArgumentError

DAMAGED: Final = (
    pickle.UnpicklingError, EOFError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError,
)  # fmt: skip
"""What loading may raise: a damaged pickle fails in whatever way its bytes happen to mean."""

_PLAIN: Final = "Take it from the published release, or save it again as lists, dictionaries, numbers and texts."

_NUMBERS: Final = "biuf"
"""Kinds of numpy's types that hold plain numbers."""


def read_pickle(path: Path) -> Any:
    """Return the data of a pickle: containers, numbers and texts; numpy's numbers and arrays as plain ones and lists.

    Parameters
    ----------
    path : Path
        A file of the release.

    Raises
    ------
    ArgumentError
        If it cannot be read, is no pickle, or names anything else than such data.
    """
    try:
        with path.open("rb") as stream:
            return _PlainData(stream, path.name).load()
    except OSError as error:
        raise ArgumentError(f"{path.name} cannot be read.", "Check that you may read it.") from error
    except _OtherType as error:
        raise ArgumentError(f"{path.name} is not plain data: it holds {error}.", _PLAIN) from error
    except DAMAGED as error:
        raise ArgumentError(f"{path.name} is no whole pickle.", "Copy or download it again.") from error


class _OtherType(pickle.UnpicklingError):
    """An array of what is no number."""


class _PlainData(pickle.Unpickler):
    """An unpickler that finds no function and no class but those that numpy's numbers need."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        super().__init__(stream)
        self._name = name

    def find_class(self, module: str, name: str) -> Any:
        """Return what an admitted name stands for."""
        found = _ADMITTED.get((module, name))
        if found is None:
            raise ArgumentError(
                f"{self._name} is not plain data: it names {module}.{name}.",
                _PLAIN,
            )
        return found

    def persistent_load(self, pid: Any) -> NoReturn:
        """Refuse a reference to something outside the file."""
        raise ArgumentError(f"{self._name} refers to data outside it.", "Take it from the published release.")


class _NumberType:
    """A numpy type of plain numbers; an array of objects could hold anything."""

    def __init__(self, code: str, align: bool = False, copy: bool = False) -> None:
        self.dtype = np.dtype(str(code))
        if self.dtype.kind not in _NUMBERS:
            raise _OtherType(f"numpy's type {code}")

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """Take the order of bytes; the rest of numpy's state says nothing of plain numbers."""
        if state[1] in (">", "<"):
            self.dtype = self.dtype.newbyteorder(state[1])


class _Numbers(list[Any]):
    """A numpy array, read as a list of numbers, of lists where it has several axes."""

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """Fill the list from the array's bytes."""
        _version, shape, kind, fortran, data = state
        order: Literal["C", "F"] = "F" if fortran else "C"
        self[:] = np.frombuffer(data, kind.dtype).reshape(shape, order=order).tolist()


def _new_array(_kind: object, _shape: object, _code: object) -> _Numbers:
    """Stand for numpy's function that makes an empty array, whose state follows."""
    return _Numbers()


def _array(data: bytes | bytearray, kind: _NumberType, shape: tuple[int, ...], order: str) -> list[Any]:
    """Stand for numpy's function that makes an array of its bytes, as pickles since protocol 5 name it."""
    if order not in ("C", "F"):
        raise pickle.UnpicklingError(f"an array is stored in the order {order}")
    numbers: list[Any] = np.frombuffer(data, kind.dtype).reshape(shape, order="F" if order == "F" else "C").tolist()
    return numbers


def _number(kind: _NumberType, data: bytes) -> bool | int | float:
    """Stand for numpy's function that makes a number of its bytes."""
    number: bool | int | float = np.frombuffer(data, kind.dtype, 1)[0].item()
    return number


def _latin1(text: str, encoding: str) -> bytes:
    """Return the bytes of an old pickle's text; the codec is always this one."""
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"bytes are stored as {encoding}")
    return text.encode("latin1")


_ADMITTED: Final[dict[tuple[str, str], Callable[..., Any]]] = {
    ("numpy", "dtype"): _NumberType,
    ("numpy", "ndarray"): _Numbers,
    ("_codecs", "encode"): _latin1,
    **{
        (f"{core}.{name}", function): meaning
        for core in ("numpy.core", "numpy._core")
        for name, function, meaning in (
            ("multiarray", "scalar", _number),
            ("multiarray", "_reconstruct", _new_array),
            ("numeric", "_frombuffer", _array),
        )
    },
}
"""Every name that may stand in a file, and what it means here: nothing of numpy itself is called by a pickle."""
