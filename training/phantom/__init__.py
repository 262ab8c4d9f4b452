"""A beating digital heart: studies of synthetic echocardiography with their truth.

One parametric three-dimensional heart per study (:mod:`anatomy`) beats (:mod:`motion`) and is sliced (:mod:`planes`) into the 58 views of
``resources/views.csv``. Nothing here is a patient.
"""

from .anatomy import Heart, sample_heart
from .render import render_for_model, sample_view_clip
from .study import VIEW_IDS, ClipPlan, PhantomStudy, sample_study

__all__ = ["VIEW_IDS", "ClipPlan", "Heart", "PhantomStudy", "render_for_model", "sample_heart", "sample_study", "sample_view_clip"]
