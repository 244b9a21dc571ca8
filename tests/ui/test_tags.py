"""How numbers, dates, states and fields look."""

from datetime import date

import pytest
from django import forms
from django.template import engines

from branches.state import State
from inspections.enums import Conclusion
from xiaoyi_partybuild.access.dates import PartialDate
from xiaoyi_partybuild.ui.templatetags import ui


@pytest.mark.parametrize(
    ("formatter", "value", "shown"),
    [
        (ui.percent, 97 / 101, "96.0%"),
        (ui.percent, 1, "100.0%"),
        (ui.percent, 0, "0.0%"),
        (ui.percent, None, "—"),
        (ui.thousands, 999, "999"),
        (ui.thousands, 10200, "10,200"),
        (ui.thousands, 0, "0"),
        (ui.thousands, None, "—"),
        (ui.signed, 3, "+3"),
        (ui.signed, -1, "-1"),
        (ui.signed, 0, "不变"),
        (ui.spoken, PartialDate("2019"), "2019年"),
        (ui.spoken, PartialDate("2019-03"), "2019年3月"),
        (ui.spoken, date(2019, 3, 5), "2019-03-05"),
        (ui.spoken, None, "—"),
        (ui.spoken, "", "—"),
        (ui.or_dash, "", "—"),
        (ui.or_dash, 0, 0),
        (ui.masked, "14118119700101001X", "1411**********001X"),
        (ui.masked, "12345", "*****"),
        (ui.masked, "", "—"),
        (ui.masked, "13835801234", "138****1234"),
    ],
)
def test_values_are_written_as_officials_write_them(formatter, value, shown):
    assert formatter(value) == shown


@pytest.mark.parametrize("state", State)
def test_a_state_has_a_word_and_a_shape(state):
    shown = ui.state(state, State)
    assert state.label in shown
    assert "<path" in shown


@pytest.mark.parametrize("conclusion", Conclusion)
def test_a_conclusion_has_a_word_and_a_shape(conclusion):
    assert conclusion.label in ui.state(conclusion, Conclusion)


def test_words_in_a_badge_are_escaped():
    assert "<b>" not in ui.badge("ok", "<b>粗</b>")


@pytest.mark.parametrize(("share", "width"), [(0, 0), (0.5, 40), (1, 80), (1.2, 80)])
def test_a_rate_is_a_bar_without_style_attributes(share, width):
    shown = ui.rate(share, "ok")
    assert f'<rect width="{width}" height="8" rx="2" class="bar-ok"/>' in shown
    assert "style" not in shown
    assert ui.percent(share) in shown


def test_nothing_to_divide_by_has_no_bar():
    assert ui.rate(None) == "—"


class Form(forms.Form):
    text = forms.CharField(label="名称", help_text="写全称")
    choice = forms.ChoiceField(label="类型", choices=[("a", "甲")])
    tick = forms.BooleanField(label="重点", required=False)


@pytest.mark.parametrize(
    ("name", "css"), [("text", "form-control"), ("choice", "form-select"), ("tick", "form-check-input")]
)
def test_a_control_has_our_look(name, css):
    assert f'class="{css}"' in ui.control(Form()[name])


def test_a_wrong_field_is_marked_and_points_at_its_error():
    field = Form({})["text"]
    page = engines["django"].get_template("ui/_field.html").render({"field": field})
    assert "is-invalid" in page
    for name in field.as_widget().split('aria-describedby="')[1].split('"')[0].split():
        assert f'id="{name}"' in page
