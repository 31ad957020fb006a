"""The Form in a Chinese ledger: every field that a button asks for has a name, a meaning and choices in Chinese, and refuses in Chinese."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pyaddin.button import Button
from pyaddin.buttons import BUTTONS
from pyaddin.commands import BY_NAME, Option
from pyaddin.entrypoints.live import form
from pyaddin.entrypoints.live.desk import _LISTS_FIRST, of_the_door
from pyaddin.entrypoints.live.labels import help_text, label
from pyaddin.entrypoints.live.press import HANDLERS
from pyaddin.errors import Stop

CHINESE = ("zh-CN", "zh-TW")
ASKS = (
    "entering.with_form", "entering.import_list", "entering.list_of_contacts", "documents.month", "documents.simulation", "supervising.archive",
    "supervising.privacy", "talking.talk", "talking.offers", "agreeing.agree", "agreeing.signature", "trying.wording", "looking.outbox",
)  # fmt: skip
"""Handlers that open the Form of their button."""
ASKING = [button for button in BUTTONS if HANDLERS[button.id] in ASKS]


def fields(button: Button) -> list[Option]:
    command = BY_NAME[button.command]
    fixed = {} if button.id in _LISTS_FIRST else button.fixed
    return [option for option in (*command.positional, *command.options) if not of_the_door(option) and option.name not in fixed]


@pytest.mark.parametrize("language", CHINESE)
@pytest.mark.parametrize("button", ASKING, ids=lambda button: button.id)
def test_every_field_is_named_and_explained_in_chinese(button: Button, language: str) -> None:
    for option in fields(button):
        words = (label(button.command, option, language), help_text(button.command, option, language))
        assert all(re.search("[一-鿿]", word) for word in words), (option.name, words)
        choices = [] if option.repeat else [form.shown(option, code, language) for code in option.choices]
        assert all(re.search("[一-鿿]", choice) for choice in choices), (option.name, choices)


@pytest.mark.parametrize("button", ASKING, ids=lambda button: button.id)
def test_no_field_is_explained_with_the_flags_of_the_command_line(button: Button) -> None:
    assert [words for option in fields(button) if "--" in (words := help_text(button.command, option, "en"))] == []


def test_another_field_is_named_as_the_form_names_it() -> None:
    on = next(option for option in BY_NAME["pay"].options if option.name == "on")
    assert help_text("pay", on, "en") == 'Day the money counts from; with "Taken back: payment" the day it was taken back.'


def test_a_field_for_several_says_how_they_are_typed() -> None:
    several = next(option for option in BY_NAME["case"].options if option.name == "installments")
    assert help_text("case", several, "en").endswith("; several are separated by commas.")


def test_a_talk_asks_for_every_cost_of_a_budget() -> None:
    """The costs of transport are the debtor's, not the way of a message."""
    asked = [option.name for option in fields(next(button for button in BUTTONS if button.id == "talk"))]
    assert {"housing", "utilities", "food", "transport", "health", "other_debts", "other_costs"} <= set(asked)


def test_month_end_asks_for_nothing_that_it_refuses() -> None:
    """The first day of a week goes with no month."""
    assert [option.name for option in fields(next(button for button in BUTTONS if button.id == "month_end"))] == ["month", "close_month"]


@pytest.mark.parametrize(("language", "told"), [
    ("en", "'pigeon' is none of: Email, Letter, Text message, Phone call"),
    ("zh-CN", "没有“pigeon”这一项；可选：电子邮件、信函、短信、电话"),
    ("zh-TW", "沒有「pigeon」這一項；可選：電子郵件、信函、簡訊、電話"),
])  # fmt: skip
def test_what_is_in_no_list_is_refused_with_the_words_of_the_list(language: str, told: str) -> None:
    option = Option("--channel", "text", "How.", choices=("email", "letter", "sms", "call"))
    with pytest.raises(Stop) as stop:
        form.typed_values(form.Filled("log", "Cases", {"channel": "pigeon"}), [option], "log", language, Path())
    assert stop.value.fault.advice == told
    for typed in ("call", "电话", "電話", " Phone  call "):
        assert form.typed_values(form.Filled("log", "Cases", {"channel": typed}), [option], "log", language, Path()) == {"channel": "call"}


def test_a_label_typed_for_any_choice_is_its_code() -> None:
    """Also the choices that stand in no column: shapes of payments, days off, what is done with the outbox."""
    for button in ASKING:
        for option in fields(button):
            for code in () if option.repeat else option.choices:
                for language in ("en", *CHINESE):
                    cells = {option.name: form.shown(option, code, language), "on": date(2026, 11, 2)}
                    assert form.typed_values(form.Filled(button.id, "Cases", cells), [option], button.command, language, Path())[option.name] == code


@pytest.mark.parametrize(("language", "told"), [
    ("en", "Fill *Total* and *First due* (or *Installments*); --engine stays."), ("zh-TW", "請填寫「總額」、「首期到期日」；由「核准人」核准。"),
])  # fmt: skip
def test_an_advice_names_the_fields_of_the_form(language: str, told: str) -> None:
    """Options of the command line are no fields; one that the Form does not ask for stays as it is."""
    grid: list[list[object]] = [["", None, None, None, "new_case"], *[[]] * (form.FIRST - 2)]
    grid += [[None, None, None, None, name] for name in ("total", "first_due", "installments")]
    if language == "en":
        assert form._by_field("Fill --total and --first-due (or --installment); --engine stays.", grid, language) == told
        return
    assert form._by_field("請填寫 --total、--first-due；由", grid, language).replace(" ", "") == "請填寫「總額」、「首期到期日」；由"
    signing: list[list[object]] = [["", None, None, None, "sign_plan"], *[[]] * (form.FIRST - 2), [None, None, None, None, "approved_by"]]
    assert form._by_field("由 --approved-by（表單中的「核准人」）核准。", signing, language) == "由 「核准人」核准。"
