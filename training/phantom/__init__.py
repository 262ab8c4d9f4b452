"""A beating digital heart: studies of synthetic echocardiography with their truth. Nothing here is a patient.

Way of a study
--------------
:mod:`cases` draws a heart (:class:`~training.phantom.anatomy.Heart`: volumes, walls, valves, pressures), :mod:`study`
a patient and a protocol of clips, :mod:`reports` the sentences. Per clip, :mod:`motion` turns time into volumes, wall
motion and valve opening, :mod:`geometry` into numbers for a kernel, :mod:`planes` places the probe for one of the 58
views of ``resources/views.csv``, :mod:`scanner` disturbs it and lays out the screen. :mod:`tissue` finds per beam and
depth what is there, :mod:`bmode` makes it grey, :mod:`colour` adds flow, :mod:`spectral` and :mod:`mmode` draw
traces. :mod:`render` gives the model's small picture and the file's large one from the same beams;
:mod:`dicom_writer`, :mod:`burn_in` and :mod:`command` write files and tables.

Physics
-------
Scatterers are complex numbers in a periodic bank that is looked up at material coordinates, so the grain moves,
stretches and thickens with the wall. Echo strength depends on tissue and on how the wall meets the beam; a separable
Gaussian point spread, attenuation, receiver noise, envelope and log compression follow, on beams of equal angle that
are then scan converted. Left ventricular volume equals ``EDV - (EDV - ESV) * emptied`` at every instant, whatever the
regional motion; the wall thickens so that its volume is kept. Colour is the velocity of a set of cones along the
beam, wrapped at the Nyquist limit, green where turbulent. Trace envelopes come from the truth (E, A, e', s', peak
velocities, integrals).

Simplifications
---------------
No refraction, reverberation, side lobes or carrier; chambers are ellipsoids and tubes; the outflow tract is not part
of the left ventricular volume; the right ventricle has no moderator band; flow is not a solution of any equation; the
apex rests.
The septum does not flatten under right ventricular pressure. Mitral jets below severe pass beside the apical four and
two chamber planes; the long axis and three chamber views show them.

Proportions
-----------
:data:`training.phantom.cases.PROPORTIONS`: 40 percent of studies are normal, the others have one to four causes drawn
by weight, with linked consequences. Scanner styles "a" and "b" are for training, "c" is kept unseen.
"""

from training.phantom.anatomy import Heart
from training.phantom.cases import sample_heart
from training.phantom.render import render_for_model, sample_view_clip
from training.phantom.reports import (
    PHENOTYPES,
    SECTIONS,
    ReportSentence,
    assessed_phenotypes,
    phenotypes,
    report_text,
    section_of,
    write_report,
)
from training.phantom.showing import INFORMATIVE_VIEWS
from training.phantom.study import VIEW_IDS, ClipPlan, PhantomStudy, sample_study

__all__ = [
    "INFORMATIVE_VIEWS",
    "PHENOTYPES",
    "SECTIONS",
    "VIEW_IDS",
    "ClipPlan",
    "Heart",
    "PhantomStudy",
    "ReportSentence",
    "assessed_phenotypes",
    "phenotypes",
    "render_for_model",
    "report_text",
    "sample_heart",
    "sample_study",
    "sample_view_clip",
    "section_of",
    "write_report",
]
