from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pyaddin.errors import Stop
from pyaddin.tasks.allocate import run

BASE: dict[str, Any] = {
    "as_of": "2026-11-23",
    "order": ["penalty", "fee", "interest", "principal"],
    "future": "next",
    "installments": [
        {"no": 1, "due_on": "2026-09-01", "principal": "100.00", "interest": 10, "fee": 5, "penalty": 0},
        {"no": 2, "due_on": "2026-10-01", "principal": "100.00", "interest": 10, "fee": 5, "penalty": 0},
    ],
    "payments": [{"id": "P-1", "on": "2026-09-20", "amount": "130.00"}],
}


def write(tmp_path: Path, content: dict[str, Any] | str) -> Path:
    file = tmp_path / "allocation.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def test_the_answer_has_the_form_of_the_contract(tmp_path: Path) -> None:
    outcome = run(write(tmp_path, BASE))
    assert (outcome.command, outcome.exit_code) == ("allocate", 0)
    assert outcome.data == {
        "installments": [
            {
                "no": 1,
                "paid": {"penalty": "0.00", "fee": "5.00", "interest": "10.00", "principal": "100.00"},
                "paid_total": "115.00",
                "open_total": "0.00",
                "early": "0.00",
                "late": "115.00",
            },
            {
                "no": 2,
                "paid": {"penalty": "0.00", "fee": "5.00", "interest": "10.00", "principal": "0.00"},
                "paid_total": "15.00",
                "open_total": "100.00",
                "early": "15.00",
                "late": "0.00",
            },
        ],
        "credit": "0.00",
        "open_total": "100.00",
    }
    json.dumps(outcome.data)


def test_future_order_late_tolerance_and_reversal_are_read(tmp_path: Path) -> None:
    rows = [{"no": n, "due_on": f"2027-0{n}-01", "principal": 100, "interest": 0, "fee": 0, "penalty": 0} for n in (1, 2, 3)]
    payments = [
        {"id": 1, "on": "2026-11-01", "amount": 200.00, "future": "re-amortize"},
        {"id": 2, "on": "2026-11-02", "amount": 50, "reversed_on": "2026-11-23"},
        {"id": 3, "on": "2026-11-24", "amount": 50},
    ]
    data = run(write(tmp_path, BASE | {"installments": rows, "payments": payments})).data
    assert [row["early"] for row in data["installments"]] == ["66.67", "66.67", "66.66"]  # type: ignore[index,attr-defined]
    late = {"order_late": ["principal", "interest"], "late_from": 10, "tolerance": "1.00"}
    data = run(write(tmp_path, BASE | late)).data
    assert data["installments"][1]["paid"]["principal"] == "15.00"  # type: ignore[index]


def test_the_order_of_the_file_does_not_matter(tmp_path: Path) -> None:
    payments = [{"id": f"P-{n}", "on": f"2026-09-{n:02}", "amount": n} for n in range(1, 20)]
    straight = run(write(tmp_path, BASE | {"payments": payments})).data
    turned = run(write(tmp_path, BASE | {"payments": payments[::-1], "installments": BASE["installments"][::-1]})).data
    assert straight == turned


def test_money_has_the_digits_of_the_currency(tmp_path: Path) -> None:
    rows = [{"no": 1, "due_on": "2026-09-01", "principal": 1000}]
    for currency, text in (("JPY", "1000"), ("KWD", "1000.000")):
        data = run(write(tmp_path, BASE | {"installments": rows, "payments": [], "currency": currency})).data
        assert data["open_total"] == text


def changed(where: str, key: str, value: object) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(json.dumps(BASE))
    (content if where == "" else content[where][0])[key] = value
    return content


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (changed("", "as_of", "23.11.2026"), "as_of"),
        (changed("", "as_of", "20261123"), "as_of"),
        (changed("", "as_of", 46349), "as_of"),
        (changed("", "as_of", "1900-01-01"), "as_of"),
        (changed("", "as_of", "2026-02-30"), "as_of"),
        (changed("", "asof", "2026-11-23"), "asof"),
        (changed("", "order", ["capital"]), "order[0]"),
        (changed("", "order", ["fee", "fee"]), "order[1]"),
        (changed("", "order", "fee"), "order"),
        (changed("", "order_late", [1]), "order_late[0]"),
        (changed("", "late_from", -1), "late_from"),
        (changed("", "late_from", True), "late_from"),
        (changed("", "late_from", 1.5), "late_from"),
        (changed("", "future", "never"), "future"),
        (changed("", "tolerance", "-1"), "tolerance"),
        (changed("", "currency", "XXX"), "currency"),
        (changed("", "currency", 5), "currency"),
        (changed("", "installments", {}), "installments"),
        (changed("", "installments", [5]), "installments[0]"),
        (changed("", "payments", None), "payments is missing"),
        (changed("installments", "no", 2), "installments[1]: no 2 stands twice"),
        (changed("installments", "no", "1"), "installments[0].no"),
        (changed("installments", "principal", None), "principal is missing"),
        (changed("installments", "principal", "-1"), "installments[0].principal"),
        (changed("installments", "principal", "1e3"), "installments[0].principal"),
        (changed("installments", "principal", True), "installments[0].principal"),
        (changed("installments", "interest", 0.001), "installments[0].interest"),
        (changed("installments", "due_on", "2026-13-01"), "installments[0].due_on"),
        (changed("installments", "capital", 1), "installments[0]: unknown key 'capital'"),
        (changed("payments", "amount", 0), "payments[0].amount"),
        (changed("payments", "amount", -5), "payments[0].amount"),
        (changed("payments", "amount", 10**15), "payments[0].amount"),
        (changed("payments", "amount", [1]), "payments[0].amount"),
        (changed("payments", "on", None), "payments[0]: on is missing"),
        (changed("payments", "id", ""), "payments[0].id"),
        (changed("payments", "id", 1.5), "payments[0].id"),
        (changed("payments", "future", "never"), "payments[0].future"),
        (changed("payments", "reversed_on", "soon"), "payments[0].reversed_on"),
    ],
)
def test_what_cannot_be_read_exactly_is_refused_with_its_place(tmp_path: Path, content: dict[str, Any], place: str) -> None:
    with pytest.raises(Stop) as stop:
        run(write(tmp_path, content))
    assert stop.value.fault.code == "X-OPTION"
    assert place in stop.value.fault.found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        '{"as_of": NaN}',
        '{"as_of": Infinity}',
        '{"as_of": "2026-11-23", "as_of": "2026-11-24"}',
        '{"as_of": 1e99999999999999999999}',
        '{"as_of": ' + "9" * 5000 + "}",
        "[" * 100_000,
    ],
)
def test_text_that_is_not_plain_json_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Stop) as stop:
        run(write(tmp_path, text))
    assert stop.value.fault.code == "X-OPTION"


def test_two_payments_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="P-1 stands twice"):
        run(write(tmp_path, BASE | {"payments": BASE["payments"] * 2}))


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        run(tmp_path / "none.json")
    assert stop.value.fault.code == "X-NOT-FOUND"
    with pytest.raises(Stop) as stop:
        run(tmp_path)
    assert stop.value.fault.code == "X-OPTION"
    latin = tmp_path / "latin.json"
    latin.write_bytes('{"as_of": "é"}'.encode("latin-1"))
    with pytest.raises(Stop, match="UTF-8"):
        run(latin)


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    file = tmp_path / "marked.json"
    file.write_text(json.dumps(BASE), encoding="utf-8-sig")
    assert run(file).data["open_total"] == "100.00"
