"""A beating digital heart: studies of synthetic echocardiography with their truth.

One parametric three-dimensional heart per study (:mod:`anatomy`) beats (:mod:`motion`) and is sliced (:mod:`planes`) into the 58 views of
``resources/views.csv``. Nothing here is a patient.
"""

from .anatomy import Heart, sample_heart
from .reports import INFORMATIVE_VIEWS, PHENOTYPES, SECTIONS, ReportSentence, phenotypes, report_text, write_report
from .render import render_for_model, sample_view_clip
from .study import VIEW_IDS, ClipPlan, PhantomStudy, sample_study

__all__ = [
    "INFORMATIVE_VIEWS",
    "PHENOTYPES",
    "SECTIONS",
    "VIEW_IDS",
    "ClipPlan",
    "Heart",
    "PhantomStudy",
    "ReportSentence",
    "phenotypes",
    "render_for_model",
    "report_text",
    "sample_heart",
    "sample_study",
    "sample_view_clip",
    "write_report",
]
