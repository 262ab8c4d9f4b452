"""The list of values: source, flag, formula, beats, and what the cart says beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.measurement.cart import CartValue
from deepcoro_desktop.core.measurement.measurement import Anchor, Average, Measurement, Sheet, Source
from deepcoro_desktop.core.measurement.table import Row, table
from deepcoro_desktop.core.measurement.units import Unit
from deepcoro_desktop.core.reported import Code, Qualifier, ReportedValue
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.measurement.values import FLAG, NAME, SOURCE, VALUE, ValueList
from deepcoro_desktop.ui.measurement.wording import row_tip
from tests.core.measurement.test_measurement import MAN, NOW, caliper, reported

Find = Callable[[str], QTreeWidgetItem]


def cart_value(name: str, value: float | None) -> CartValue:
    site = Qualifier(Code("363698007", "SCT"), Code("1", "SCT", "Left Ventricle"))
    return CartValue(
        ReportedValue(Code("9", "99GEMS", name), value, "cm", (site,)), None, "its code is not one that we know"
    )


@pytest.fixture
def values(qtbot: QtBot) -> ValueList:
    made = ValueList()
    qtbot.addWidget(made)
    made.resize(340, 500)
    made.show()
    return made


@pytest.fixture
def rows() -> tuple[Row, ...]:
    sheet = caliper(caliper(caliper(caliper(Sheet("1"), "ivsd", 1.3), "lvidd", 5.0), "lvidd", 5.4), "lvpwd", 1.0)
    return table(sheet, MAN, (reported("lvids", 3.4, Unit.CM),))


@pytest.fixture
def find(values: ValueList) -> Find:
    def by_name(name: str) -> QTreeWidgetItem:
        return next(item for item in values._items() if item.text(NAME).startswith(name))

    return by_name


def test_every_value_says_its_source_and_a_flag_in_words(values: ValueList, rows: tuple[Row, ...], find: Find) -> None:
    values.show_values(rows, ())
    assert [find("IVSd").text(column) for column in (VALUE, FLAG, SOURCE)] == ["1.3 cm", "↑ high", "reader"]
    assert [find("LVIDs").text(column) for column in (VALUE, FLAG, SOURCE)] == ["3.4 cm", "", "cart"]
    assert find("LV mass i").text(SOURCE) == "derived"
    assert find("Left ventricle").childCount() >= 6


def test_what_is_said_of_a_figure_stands_at_its_value_and_at_its_beat(values: ValueList, find: Find) -> None:
    sheet = caliper(caliper(caliper(Sheet("1"), "lvidd", 5.0), "lvidd", 5.4), "lvids", 3.4)
    rows, (_, second, single) = table(sheet, MAN), sheet.measurements
    remarks = {second.measurement_id: "Measured near end-systole", single.measurement_id: "Measured near end-diastole"}
    values.show_values(rows, (), "", remarks)
    two, one = find("LVIDd"), find("LVIDs")
    assert (two.text(NAME), one.text(NAME)) == ("LVIDd ! ×2", "LVIDs !")
    assert one.toolTip(VALUE).endswith("\nMeasured near end-diastole")
    assert one.data(NAME, Qt.ItemDataRole.AccessibleTextRole).endswith("Measured near end-diastole")
    assert [two.child(place).text(NAME) for place in range(2)] == ["beat 1", "beat 2 !"]
    assert [two.child(place).toolTip(NAME) for place in range(2)] == ["", "Measured near end-systole"]
    assert values.row_of(one) in rows, "the value itself is the same"
    values.show_values(rows, ())
    assert find("LVIDs").text(NAME) == "LVIDs"


def test_the_tooltip_has_formula_source_range_and_citation(
    values: ValueList, rows: tuple[Row, ...], find: Find
) -> None:
    values.show_values(rows, ())
    tip = find("LV mass i").toolTip(VALUE)
    assert tip.splitlines() == [
        "Left ventricular mass index",
        "LV mass i = LV mass / BSA (Mosteller)",
        "Lang RM et al. J Am Soc Echocardiogr 2015;28:1-39",
        "Reference: 49 to 115 g/m²",
        "Lang RM et al. J Am Soc Echocardiogr 2015;28:1-39, table 6",
    ]
    assert "Measured by the cart, one beat" in find("LVIDs").toolTip(NAME)


def test_the_tooltip_puts_the_unit_behind_the_limit() -> None:
    (tricuspid, *_rest) = table(Sheet("1"), MAN, (reported("tr_vmax", 310.0, Unit.CM_S),))
    assert "Reference: 2.8 m/s or less" in row_tip(tricuspid)


def test_beats_unfold_and_each_opens_where_it_was_taken(
    qtbot: QtBot, values: ValueList, rows: tuple[Row, ...], find: Find
) -> None:
    values.show_values(rows, ())
    line = find("LVIDd")
    assert line.text(NAME) == "LVIDd ×2"
    assert line.text(VALUE) == "5.2 cm"
    line.setExpanded(True)
    second = line.child(1)
    assert [second.text(NAME), second.text(VALUE)] == ["beat 2", "5.4 cm"]
    opened: list[Measurement] = []
    values.opened.connect(opened.append)
    QTest.mouseClick(values.viewport(), Qt.MouseButton.LeftButton, pos=values.visualItemRect(second).center())
    values.setCurrentItem(find("IVSd"))
    QTest.keyClick(values, Qt.Key.Key_Return)
    assert [m.key for m in opened] == ["lvidd", "ivsd"]
    assert opened[0].beat == 2


def test_a_menu_chooses_between_mean_last_and_largest(values: ValueList, rows: tuple[Row, ...], find: Find) -> None:
    values.show_values(rows, ())
    chosen: list[tuple[str, Average]] = []
    stated: list[Row] = []
    values.average_chosen.connect(lambda key, average: chosen.append((key, average)))
    values.report_requested.connect(stated.append)
    menu = values.menu_for(find("LVIDd"))
    assert menu is not None
    actions = {action.text(): action for action in menu.actions()}
    assert actions["Mean of beats"].isChecked()
    actions["Largest beat"].trigger()
    actions["State in the report"].trigger()
    assert chosen == [("lvidd", Average.MAX)]
    assert [row.key for row in stated] == ["lvidd"]
    assert values.menu_for(find("Left ventricle")) is None


def test_delete_removes_the_readers_beat_and_never_the_carts(
    values: ValueList, rows: tuple[Row, ...], find: Find
) -> None:
    values.show_values(rows, ())
    removed: list[str] = []
    values.removed.connect(removed.append)
    for name in ("IVSd", "LVIDs", "LV mass"):
        values.setCurrentItem(find(name))
        QTest.keyClick(values, Qt.Key.Key_Delete)
    assert removed == ["m1"]


def test_numbers_of_the_cart_without_a_name_are_listed_in_its_words(values: ValueList, find: Find) -> None:
    values.show_values((), (cart_value("Special width", 2.5), cart_value("Empty", None)))
    assert find("Also from the cart (2)").childCount() == 2
    line = find("Special width")
    assert [line.text(column) for column in (NAME, VALUE, SOURCE)] == [
        "Special width (Left Ventricle)",
        "2.5 cm",
        "cart",
    ]
    assert "its code is not one that we know" in line.toolTip(NAME)
    assert find("Empty").text(VALUE) == "no value"


def test_a_number_of_the_cart_stays_listed_beside_the_readers_own(values: ValueList, find: Find) -> None:
    theirs = reported("lvidd", 4.8, Unit.CM)
    line = replace(cart_value("LVIDd of the cart", 4.8), measurement=theirs, reason="")
    line = replace(line, reported=replace(line.reported, sop_instance_uid="1.2", frame=3))
    values.show_values(table(Sheet("1"), MAN, (theirs,)), (line,))
    assert [item.text(NAME) for item in values._items() if item.text(SOURCE) == "cart"] == ["LVIDd"]
    values.show_values(table(caliper(Sheet("1"), "lvidd", 5.0), MAN, (theirs,)), (line,))
    assert find("LVIDd").text(SOURCE) == "reader"
    unused = find("LVIDd of the cart")
    assert "your own measurement stands in its place" in unused.toolTip(NAME)
    asked: list[tuple[str, int]] = []
    values.frame_requested.connect(lambda uid, frame: asked.append((uid, frame)))
    values.itemClicked.emit(unused, NAME)
    assert asked == [("1.2", 3)]


def test_what_is_unfolded_and_chosen_stays_when_a_value_changes(
    values: ValueList, rows: tuple[Row, ...], find: Find
) -> None:
    values.show_values(rows, ())
    find("LVIDd").setExpanded(True)
    values.setCurrentItem(find("IVSd"))
    values.show_values(rows[:-1], ())
    assert find("LVIDd").isExpanded()
    current = values.currentItem()
    assert current is not None
    assert current.text(NAME) == "IVSd"


def test_estimate_of_the_model_says_so_opens_its_clip_and_cannot_be_stated(
    qtbot: QtBot, values: ValueList, find: Find
) -> None:
    anchor = Anchor("1.2.9", "1.2.3.4", 6, None, ())
    estimate = Measurement("ai-ef", "lvef_ai", "LVEF", None, 41.4, Unit.PERCENT, Source.AI, 1, NOW, anchor=anchor)
    values.show_values(table(Sheet("1"), MAN, (), (estimate,)), ())
    item = find("LVEF")
    assert [item.text(column) for column in (NAME, VALUE, FLAG, SOURCE)] == ["LVEF !", "41 %", "check", "AI"]
    assert item.foreground(VALUE).color() == QColor(theme.REVIEW)
    assert item.data(NAME, Qt.ItemDataRole.AccessibleTextRole).endswith("41 %, AI, not verified")
    assert "Not verified" in item.toolTip(VALUE)
    assert "Measured" not in item.toolTip(VALUE)
    assert values.menu_for(item) is None
    with qtbot.waitSignal(values.opened) as opened:
        values.itemClicked.emit(item, NAME)
    assert opened.args == [estimate]
