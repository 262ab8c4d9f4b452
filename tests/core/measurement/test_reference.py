from __future__ import annotations

import pytest

from deepcoro_desktop.core.measurement.reference import Flag, Person, reference_range
from deepcoro_desktop.core.measurement.units import Unit

MAN, WOMAN = Person("M", 60, 2.0), Person("F", 60, 1.7)


def flag(key: str, value: float, person: Person) -> Flag:
    limits = reference_range(key, person)
    assert limits is not None
    return limits.flag(value)


@pytest.mark.parametrize(("key", "value"), [("lvidd", 5.5), ("lv_mass_i", 100.0), ("lvedv", 120.0), ("ivsd", 1.0)])
def test_changing_the_sex_changes_the_flag(key: str, value: float) -> None:
    assert flag(key, value, MAN) is Flag.NORMAL
    assert flag(key, value, WOMAN) is Flag.HIGH


def test_an_ejection_fraction_may_be_low_for_a_woman_only() -> None:
    assert flag("lvef", 53.0, MAN) is Flag.NORMAL
    assert flag("lvef", 53.0, WOMAN) is Flag.LOW


def test_a_value_at_the_limit_is_normal() -> None:
    assert flag("lvidd", 5.8, MAN) is Flag.NORMAL
    assert flag("lvidd", 5.81, MAN) is Flag.HIGH
    assert flag("tapse", 1.7, MAN) is Flag.NORMAL
    assert flag("tapse", 1.69, MAN) is Flag.LOW


def test_the_aortic_root_is_judged_by_sex_age_and_body_surface() -> None:
    limits = reference_range("aortic_root", Person("M", 40, 2.0))
    assert limits is not None
    assert limits.high is not None
    # 2.423 + 40 * 0.009 + 2.0 * 0.461 - 0.267, and 1.96 standard errors of 0.261 above it
    assert limits.high == pytest.approx(3.438 + 0.51156)
    assert flag("aortic_root", 3.8, Person("M", 70, 2.1)) is Flag.NORMAL
    assert flag("aortic_root", 3.8, Person("M", 20, 1.6)) is Flag.HIGH
    assert flag("aortic_root", 3.8, Person("F", 70, 2.1)) is Flag.NORMAL
    assert reference_range("aortic_root", Person("M", None, 2.0)) is None


def test_every_range_is_cited_and_its_limits_are_in_order() -> None:
    keys = ("lvidd", "lvef", "lav_i", "tapse", "tr_vmax", "ava", "aortic_root", "ivc_max", "rwt", "e_over_e")
    for key in keys:
        limits = reference_range(key, MAN)
        assert limits is not None
        assert "J" in limits.citation
        if limits.low is not None and limits.high is not None:
            assert limits.low < limits.high


def test_no_range_without_sex_for_a_child_or_for_what_no_guideline_states() -> None:
    assert reference_range("lvidd", Person("O", 50, 1.9)) is None
    assert reference_range("lvidd", Person("M", 12, 1.3)) is None
    assert reference_range("effusion", MAN) is None
    everyone = reference_range("lav_i", Person("", 50, None))
    assert everyone is not None
    assert everyone.unit is Unit.ML_M2
