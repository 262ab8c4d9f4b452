"""Which views show what: sections, findings and numbers of the report, with the views that a reader needs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_APICAL = ("a4c", "a2c", "a3c")
_SHORT = ("psax_mv", "psax_papillary", "psax_apex")

INFORMATIVE_VIEWS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Left ventricle": (
            "plax",
            *_SHORT,
            *_APICAL,
            "a4c_lv",
            "a2c_lv",
            "a5c",
            "mv_inflow_pw",
            "tdi_septal",
            "tdi_lateral",
        ),
        "Wall motion": ("plax", *_SHORT, *_APICAL, "a4c_lv", "a2c_lv"),
        "Right ventricle": (
            "a4c_rv",
            "a4c",
            "rv_inflow",
            "subcostal_4c",
            "subcostal_sax",
            "tdi_rv",
            "tapse_mmode",
            "psax_papillary",
        ),
        "Left atrium": ("a4c_atria", "a4c", "a2c", "a3c", "plax"),
        "Right atrium": ("a4c_atria", "a4c", "a4c_rv", "rv_inflow", "subcostal_4c"),
        "Atrial septum": ("subcostal_color_ias", "a4c_atria", "subcostal_4c"),
        "Mitral valve": (
            "a4c_color_mv",
            "a2c_color_mv",
            "a3c_color",
            "plax_color_av_mv",
            "psax_color_mv",
            "plax_zoom_mv",
            "mv_inflow_pw",
            "mv_cw",
        ),
        "Aortic valve": (
            "av_cw",
            "a5c_color",
            "a3c_color",
            "plax_color_av_mv",
            "plax_zoom_av",
            "psax_zoom_av",
            "psax_color_av",
            "lvot_pw",
        ),
        "Tricuspid valve": ("a4c_color_tv", "rv_inflow_color", "psax_color_tv", "tv_cw_apical", "tv_cw_rv_inflow"),
        "Pulmonic valve": ("psax_color_pv", "rv_outflow_color", "pv_cw"),
        "Pericardium": ("subcostal_4c", "plax_deep", "plax", "psax_mv", "psax_papillary", "a4c", "a2c"),
        "Aorta": ("plax_ascending_aorta", "plax", "plax_zoom_av", "ssn_arch", "psax_zoom_av"),
        "IVC": ("subcostal_ivc", "subcostal_color_ivc", "hepatic_vein_pw"),
        "Pulmonary artery": ("tv_cw_apical", "tv_cw_rv_inflow", "psax_pa", "rvot_pw", "rv_outflow"),
        "Pulmonary veins": ("pulm_vein_pw", "a4c_color_pulm_veins"),
    }
)
"""Section -> views that show it best, best first for most."""

_LV_PICTURES = ("plax", "plax_deep", *_SHORT, *_APICAL, "a4c_lv", "a2c_lv", "a5c")
_MITRAL_COLOUR = ("a4c_color_mv", "a2c_color_mv", "a3c_color", "plax_color_av_mv")
_AORTIC_COLOUR = ("a5c_color", "a3c_color", "plax_color_av_mv")
_TRICUSPID_COLOUR = ("a4c_color_tv", "rv_inflow_color")
_PULMONIC_COLOUR = ("psax_color_pv", "rv_outflow_color")
_TR_CW = ("tv_cw_apical", "tv_cw_rv_inflow")
_ROOT = ("plax", "plax_zoom_av", "plax_color_av_mv")
_ASCENDING = ("plax_ascending_aorta",)
_RV_PICTURES = ("a4c_rv", "a4c", "rv_inflow", "subcostal_4c", "subcostal_sax", "psax_papillary")
_RA_PICTURES = ("a4c_atria", "a4c", "a4c_rv", "subcostal_4c")
_IVC = ("subcostal_ivc", "subcostal_color_ivc")

SHOWN_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "lv.function": _LV_PICTURES,
        "lv.size": _LV_PICTURES,
        "lv.wall": ("plax", "plax_deep", *_SHORT, *_APICAL, "a4c_lv", "a2c_lv"),
        "lv.filling": ("mv_inflow_pw", "tdi_septal", "tdi_lateral"),
        "wall_motion.regional": ("plax", *_SHORT, *_APICAL, "a4c_lv", "a2c_lv"),
        "rv.size": _RV_PICTURES,
        "rv.function": (*_RV_PICTURES, "tdi_rv", "tapse_mmode"),
        "la.size": ("a4c_atria", "a4c", "a2c", "a3c", "plax"),
        "ra.size": _RA_PICTURES,
        "atrial_septum.state": ("subcostal_color_ias",),
        "mv.regurgitation": (*_MITRAL_COLOUR, "mv_cw"),
        "mv.stenosis": (*_MITRAL_COLOUR, "mv_inflow_pw", "mv_cw", "plax_zoom_mv"),
        "mv.jet": _MITRAL_COLOUR,
        "av.stenosis": ("av_cw", *_AORTIC_COLOUR),
        "av.regurgitation": (*_AORTIC_COLOUR, "av_cw", "desc_aorta_pw"),
        "tv.regurgitation": (*_TRICUSPID_COLOUR, *_TR_CW),
        "pv.regurgitation": (*_PULMONIC_COLOUR, "pv_cw"),
        "pv.stenosis": (*_PULMONIC_COLOUR, "pv_cw"),
        "pericardium.effusion": ("subcostal_4c", "plax_deep", "plax", "psax_mv", "psax_papillary", "a4c", "a2c"),
        "aorta.root": (*_ROOT, "psax_zoom_av", "psax_av"),
        "aorta.ascending": (*_ASCENDING, "ssn_arch"),
        "ivc.size": _IVC,
        "pa.pressure": (*_TR_CW, "rvot_pw"),
        "pa.size": ("psax_pa", "rv_outflow", "psax_av"),
        "pulmonary_veins.flow": ("pulm_vein_pw", "a4c_color_pulm_veins"),
    }
)
"""Finding -> views that let a reader say something of it; without one of them the report is silent."""

MEASURED_IN: Mapping[str, tuple[frozenset[str], ...]] = MappingProxyType(
    {
        name: tuple(frozenset(views) for views in groups)
        for name, groups in {
            "ef": (_LV_PICTURES,),
            "edv": (("a4c", "a2c", "a4c_lv", "a2c_lv", "a3c"),),
            "ivs": (("plax", "psax_mv", "psax_papillary"),),
            "pw": (("plax", "psax_mv", "psax_papillary"),),
            "ea": (("mv_inflow_pw",),),
            "evel": (("mv_inflow_pw",),),
            "ee": (("mv_inflow_pw",), ("tdi_septal", "tdi_lateral")),
            "rvd": (("a4c_rv", "a4c"),),
            "tapse": (("tapse_mmode",),),
            "fac": (("a4c_rv", "a4c"),),
            "rvs": (("tdi_rv",),),
            "lavi": (("a4c", "a2c", "a4c_atria"),),
            "ravi": (("a4c", "a4c_atria"),),
            "mvg": (("mv_cw",),),
            "avv": (("av_cw",),),
            "avg": (("av_cw",),),
            "trv": (_TR_CW,),
            "pvv": (("pv_cw",),),
            "eff": (("subcostal_4c", "plax_deep", "plax", "psax_mv", "psax_papillary", "a4c", "a2c"),),
            "root": (_ROOT,),
            "asc": (_ASCENDING,),
            "ivc": (_IVC,),
            "rap": (_IVC,),
            "rvsp": (_TR_CW,),
            "pa": (("psax_pa", "rv_outflow"),),
        }.items()
    }
)
"""Number -> groups of views; one view of each group is needed to measure it."""
