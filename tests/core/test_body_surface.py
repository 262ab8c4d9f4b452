from __future__ import annotations

import pytest

from deepcoro_desktop.core.body_surface import BodySurface, body_surface_m2


def test_body_surface_of_a_known_person() -> None:
    assert body_surface_m2(170.0, 70.0, BodySurface.DU_BOIS) == pytest.approx(1.810, abs=0.002)
    assert body_surface_m2(170.0, 70.0, BodySurface.MOSTELLER) == pytest.approx(1.818, abs=0.001)


def test_every_formula_has_its_own_text_and_citation() -> None:
    assert len({formula.text for formula in BodySurface}) == len(BodySurface)
    assert all(formula.value.split()[-1] in formula.citation for formula in BodySurface)
