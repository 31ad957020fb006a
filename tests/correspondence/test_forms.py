"""The quick way to an email says the same as the slow one, for every wording and whatever stands in a field."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.correspondence import email, field_values, fields, wording
from pyaddin.correspondence import forms as forms_of_a_run
from pyaddin.correspondence.forms import Forms
from pyaddin.correspondence.message import Letter
from pyaddin.correspondence.uses import Uses
from pyaddin.correspondence.wording import TEMPLATES, Wordings

sys.path.insert(0, str(Path(__file__).parent))
import letters  # noqa: E402

EVERY = [(language, name) for language in letters.OFFICES for name in letters.every_letter(language)]
TEXTS = st.one_of(st.text(max_size=40), st.sampled_from([*letters.HOSTILE, "100 % & <b>", "%s", "王小明", "Wang 小明", "\ue100\ue200\ue100", ""]))


def _filled(forms: Forms) -> int:
    """How many forms are in use."""
    return sum(1 for ready in forms._ready.values() if ready is not None and not isinstance(ready, int))


def _same(forms: Forms, letter: Letter, templates: Path = TEMPLATES) -> None:
    assert forms.said(letter) == email.said(letter, wording.render(letter, templates))


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_every_wording_has_forms_that_say_the_same(language: str, name: str) -> None:
    forms, letter = Forms(slowly=0), letters.every_letter(language)[name]
    _same(forms, letter)
    assert _filled(forms) == (0 if letter.from_collector else 1)
    first = letter.statements[0]
    for changed in (
        replace(letter, debtor_name="O'Neil & Söhne"), replace(letter, debtor_name="欧阳 明"),
        replace(letter, statements=(replace(first, case_id="C-9*1", product="", total_due=first.total_due + Decimal("1000.10")), *letter.statements[1:])),
        replace(letter, statements=(first, first, first)), replace(letter, sender=replace(letter.sender, phone="", address="")),
        replace(letter, language="fr"), replace(letter, reason="ILLNESS"), replace(letter, from_collector=True),
        replace(letter, from_collector=True, debtor_name="Sent from a debt collector"), replace(letter, from_collector=True, debtor_name="催收机构"),
    ):  # fmt: skip
        _same(forms, changed)
        _same(forms, letter)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from(EVERY))
def test_whatever_stands_in_a_field_is_said_the_same(debtor: str, product: str, case_id: str, creditor: str, which: tuple[str, str]) -> None:
    letter = letters.every_letter(which[0])[which[1]]
    first = replace(letter.statements[0], product=product, case_id=case_id)
    plan = replace(letter.plan, method=product, plan_id=case_id) if letter.plan else None
    letter = replace(letter, debtor_name=debtor, statements=(first,), sender=replace(letter.sender, name=creditor, complaint_line=product), plan=plan)
    _same(Forms(slowly=0), letter)


def test_a_form_is_made_for_the_third_message_of_a_shape() -> None:
    forms, letter = Forms(), letters.letter()
    for count in (0, 0, 1, 1):
        _same(forms, letter)
        assert _filled(forms) == count
    _same(forms, replace(letter, statements=(replace(letter.statements[0], product=""),)))
    assert _filled(forms) == 1


def test_shapes_that_are_seen_once_take_no_form_from_those_that_come_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wording whose sentences hang on names has a shape for each debtor; the other wordings of the run go on having theirs."""
    monkeypatch.setattr(forms_of_a_run, "_MOST", 2)
    forms, letter = Forms(slowly=1), letters.letter()
    for number in range(5):
        forms.said(replace(letter, language=f"x{number}"))
    assert _filled(forms) == 0
    for _ in range(2):
        _same(forms, letter)
    assert _filled(forms) == 1
    for number in range(3):
        forms.said(replace(letter, language=f"x{number}"))
    assert _filled(forms) == 2, "no more forms than that are kept"


BODIES = {
    "a field at the end of a line that goes on": ("{{ debtor }}\n{{ creditor }} writes.\n", 0),
    "a filter": ("{{ debtor|upper }} and {{ debtor }}.\n", 1),
    "a comparison": ('{% if reference == "C-00012" %}ours{% else %}other{% endif %} {{ reference }}\n', 1),
    "a letter of a name": ("{{ debtor[0] }} {{ debtor }}\n", 1),
    "a filter around a field": ("{% filter upper %}{{ debtor }}{% endfilter %}\n", 1),
    "a text of the file's own": ("{% set who %}{{ debtor }}{% endset %}{{ who|upper }} {% if who == 'a' %}yes{% endif %}\n", 1),
    "a macro": ("{% macro who() %}{{ debtor }}{% endmacro %}{{ who()|upper }}\n", 1),
    "a name of the file's own": ("{% set debtor = creditor %}{{ debtor }}\n", 1),
    "a loop over a name": ("{% for product in payment_ways %}- {{ product }}\n{% endfor %}\n", 1),
    "joined texts": ('{{ debtor ~ "!" }}\n', 1),
    "stars beside a field": ("*{{ product }}* **{{ debtor }}** *{{ creditor }} {{ debtor }}*\n", 1),
    "a list": ("- {{ debtor }}\n- {{ product }}\n  {{ creditor }}\n", 0),
    "a number": ("{% if other_references %}{{ other_references }}{% endif %} or {{ other_references }} others.\n", 1),
    "a text put together": ("{% set who %}{{ debtor }}{% endset %}{{ who|upper }}{% if who|length > 6 %} long{% endif %}\n", 1),
    "a text handed to a macro": ("{% macro loud() %}{{ caller()|upper }}{% endmacro %}{% call loud() %}{{ debtor }}{% endcall %}\n", 1),
    "escaping": ("{% autoescape true %}{{ debtor }}{% endautoescape %}\n", 1),
    "private characters": ("\ue100\ue201\ue100 {{ debtor }}\n", 0),
    "a percent sign": ("100 %s % {{ debtor }}\n", 1),
    "hard spaces": ("one\u00a0two {{ debtor }}\n", 1),
}
"""What a clerk may write, and how many forms it gets at most: none where a value's own characters make a difference."""


@pytest.mark.parametrize("name", BODIES)
def test_whatever_a_clerk_writes_is_said_the_same(name: str, tmp_path: Path) -> None:
    root = tmp_path / "templates"
    shutil.copytree(TEMPLATES / "en", root / "en")
    path = root / "en" / "contact" / "reminder_1.txt"
    body, forms_made = BODIES[name]
    path.write_text(path.read_text(encoding="utf-8") + "\n" + body, encoding="utf-8")
    forms, letter = Forms(Wordings(root), slowly=0), letters.letter()
    _same(forms, letter, root)
    assert _filled(forms) == forms_made
    for debtor in ("王", "a", "Ärger & Co", "C-00012", "%s"):
        _same(forms, replace(letter, debtor_name=debtor, sender=replace(letter.sender, name="公司")), root)
    _same(forms, replace(letter, statements=(letter.statements[0],) * 3), root)


def test_a_wording_that_hangs_on_names_does_not_fill_the_memory() -> None:
    forms, letter = Forms(slowly=0), letters.letter()
    for count in range(400):
        forms.said(replace(letter, sender=replace(letter.sender, payment_instructions=f"Account {count}")))
    assert _filled(forms) <= 257
    _same(forms, replace(letter, sender=replace(letter.sender, payment_instructions="Account 399")))


@pytest.mark.parametrize("kind", sorted(fields.FIELDS))
def test_every_field_of_a_kind_has_a_value(kind: str) -> None:
    found = [letter for language, name in EVERY if (letter := letters.every_letter(language)[name]).kind == kind]
    for letter in found:
        assert fields.FIELDS[kind].keys() <= field_values.values(letter, "en").keys()


def test_what_is_remembered_of_a_wording_is_read_back() -> None:
    uses = Uses(("debtor", "product"), ("tone",))
    assert Uses.of_text(uses.as_text()) == uses
    assert Uses.of_text(None) is None
