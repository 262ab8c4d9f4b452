"""A saved draft after the reader chose another formula of the body surface: what is indexed follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from deepcoro_desktop.core.body_surface import BodySurface
from deepcoro_desktop.core.measurement.cart import cart_values
from deepcoro_desktop.core.measurement.measurement import Sheet
from deepcoro_desktop.core.measurement.table import patient_of, table, values_of
from deepcoro_desktop.core.report.document import Document
from deepcoro_desktop.core.report.drafting import with_identity
from deepcoro_desktop.core.report.measured import bind
from deepcoro_desktop.core.study import Study


def follow_formula(saved: Document, study: Study, sheet: Sheet, now: datetime) -> Document:
    """Return a draft whose indexed values and header are by the study's formula; a signed one as it is.

    Parameters
    ----------
    saved : Document
        The draft as it was saved, with the values of the sheet by the formula that it names.
    study : Study
        The study as it is opened now.
    sheet : Sheet
        What was measured in it.
    now : datetime
        UTC, aware.
    """
    if saved.is_signed or saved.identity.body_surface_area_m2 is None:
        return saved
    before = replace(study, surface_formula=_formula_of(saved))
    if before.surface_formula is study.surface_formula:
        return saved
    cart = [value.measurement for value in cart_values(study.reports, study, now) if value.measurement is not None]
    old, new = (values_of(table(sheet, patient_of(s), cart)) for s in (before, study))
    return with_identity(bind(saved, old, new, now), study, now)


def _formula_of(document: Document) -> BodySurface:
    name = document.identity.body_surface_formula
    return next((formula for formula in BodySurface if formula.value == name), BodySurface.MOSTELLER)
