"""What kinds of objects and transfer syntaxes are read, and in words what the others are."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

PICTURES: Final = frozenset(
    {
        "1.2.840.10008.5.1.4.1.1.3",  # Ultrasound Multi-frame, retired
        "1.2.840.10008.5.1.4.1.1.3.1",  # Ultrasound Multi-frame
        "1.2.840.10008.5.1.4.1.1.6",  # Ultrasound, retired
        "1.2.840.10008.5.1.4.1.1.6.1",  # Ultrasound
        "1.2.840.10008.5.1.4.1.1.7",  # Secondary Capture
        "1.2.840.10008.5.1.4.1.1.7.2",  # Multi-frame Grayscale Byte Secondary Capture
        "1.2.840.10008.5.1.4.1.1.7.3",  # Multi-frame Grayscale Word Secondary Capture
        "1.2.840.10008.5.1.4.1.1.7.4",  # Multi-frame True Color Secondary Capture
    }
)
"""SOP Classes whose pictures are shown, DICOM PS3.4 B.5."""

IMPLICIT: Final = "1.2.840.10008.1.2"
EXPLICIT: Final = "1.2.840.10008.1.2.1"
DEFLATED: Final = "1.2.840.10008.1.2.1.99"
BIG_ENDIAN: Final = "1.2.840.10008.1.2.2"
NATIVE: Final = frozenset({IMPLICIT, EXPLICIT, DEFLATED, BIG_ENDIAN})

RLE: Final = "1.2.840.10008.1.2.5"
JPEG_DCT: Final = frozenset({"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"})
JPEG_LOSSLESS: Final = frozenset({"1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70"})
JPEG_LS: Final = frozenset({"1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"})
JPEG_2000: Final = frozenset({"1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"})

VIDEO: Final = frozenset(
    f"1.2.840.10008.1.2.4.{number}{fragmentable}" for number in range(100, 109) for fragmentable in ("", ".1")
)
"""MPEG-2 (100, 101), MPEG-4 AVC (102 to 106) and HEVC (107, 108), each also as "fragmentable"."""

READABLE: Final = NATIVE | {RLE} | JPEG_DCT | JPEG_LOSSLESS | JPEG_LS | JPEG_2000 | VIDEO

_OTHER_OBJECTS: Final = MappingProxyType(
    {
        "1.2.840.10008.1.3.10": "a DICOMDIR",
        "1.2.840.10008.5.1.4.1.1.88": "a structured report",
        "1.2.840.10008.5.1.4.1.1.104": "an encapsulated document",
        "1.2.840.10008.5.1.4.1.1.9": "a waveform",
        "1.2.840.10008.5.1.4.1.1.11": "a presentation state",
        "1.2.840.10008.5.1.4.1.1.66": "raw data",
        "1.2.840.10008.5.1.4.1.1.6.2": "a three-dimensional ultrasound volume",
        "1.2.840.10008.5.1.4.1.1.1": "a radiograph",
        "1.2.840.10008.5.1.4.1.1.2": "a CT picture",
        "1.2.840.10008.5.1.4.1.1.4": "an MR picture",
        "1.2.840.10008.5.1.4.1.1.12": "an angiogram",
        "1.2.840.10008.5.1.4.1.1.20": "a nuclear medicine picture",
    }
)


def describe_object(sop_class_uid: str) -> str:
    """Return what an object of this SOP Class is, in a reader's words."""
    best = max(
        (prefix for prefix in _OTHER_OBJECTS if sop_class_uid == prefix or sop_class_uid.startswith(prefix + ".")),
        key=len,
        default="",
    )
    return _OTHER_OBJECTS.get(best, "an object of another kind")
