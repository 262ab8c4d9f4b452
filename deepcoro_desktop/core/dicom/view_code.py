"""View of a clip from its View Code Sequence: the standard's codes -> the views of resources/views.csv.

References
----------
DICOM PS3.3 C.8.5.6.1.19 (View Code Sequence): one code of CID 12226 (Echocardiography Image View), or an approach and
an orientation (CID 4, 5 and 6) of which one is the code and the other its modifier. PS3.16 for the context groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from pydicom.dataset import Dataset

from deepcoro_desktop.core.dicom.coding import code_from, codes_of
from deepcoro_desktop.core.dicom.values import integer, items
from deepcoro_desktop.core.reported import Code, CodedView
from deepcoro_desktop.core.study import Region, RegionFormat

_FOUR, _TWO, _FIVE, _LONG, _SHORT = "399214001", "399232001", "398994001", "103339001", "103340004"
_APICAL: Final = ("43674008",)
_PARASTERNAL: Final = ("91691001",)
_SUBCOSTAL: Final = ("264208000", "19695001")
_SUPRASTERNAL: Final = ("26493002",)

# code -> grey view, colour view; empty where several views of the table, or none, are meant
_ONE_CODE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "399139001": ("plax", ""),  # parasternal long axis
    "399239005": ("psax_av", ""),  # parasternal short axis at the aortic valve level
    "399036006": ("psax_mv", "psax_color_mv"),  # ... mitral valve level
    "399271003": ("psax_papillary", ""),  # ... papillary muscle level
    "398998003": ("rv_inflow", "rv_inflow_color"),  # right ventricular inflow tract view
    "443082005": ("rv_inflow", "rv_inflow_color"),  # parasternal long axis view of the RV inflow tract
    "399195005": ("rv_outflow", "rv_outflow_color"),  # right ventricular outflow tract view
    "443083000": ("rv_outflow", "rv_outflow_color"),  # parasternal long axis view of the RV outflow tract
    _FOUR: ("a4c", ""),
    _TWO: ("a2c", "a2c_color_mv"),
    "399339008": ("a3c", "a3c_color"),  # apical long axis
    _FIVE: ("a5c", "a5c_color"),
    "130681": ("a4c_rv", ""),  # DCM: apical four chamber RV focused
    "399200001": ("subcostal_sax", ""),  # subcostal short axis
    "443609003": ("subcostal_sax", ""),  # ... aortic valve level
    "443499004": ("subcostal_sax", ""),  # ... mitral valve level
    "443160001": ("subcostal_sax", ""),  # ... papillary muscle level
    "399106004": ("ssn_arch", "ssn_color_arch"),  # suprasternal long axis
    "443562002": ("ssn_arch", "ssn_color_arch"),  # suprasternal long axis view of aortic arch
})  # fmt: skip
_TWO_CODES: Final = (
    (_APICAL, _FOUR, ("a4c", "")),
    (_APICAL, _TWO, ("a2c", "a2c_color_mv")),
    (_APICAL, _FIVE, ("a5c", "a5c_color")),
    (_APICAL, _LONG, ("a3c", "a3c_color")),
    (_PARASTERNAL, _LONG, ("plax", "")),
    (_SUBCOSTAL, _FOUR, ("subcostal_4c", "")),
    (_SUBCOSTAL, _SHORT, ("subcostal_sax", "")),
    (_SUPRASTERNAL, _LONG, ("ssn_arch", "ssn_color_arch")),
)


def _known() -> Mapping[frozenset[str], tuple[str, str]]:
    """Return the views of each set of codes."""
    known = {frozenset((code,)): views for code, views in _ONE_CODE.items()}
    for approaches, orientation, views in _TWO_CODES:
        known.update({frozenset((approach, orientation)): views for approach in approaches})
    return MappingProxyType(known)


KNOWN: Final = _known()
"""Codes of SNOMED CT or DCM that together name a view -> (grey view, colour view)."""


def read_coded_view(data: Dataset, regions: Sequence[Region]) -> CodedView | None:
    """Return the view that a header's codes name, None without.

    A modifier that is not known makes another view of it: then it is named in the file's words only. So is a trace, and
    colour where several colour views share the code.

    Parameters
    ----------
    data : pydicom.Dataset
        The header.
    regions : sequence of Region
        Its trusted regions.
    """
    codes = [
        code
        for entry in items(data, "ViewCodeSequence")
        for code in (code_from(entry), *codes_of(entry, "ViewModifierCodeSequence"))
    ]
    if not codes or not all(code.value for code in codes):
        return None
    meaning = ", ".join(dict.fromkeys(code.meaning or code.value for code in codes))
    return CodedView(meaning, _view_id(codes, data, regions))


def _view_id(codes: Sequence[Code], data: Dataset, regions: Sequence[Region]) -> str:
    if any(code.scheme not in ("SCT", "DCM") for code in codes):
        return ""
    if any(region.spatial_format in (RegionFormat.SPECTRAL, RegionFormat.M_MODE) for region in regions):
        return ""
    grey, colour = KNOWN.get(frozenset(code.value for code in codes), ("", ""))
    coloured = integer(data, "UltrasoundColorDataPresent") == 1 or any(r.is_colour_flow for r in regions)
    return colour if coloured else grey
