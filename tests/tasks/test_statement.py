"""Statement of account: its figures are those of assess, its pages say what was counted, and the ledger is left as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pyaddin.correspondence.clean import cleaned
from pyaddin.entrypoints.cli import main
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.once import ReadOnce
from pyaddin.tasks import statement
from tests.correspondence.letter.pages import approved, text_of, unspaced, words_of
from tests.correspondence.letters import HOSTILE
from tests.stories.desk import Office, case, day, debtor, installments, money, payment, plan

FIGURES = ("currency", "arrears", "interest", "fees", "outstanding", "credit")


def story(tmp_path: Path, **more: str) -> Office:
    """Ann's sofa: interest, a fee, part payments, one taken back, an agreement with a waiver, and a second debt in euros."""
    rows = [
        *installments(1, ["06-01", "07-01", "12-01"]), *installments(2, ["10-05"], "80"),
        *installments(1, ["10-15", "11-15", "12-15"], 90, plan="L-00001"),
    ]  # fmt: skip
    fee = {"Adjustment ID": "A-000001", "Case ID": "C-00001", "On": day("07-10"), "Kind": "fee", "Component": "fee", "Amount": money(12)}
    waiver = {"Adjustment ID": "A-000002", "Case ID": "C-00001", "On": day("08-01"), "Kind": "waiver", "Component": "fee", "Amount": money(-2)}
    agreed = plan(1, "L-00001", 270, "09-10", "09-12", Waived=money("4.71"), Approved_by="Li Na")
    payments = [
        payment(1, "06-21", 40, Reference="SO 7731"), payment(1, "07-20", 5, Reversed_on=day("07-25")), payment(1, "10-15", 90), payment(2, "10-20", 100),
    ]  # fmt: skip
    return Office(tmp_path).new(
        {
            "Debtors": [debtor(**more)], "Cases": [case(Annual_rate=money("0.12")), case(2, Currency="EUR", Product="Lamp")], "Installments": rows,
            "Payments": payments, "Adjustments": [fee, waiver | {"Approved by": "Li Na"}], "Plans": [agreed],
        }
    )  # fmt: skip


def made(office: Office, *words: str) -> tuple[Path, dict[str, object]]:
    answer = office.run("statement", "--as-of", "2026-11-23", *words)
    assert answer.code == 0, answer.data
    return Path(answer["files"][0]), answer.data


def test_the_figures_are_those_of_assess_and_nothing_else_is_written(tmp_path: Path) -> None:
    office = story(tmp_path)
    before = office.bytes()
    path, data = made(office, "--case", "C-00001")
    shown = office.assess("11-23")
    (told,) = data["cases"]
    assert {name: told[name] for name in FIGURES} == {name: shown[name] for name in FIGURES}
    assert (data["as_of"], data["totals"]) == ("2026-11-23", [{name: shown[name] for name in FIGURES}])
    after = office.bytes()
    assert set(after) - set(before) == {path.relative_to(tmp_path).as_posix()}
    assert {name: after[name] for name in before} == before
    assert path == tmp_path / "ledger-out" / "documents" / "statement_C-00001_2026-11-23.pdf"


def test_a_debtor_with_two_currencies_has_two_totals(tmp_path: Path) -> None:
    office = story(tmp_path)
    path, data = made(office, "--debtor", "D-00001", "--out", str(tmp_path / "here"))
    assert path == tmp_path / "here" / "statement_D-00001_2026-11-23.pdf"
    assert [(row["currency"], row["outstanding"], row["credit"]) for row in data["totals"]] == [("EUR", "0.00", "20.00"), ("GBP", "180.24", "0.00")]
    assert [row["case_id"] for row in data["cases"]] == ["C-00001", "C-00002"]


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    office = story(tmp_path)
    path, data = made(office, "--debtor", "D-00001")
    first = path.read_bytes()
    again, same = made(office, "--debtor", "D-00001")
    assert (again.read_bytes(), same) == (first, data)


@pytest.mark.poppler
@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_the_page_reads_as_approved(tmp_path: Path, language: str) -> None:
    path, _ = made(story(tmp_path, Language=language), "--debtor", "D-00001")
    approved(f"statement.{language}", text_of(path))


@pytest.mark.poppler
def test_every_line_and_every_calculation_stands_on_the_page(tmp_path: Path) -> None:
    path, _ = made(story(tmp_path), "--case", "C-00001")
    words = words_of(path)
    wanted = (
        "Payment P-000001; Bank transfer, SO 7731", "Agreement L-00001 takes the place of all that was open", "agreed: 270.00 in installments, 4.71 waived",
        "12 %", "365", "Late interest is rounded once per installment", "Oakmere Furniture", "Ann Lee, 1 High Street, Leeds LS1 1AA", "Jul 25, 2026",
    )  # fmt: skip
    assert [text for text in wanted if text not in words] == []


@pytest.mark.parametrize(
    ("due", "product", "said"),
    [
        ("11-01", "Sofa", "Late interest at dated rates, actual days over 365; see the table."),
        ("12-01", "Sofa", "Late interest at the dated rates of the product, actual days over 365."),
        ("11-01", "Lamp", "No late interest runs on this reference."),
    ],
)
def test_a_rate_of_the_product_is_told_also_while_no_interest_has_run(tmp_path: Path, due: str, product: str, said: str) -> None:
    rate = {"Name": "Sofa", "Value": money("0.12"), "Valid from": day("01-05"), "Source": "price list"}
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case(Product=product)], "Installments": installments(1, [due]), "Rates": [rate]})
    words = words_of(made(office, "--case", "C-00001")[0])
    assert [said in words, "No late interest" in words] == [True, product == "Lamp"]


@pytest.mark.parametrize(
    ("rates", "bears"),
    [
        ([("01-05", "11-22", "0.12")], False),  # over on the day before
        ([("01-05", "11-23", "0.12")], True),
        ([("01-05", None, "0")], False),
        ([("01-05", None, "0.12"), ("11-01", None, "0")], False),  # the later one takes its place
        ([("01-05", None, "0"), ("2027-01-01", None, "0.12")], True),
    ],
)
def test_rates_that_are_over_or_zero_are_not_told_as_running(tmp_path: Path, rates: list[tuple[str, str | None, str]], bears: bool) -> None:
    rows = [
        {"Name": "Sofa", "Value": Decimal(value), "Valid from": day(start), "Valid to": day(end) if end else None, "Source": "price list"}
        for start, end, value in rates
    ]
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["12-01"]), "Rates": rows})
    words = words_of(made(office, "--case", "C-00001")[0])
    assert ["Late interest at the dated rates of the product" in words, "No late interest runs on this reference" in words] == [bears, not bears]


def test_a_refused_row_of_the_case_stops_it_and_one_of_another_does_not(tmp_path: Path) -> None:
    office = story(tmp_path)
    office.set("Payments", {"Case ID": "C-00002"}, Amount=None)
    answer = office.run("statement", "--case", "C-00002")
    assert (answer.code, answer.error) == (2, "X-ROWS")
    assert answer["error"]["sheet"] == "Payments"
    assert office.run("statement", "--case", "C-00001", "--as-of", "2026-11-23").code == 0
    office.set("Payments", {"Reference": "SO 7731"}, Case_ID="C-9")
    assert office.run("statement", "--case", "C-00001").error == "X-ROWS"  # money of nobody may be this debtor's


@pytest.mark.parametrize(
    ("words", "code"),
    [(["--case", "C-9"], "X-CASE"), (["--debtor", "D-9"], "X-CASE"), ([], "X-OPTION"), (["--case", "C-00001", "--debtor", "D-00001"], "X-OPTION")],
)
def test_what_cannot_be_stated(tmp_path: Path, words: list[str], code: str) -> None:
    answer = story(tmp_path).run("statement", *words)
    assert (answer.code, answer.error) == (2, code)
    assert not (tmp_path / "ledger-out").exists()


def test_a_character_that_no_font_has_is_named(tmp_path: Path) -> None:
    answer = story(tmp_path, Name="Ann 𪚥 Lee").run("statement", "--case", "C-00001", "--as-of", "2026-11-23")
    assert (answer.code, answer.error) == (2, "X-PRINT")
    assert "U+2A6A5" in answer["error"]["found"]
    assert not list(tmp_path.rglob("*.pdf*"))


@pytest.mark.poppler
def test_hostile_names_are_printed_as_text_or_told(tmp_path: Path) -> None:
    names = [name for name in HOSTILE if "\ud800" not in name]  # half a character stands in no workbook
    many = range(1, len(names) + 1)
    rows = {"Debtors": [debtor(number, Name=name) for number, name in enumerate(names, 1)], "Cases": [case(number, number) for number in many]}
    office = Office(tmp_path).new(rows | {"Installments": [row for number in many for row in installments(number, ["11-02"])]})
    for number, name in enumerate(names, 1):
        answer = office.run("statement", "--case", f"C-{number:05d}", "--as-of", "2026-11-23")
        assert answer.code == 0 or answer.error in ("X-PRINT", "X-ROWS"), (name, answer.data)
        if answer.code == 0 and not answer["warnings"]:
            assert "".join(cleaned(name).split())[:30] in unspaced(Path(answer["files"][0])), name


@pytest.mark.poppler
def test_what_changed_before_an_agreement_is_told(tmp_path: Path) -> None:
    """A payment entered after the agreement takes 30 off its last installment: the page says so."""
    office = story(tmp_path)
    office.type("Payments", payment(1, "09-01", 30))
    words = words_of(made(office, "--case", "C-00001")[0])
    assert "Agreement L-00001: the figures of the time before it changed later, so that its installments were corrected by -30" in words


def test_emoji_are_left_out_with_a_line_that_says_so(tmp_path: Path) -> None:
    _, data = made(story(tmp_path, Name="Ann 🙂 Lee"), "--case", "C-00001")
    assert data["warnings"] == ["Left out of the debtor's name: U+1F642."]


@pytest.mark.parametrize("case_id", ["../../C 1", "C/1", "..", "案件1", "a" * 200])
def test_an_id_is_never_a_path(tmp_path: Path, case_id: str) -> None:
    row = {**installments(1, ["11-02"])[0], "Case ID": case_id}
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case(Case_ID=case_id)], "Installments": [row]})
    path, _ = made(office, "--case", case_id)
    assert path.parent == tmp_path / "ledger-out" / "documents"
    assert path.name.isascii()


def test_every_case_of_a_sample_ledger_ties(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A realistic portfolio, case by case, through the door."""
    ledger, as_of = tmp_path / "sample.xlsm", date(2026, 11, 23)
    assert main(["new", str(ledger), "--sample", "120", "--seed", "7", "--as-of", as_of.isoformat()]) == 0
    shown = {row["case_id"]: row for row in Office(tmp_path, "sample.xlsm").run("assess", "--as-of", as_of.isoformat())["cases"]}
    assert len(shown) == 120
    book = ReadOnce(ClosedBook(ledger))
    for case_id, row in shown.items():
        done = statement.run(ledger, case=case_id, debtor=None, as_of=as_of, language=None, out=None, now=lambda: datetime(2026, 11, 23, tzinfo=UTC), book=book)
        (told,) = done.data["cases"]  # type: ignore[misc]
        assert {name: told[name] for name in FIGURES} == {name: row[name] for name in FIGURES}


def test_said_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = story(tmp_path)
    assert main(["statement", str(office.path), "--case", "C-00001", "--as-of", date(2026, 11, 23).isoformat()]) == 0
    out = capsys.readouterr().out
    assert "Outstanding" in out
    assert f"Made {tmp_path}/ledger-out/documents/statement_C-00001_2026-11-23.pdf (2 pages)." in out
