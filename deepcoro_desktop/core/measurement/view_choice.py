"""In which views a measurement is taken, the best first; ids of resources/views.csv."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_PLAX: Final = ("plax", "plax_deep")
_A4C: Final = ("a4c_lv", "a4c")
_A2C: Final = ("a2c_lv", "a2c")
_RIGHT: Final = ("a4c_rv", "a4c")
_TR: Final = ("tv_cw_apical", "tv_cw_rv_inflow")

TAKEN_IN: Final = MappingProxyType[str, tuple[str, ...]]({
    **dict.fromkeys(("ivsd", "lvidd", "lvpwd", "lvids", "la_d"), _PLAX),
    "lvot_d": ("plax_zoom_av", *_PLAX),
    "aortic_annulus": ("plax_zoom_av", *_PLAX),
    "aortic_root": ("plax_zoom_av", *_PLAX),
    "stj": ("plax_ascending_aorta", "plax_zoom_av", *_PLAX),
    "ascending_aorta": ("plax_ascending_aorta", *_PLAX),
    "lvedv_a4c": _A4C, "lvesv_a4c": _A4C, "lvedv_a2c": _A2C, "lvesv_a2c": _A2C,
    "lav_a4c": ("a4c_atria", "a4c"), "lav_a2c": ("a2c",), "ra_area": ("a4c_atria", "a4c"), "rav": ("a4c_atria", "a4c"),
    "rv_basal": _RIGHT, "rv_mid": _RIGHT, "rv_eda": _RIGHT, "rv_esa": _RIGHT, "rv_wall": ("subcostal_4c",),
    "tapse": ("tapse_mmode",), "rv_s": ("tdi_rv",), "tr_vmax": _TR,
    "mv_e": ("mv_inflow_pw",), "mv_a": ("mv_inflow_pw",), "mv_dt": ("mv_inflow_pw",),
    "mv_pht": ("mv_cw", "mv_inflow_pw"),
    "mv_vti": ("mv_cw",), "mv_mean_pg": ("mv_cw",),
    "e_septal": ("tdi_septal",), "s_septal": ("tdi_septal",), "e_lateral": ("tdi_lateral",),
    "lvot_vti": ("lvot_pw",), "lvot_vmax": ("lvot_pw",), "av_vti": ("av_cw",), "av_vmax": ("av_cw",),
    "ar_pht": ("av_cw",), "rvot_vti": ("rvot_pw",), "pv_at": ("rvot_pw",), "pv_vmax": ("pv_cw",),
    "pulm_s": ("pulm_vein_pw",), "pulm_d": ("pulm_vein_pw",), "pa_d": ("psax_pa", "rv_outflow"),
    "ivc_max": ("subcostal_ivc",), "ivc_min": ("subcostal_ivc",), "effusion": ("subcostal_4c", *_PLAX),
})  # fmt: skip
"""Measurement -> views in which it is taken; one that is not listed is taken anywhere."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A clip with the view that it shows."""

    sop_instance_uid: str
    view_id: str


def clip_for(key: str, clips: Sequence[Shown], active: str = "") -> str:
    """Return the clip to take a measurement on, empty where none shows its view.

    Parameters
    ----------
    key : str
        Item of the catalogue.
    clips : sequence of Shown
        Clips whose view is known, in acquisition order.
    active : str
        SOP Instance UID of the clip before the reader: it stays where it shows one of the views.
    """
    views = TAKEN_IN.get(key, ())
    if any(clip.sop_instance_uid == active and clip.view_id in views for clip in clips):
        return active
    for view in views:
        for clip in clips:
            if clip.view_id == view:
                return clip.sop_instance_uid
    return ""
