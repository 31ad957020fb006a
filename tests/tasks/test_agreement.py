"""Agreement for signature: complete or not made, the figures of the ledger, both signatures with the last clause, and one digest for one text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pyaddin.correspondence.letter import agreement, clauses
from pyaddin.correspondence.wording import TEMPLATES
from pyaddin.entrypoints.cli import main
from pyaddin.errors import Stop
from pyaddin.rules.capital import capital
from tests.correspondence.letter.pages import approved, text_of, unspaced, words_of
from tests.stories.desk import Office, case, day, debtor, hold, installments, money, payment, plan

DUE = ["12-15", *(f"2027-{month:02d}-15" for month in range(1, 12))]
CHINESE: dict[str, dict[str, Any]] = {
    "zh-CN": {"Name": "王小明", "Address": "中山路 12 号", "City": "上海市", "Postal_code": "200000", "Country": "CN", "Time_zone": "Asia/Shanghai"},
    "zh-TW": {"Name": "王小明", "Address": "中山路 12 號", "City": "臺北市", "Postal_code": "100", "Country": "TW", "Time_zone": "Asia/Taipei"},
}
OFFICES = {
    "zh-CN": {"creditor_name": "港湾信贷有限公司", "creditor_address": "上海市静安区示例路 1 号", "payment_instructions": "银行转账，账号 0000 0000"},
    "zh-TW": {"creditor_name": "港灣信貸股份有限公司", "creditor_address": "臺北市信義區示例路 1 號", "payment_instructions": "銀行轉帳，帳號 0000 0000"},
}
CURRENCY = {"en": "GBP", "zh-CN": "CNY", "zh-TW": "TWD"}


def desk(
    tmp_path: Path,
    language: str = "en",
    settings: dict[str, Any] | None = None,
    owner: dict[str, Any] | None = None,
    rates: tuple[tuple[str, str], ...] = (),
    **more: Any,
) -> Office:
    """1,337.91 are owed on 17 November, 3.29 of it late interest; twelve rows of 102.88, the last 102.95, and 103.28 waived. ``more`` changes the plan;
    ``rates``: values and first days of the product's rates on the sheet Rates, in place of 12 % on the case."""
    rows = installments(1, DUE, "102.88", plan="L-00001")
    rows[-1]["Principal"] = money("102.95")
    terms: dict[str, Any] = {"Waived": money("103.28"), "Approved_by": "Li Na", "Count": 12, "First_due": day("12-15"), "Frequency": "monthly"}
    person = debtor(Language=language, **(CHINESE.get(language, {}) | (owner or {})))
    debt = case(Currency=CURRENCY[language], Annual_rate=None if rates else money("0.12"))
    dated = [{"Name": "Sofa", "Value": money(value), "Valid from": day(since), "Source": "price list"} for value, since in rates]
    return Office(tmp_path).new(
        {
            "Rates": dated,
            "Debtors": [person], "Cases": [debt], "Installments": [*installments(1, ["11-02", "12-02"], "667.31"), *rows],
            "Plans": [plan(1, "L-00001", "1234.63", "11-17", **(terms | more))],
        },
        OFFICES.get(language, {}) | (settings or {}),
    )  # fmt: skip


def made(office: Office, *words: str) -> tuple[Path, dict[str, Any]]:
    answer = office.run("agreement", "--plan", "L-00001", "--by", "Mary Webb", *words)
    assert answer.code == 0, answer.data
    return Path(answer["files"][0]), answer.data


def lacks(office: Office) -> list[tuple[str, str]]:
    """Sheet and column of everything that the agreement lacks."""
    answer = office.run("agreement", "--plan", "L-00001")
    assert (answer.code, answer.error) == (2, "X-AGREEMENT"), answer.data
    assert not list(office.path.parent.rglob("*.pdf"))
    faults = answer.data.get("faults") or [answer["error"]]
    return [(fault["sheet"], fault["column"]) for fault in faults]


def test_a_complete_plan_becomes_a_paper_whose_name_is_kept(tmp_path: Path) -> None:
    office = desk(tmp_path)
    path, data = made(office)
    assert (data["balance"], data["waived"], data["total"], data["as_of"], data["currency"]) == ("1337.91", "103.28", "1234.63", "2026-11-17", "GBP")
    assert path.name == f"agreement_L-00001_v1_{data['digest']}.pdf"
    assert office.row("Plans", "L-00001")["Document"] == path.name
    assert (data["notes"], data["warnings"]) == ([], [])
    again, same = made(office)
    assert again.read_bytes() == path.read_bytes()
    assert same == data


@pytest.mark.poppler
@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_the_paper_reads_as_approved(tmp_path: Path, language: str) -> None:
    path, data = made(desk(tmp_path, language))
    text = text_of(path)
    approved(f"agreement.{language}", text.replace(data["digest"], "DIGEST"))
    if language != "en":
        flat = unspaced(path)
        assert all(capital(money(amount), CURRENCY[language], language) in flat for amount in ("1337.91", "1234.63", "103.28", "102.88", "102.95"))


@pytest.mark.poppler
def test_the_signatures_stand_on_the_page_of_the_last_clause(tmp_path: Path) -> None:
    """However many installments there are, the boxes are never alone on a page, on either paper."""
    for count in (1, 3, 9, 14, 17, 20, 23, 26, 30, 60):
        paper = "us-letter" if count % 2 else "a4"
        office = Office(tmp_path / str(count))
        rows = installments(1, [f"{2026 + (month + 11) // 12}-{(month + 11) % 12 + 1:02d}-15" for month in range(count)], 10, plan="L-00001")
        terms: dict[str, Any] = {"Count": count, "First_due": day("2026-12-15"), "Frequency": "monthly"}
        office.new(
            {
                "Debtors": [debtor()], "Cases": [case()], "Installments": [*installments(1, ["11-02"], 10 * count), *rows],
                "Plans": [plan(1, "L-00001", 10 * count, "11-17", **terms)],
            },
            {"letter_paper": paper},
        )  # fmt: skip
        last = text_of(made(office)[0]).split("\f")[-2]
        assert "Beginning, copies and signatures" in last, count
        assert last.count("Signature") >= 2, count


EVERYTHING: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "creditor": ({"settings": {"creditor_name": None}}, ("Settings", "creditor_name")),
    "creditor's address": ({"settings": {"creditor_address": None}}, ("Settings", "creditor_address")),
    "how to reach him": ({"settings": {"creditor_phone": None, "reply_to": None}}, ("Settings", "creditor_phone")),
    "where to complain": ({"settings": {"complaint_line": None}}, ("Settings", "complaint_line")),
    "debtor's address": ({"owner": {"Address": None}}, ("Debtors", "Address")),
    "method": ({"settings": {"payment_instructions": None}, "Payment_method": None}, ("Plans", "Payment method")),
    "count": ({"Count": None}, ("Plans", "Count")),
    "right count": ({"Count": 11}, ("Plans", "Count")),
    "first due": ({"First_due": None}, ("Plans", "First due")),
    "right first due": ({"First_due": day("12-16")}, ("Plans", "First due")),
    "frequency": ({"Frequency": None}, ("Plans", "Frequency")),
    "approval": ({"Approved_by": None}, ("Plans", "Approved by")),
    "balance": ({"Waived": money("100")}, ("Plans", "Total")),
}


@pytest.mark.parametrize("item", EVERYTHING)
def test_what_is_missing_is_named_and_nothing_is_made(tmp_path: Path, item: str) -> None:
    change, place = EVERYTHING[item]
    assert lacks(desk(tmp_path, **change)) == [place]


def test_everything_that_is_missing_is_named_at_once_and_in_the_ledgers_language(tmp_path: Path) -> None:
    office = desk(tmp_path, settings={"ledger_language": "zh-CN", "complaint_line": None}, Count=None, Frequency=None)
    answer = office.run("agreement", "--plan", "L-00001")
    assert [fault["found"] for fault in answer["faults"]] == [
        "协议 L-00001 缺少：投诉渠道（complaint_line）。", "协议 L-00001 缺少：期数（Count）。", "协议 L-00001 缺少：付款周期（Frequency）。",
    ]  # fmt: skip


def test_a_plan_whose_rows_do_not_add_up_or_is_unknown_or_over(tmp_path: Path) -> None:
    office = desk(tmp_path)
    assert office.run("agreement", "--plan", "L-9").error == "X-PLAN"
    office.set("Plans", {"Plan ID": "L-00001"}, Total=money("1234.64"))
    answer = office.run("agreement", "--plan", "L-00001")
    assert (answer.error, answer["error"]["sheet"], answer["error"]["row"]) == ("X-ROWS", "Plans", 2)
    assert "E-PLAN-SUM" in answer["error"]["found"]
    office.set("Plans", {"Plan ID": "L-00001"}, Total=money("1234.63"), Status="withdrawn")
    assert office.run("agreement", "--plan", "L-00001").error == "X-PLAN"


def test_a_balance_of_another_day_is_no_balance(tmp_path: Path) -> None:
    office = desk(tmp_path)
    answer = office.run("agreement", "--plan", "L-00001", "--as-of", "2026-11-20")
    assert answer.error == "X-AGREEMENT"
    assert "owed on 2026-11-20" in answer["error"]["found"]


@pytest.mark.poppler
def test_once_both_have_signed_the_name_of_their_paper_stays(tmp_path: Path) -> None:
    office = desk(tmp_path)
    path, _ = made(office)
    office.set("Plans", {"Plan ID": "L-00001"}, Status="signed", Debtor_signed_on=day("11-17"), Creditor_signed_on=day("11-17"), Evidence="scan.pdf")
    again, _ = made(office)
    assert again != path
    assert office.row("Plans", "L-00001")["Document"] == path.name
    assert words_of(again).count("November 17, 2026") >= 3


@pytest.mark.poppler
def test_interest_in_the_rows_and_one_payment_only(tmp_path: Path) -> None:
    rows = installments(1, ["12-15", "2027-01-15"], 50, plan="L-00001")
    for row in rows:
        row["Interest"] = money("2.50")
    terms: dict[str, Any] = {"Count": 2, "First_due": day("12-15"), "Frequency": "monthly"}
    office = Office(tmp_path).new(
        {
            "Debtors": [debtor()], "Cases": [case()], "Installments": [*installments(1, ["11-02"]), *rows],
            "Plans": [plan(1, "L-00001", 105, "11-17", **terms), plan(1, "L-00002", 100, "11-17", version=2, Count=1, First_due=day("12-15"))],
        }
    )  # fmt: skip
    office.type("Installments", *installments(1, ["12-15"], plan="L-00002"))
    words = words_of(made(office)[0])
    assert "The installments contain interest of £5.00 in all" in words
    assert "Interest of the installments 5.00 To be paid under this agreement 105.00" in words
    assert "bears no late interest either" in words
    single = words_of(Path(office.run("agreement", "--plan", "L-00002")["files"][0]))
    assert "The debtor pays £100.00 on December 15, 2026" in single
    assert "still unpaid 7 days later" in single


@pytest.mark.parametrize(
    ("language", "rates", "said"),
    [
        ("en", (("0.12", "2026-01-05"),), "rateforthisproduct)ayear(actualdaysover365)runs"),
        ("en", (("0.12", "2026-01-05"), ("0.15", "2027-01-01")), "rateforthisproduct)ayear(actualdaysover365)runs"),
        ("zh-CN", (("0.12", "2026-01-05"),), "按年利率12%（本产品现行利率）（实际天数/365）计收逾期利息"),
        ("zh-TW", (("0.12", "2026-01-05"),), "按年利率12%（本產品現行利率）（實際天數/365）計收遲延利息"),
    ],
)
def test_late_interest_at_the_rate_of_the_product_stands_on_the_paper_too(tmp_path: Path, language: str, rates: tuple[tuple[str, str], ...], said: str) -> None:
    path, data = made(desk(tmp_path, language, rates=rates))
    assert data["balance"] == "1337.91", "3.29 of it late interest"
    words = unspaced(path)
    assert said in words
    assert "bearsnolateinteresteither" not in words
    assert language != "en" or "(lateinterestdirectlyafterit)" in words


def test_late_interest_that_begins_later_is_told_with_its_day(tmp_path: Path) -> None:
    office = desk(tmp_path, rates=(("0.12", "2027-01-01"),))
    office.set("Plans", {"Plan ID": "L-00001"}, Waived=money("99.99"))
    words = words_of(made(office)[0])
    assert "rate for this product from January 1, 2027 on) a year" in words


def test_what_a_clerk_should_think_of_is_told(tmp_path: Path) -> None:
    office = desk(tmp_path)
    office.type("Holds", hold(1, "H-00001", "DISPUTE", "11-10", "11-30"))
    _, data = made(office, "--as-of", "2026-11-17")
    assert data["warnings"] == ["A hold is in force: debt disputed since 2026-11-10."]


def test_money_that_came_before_changes_the_balance(tmp_path: Path) -> None:
    office = desk(tmp_path)
    office.type("Payments", payment(1, "11-16", 20))
    assert lacks(office) == [("Plans", "Total")]


def test_a_ledger_that_cannot_be_written_still_gives_the_paper(tmp_path: Path) -> None:
    office = desk(tmp_path)
    office.path.with_name(f"~${office.path.name}").write_bytes(b"someone")
    path, data = made(office)
    assert path.is_file()
    assert len(data["notes"]) == 1
    assert "X-OPEN" in data["notes"][0]


def test_said_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = desk(tmp_path)
    assert main(["agreement", str(office.path), "--plan", "L-00001"]) == 0
    assert "Agreement L-00001, version 1: 1337.91 owed on 2026-11-17, 103.28 waived, 1234.63 to be paid (GBP)." in capsys.readouterr().out
    office.setting("complaint_line", None)
    assert main(["agreement", str(office.path), "--plan", "L-00001"]) == 2
    assert "where to complain (complaint_line)" in capsys.readouterr().err


@pytest.mark.poppler
@pytest.mark.parametrize("name", ["{{ creditor }}", "#panic(1)", "**bold** _x_", "[[schedule_table]]", "# A heading", "<script>1</script>"])
def test_names_are_never_code(tmp_path: Path, name: str) -> None:
    path, _ = made(desk(tmp_path, owner={"Name": name}))
    assert "".join(name.split()) in unspaced(path)


def test_the_clauses_are_tried_with_all_other_wording(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(TEMPLATES, tmp_path / "mine")
    assert main(["check-wording", "--templates", str(tmp_path / "mine"), "--only", "documents/", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "files": [f"{language}/documents/agreement.txt" for language in ("en", "zh-CN", "zh-TW")], "findings": [],
    }  # fmt: skip
    file = tmp_path / "mine" / "zh-TW" / "documents" / "agreement.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("{{ total_capital }}", ""), encoding="utf-8")
    (tmp_path / "mine" / "en" / "documents" / "agreement.txt").unlink()
    assert main(["check-wording", "--templates", str(tmp_path / "mine"), "--only", "documents/", "--json"]) == 1
    lost, lacking = json.loads(capsys.readouterr().out)["findings"]
    assert (lost["file"], "no such wording file" in lost["found"]) == ("en/documents/agreement.txt", True)
    assert "{{ total_capital }}" in lacking["found"]



@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("{{ balance }}", "what is owed", "{{ balance }}"), ("[[schedule_table]]", "", "[[schedule_table]]"), ("{{ total }}", "{{ totl }}", "no field 'totl'"),
        ("# Rights", "# Rights\n\nWe will go to court.", "court"), ("# The parties", "The parties", "under a heading"), ("Title:", "Titel:", "Title"),
        ("[[balance_table]]", "[[balance_table]]\n\n[[other]]", "no table [[other]]"), ("{% if waived %}", "{% if waived", "line"),
    ],
)  # fmt: skip
def test_an_edit_that_drops_a_content_or_threatens_is_refused(tmp_path: Path, old: str, new: str, found: str) -> None:
    shutil.copytree(TEMPLATES / "en", tmp_path / "en")
    file = tmp_path / "en" / "documents" / "agreement.txt"
    source = file.read_text(encoding="utf-8")
    body = source.index("Title:")
    file.write_text(source[:body] + source[body:].replace(old, new), encoding="utf-8")
    fields = dict.fromkeys(agreement.FIELDS, "x") | {"payment_ways": ("x",), "count": 2, "grace_days": 0}
    with pytest.raises(Stop) as stop:
        clauses.render(agreement.form_of("en"), "en", fields, {"balance_table": {}, "schedule_table": {}}, tmp_path)
    assert stop.value.fault.code == "X-TEMPLATE"
    assert found in stop.value.fault.found
