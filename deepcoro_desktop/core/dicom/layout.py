"""How the pixels of a clip are stored: what the header says of them, checked."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from pydicom.dataset import Dataset

from deepcoro_desktop.core.dicom.syntaxes import BIG_ENDIAN, NATIVE
from deepcoro_desktop.core.dicom.values import MALFORMED, integer, number, text
from deepcoro_desktop.core.errors import UnreadableFileError
from deepcoro_desktop.core.study import Colours

PHOTOMETRIC: Final = frozenset(
    {
        "MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB",
        "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT",
    }
)  # fmt: skip

_REMEDY: Final = "Export the clip from the scanner or the archive again."


@dataclass(frozen=True, slots=True, eq=False)
class PixelLayout:
    """The Image Pixel Module (DICOM PS3.3 C.7.6.3), as far as decoding needs it."""

    rows: int
    columns: int
    frames: int
    samples: int
    photometric: str
    planar: bool
    """Planar Configuration 1: colour by plane."""
    bits_allocated: int
    bits_stored: int
    high_bit: int
    signed: bool
    syntax: str
    slope: float = 1.0
    intercept: float = 0.0
    window: tuple[float, float] | None = None
    """Centre and width."""
    palette: Dataset | None = None
    """Holds the colour tables of PALETTE COLOR."""
    swapped_words: bool = False
    """8-bit pixels written as big endian words (OW): each pair of bytes is swapped (PS3.5 8.1.1, A.3)."""
    colours: Colours = Colours.AUTOMATIC
    """How the reader wants the colours read."""
    extended_offsets: bytes = b""
    """Extended Offset Table (7FE0,0001): 64-bit offsets."""

    @property
    def encapsulated(self) -> bool:
        """Whether the pixels lie in fragments."""
        return self.syntax not in NATIVE

    @property
    def big_endian(self) -> bool:
        """Whether words have their high byte first."""
        return self.syntax == BIG_ENDIAN

    @property
    def native_frame_bytes(self) -> int:
        """Bytes of one uncompressed frame with all its samples."""
        return self.rows * self.columns * self.samples * (self.bits_allocated // 8)

    @property
    def paired_frame_bytes(self) -> int | None:
        """Bytes of one uncompressed 4:2:2 frame, two pixels in four bytes; None where that is not its kind."""
        if self.photometric not in ("YBR_FULL_422", "YBR_PARTIAL_422") or self.columns % 2:
            return None
        return self.rows * self.columns * 2

    def signature(self) -> bytes:
        """Return every field in writing: layouts with equal signatures turn equal bytes into equal pixels."""
        written = [(field.name, getattr(self, field.name)) for field in fields(self) if field.name != "palette"]
        tables: list[object] = []
        if self.palette is not None:
            tables = [self.palette.original_encoding, *((int(e.tag), e.VR, e.value) for e in self.palette)]
        return repr((written, tables)).encode()


def read_layout(data: Dataset, syntax: str) -> PixelLayout:
    """Return how the pixels are stored.

    Raises
    ------
    UnreadableFileError
        If the header says something that cannot be, or that no ultrasound picture is.
    """
    photometric = text(data, "PhotometricInterpretation").upper()
    samples = integer(data, "SamplesPerPixel") or (1 if photometric.startswith(("MONO", "PALETTE")) else 3)
    allocated = integer(data, "BitsAllocated") or 8
    stored = integer(data, "BitsStored") or allocated
    if photometric not in PHOTOMETRIC:
        raise UnreadableFileError(
            f"Its colours are stored as {photometric[:20] or 'nothing'}, which is not known.", _REMEDY
        )
    if samples != (1 if photometric.startswith(("MONO", "PALETTE")) else 3):
        raise UnreadableFileError(f"It has {samples} values a pixel, which does not fit {photometric}.", _REMEDY)
    if allocated not in (8, 16) or not 0 < stored <= allocated or (samples == 3 and allocated != 8):
        raise UnreadableFileError(f"Its pixels have {allocated} bits, which is not supported.", _REMEDY)
    high = integer(data, "HighBit")
    high = stored - 1 if high is None else high
    if not stored - 1 <= high < allocated:
        raise UnreadableFileError(f"Its {stored} bits of {allocated} end at bit {high}.", _REMEDY)
    centre, width = number(data, "WindowCenter"), number(data, "WindowWidth")
    return PixelLayout(
        rows=integer(data, "Rows") or 0,
        columns=integer(data, "Columns") or 0,
        frames=integer(data, "NumberOfFrames") or 1,
        samples=samples,
        photometric=photometric,
        planar=integer(data, "PlanarConfiguration") == 1,
        bits_allocated=allocated,
        bits_stored=stored,
        high_bit=high,
        signed=integer(data, "PixelRepresentation") == 1,
        syntax=syntax,
        slope=number(data, "RescaleSlope") or 1.0,
        intercept=number(data, "RescaleIntercept") or 0.0,
        window=(centre, width) if centre is not None and width is not None and width >= 1 else None,
        palette=_palette(data) if photometric == "PALETTE COLOR" else None,
        extended_offsets=_bytes(data, "ExtendedOffsetTable"),
    )


def _palette(data: Dataset) -> Dataset:
    table = Dataset()
    implicit, little = data.original_encoding
    table.set_original_encoding(bool(implicit), bool(little))  # segmented tables are read as words of this order
    for colour in ("Red", "Green", "Blue"):
        for part in ("Descriptor", "Data"):
            keyword = f"{colour}PaletteColorLookupTable{part}"
            segmented = f"Segmented{keyword}"
            try:
                if part == "Data" and keyword not in data and segmented in data:
                    keyword = segmented
                setattr(table, keyword, data[keyword].value)
            except MALFORMED as error:
                raise UnreadableFileError("Its colour tables are missing or damaged.", _REMEDY) from error
    return table


def _bytes(data: Dataset, keyword: str) -> bytes:
    try:
        value = data.get(keyword)
    except MALFORMED:
        return b""
    return value if isinstance(value, bytes) else b""
