"""Money of the bank, from the statement to the case: read once, suggested, booked only when a person says so, and nobody reminded meanwhile."""

from __future__ import annotations

import shutil
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest

from tests.imports.statements.bank_files import Move, camt, listed, move, mt940
from tests.stories.desk import Answer, Office, case, day, debtor, installments, money, payment, promise

C1, C2, C3 = "C-00001", "C-00002", "C-00003"
BOBS = "GB94BARC10201530093459"
OLD = Path(__file__).parents[1] / "ledger" / "fixtures" / "version-1.xlsm"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ann owes 100 since 2 November; Bob 100 on each of two cases; all of them would be reminded on the ninth."""
    rows = {
        "Debtors": [debtor(), debtor(2)],
        "Cases": [case(), case(2, 2), case(3, 2)],
        "Installments": [*installments(1, ["11-02", "12-02"]), *installments(2, ["11-02"]), *installments(3, ["10-02"])],
    }
    office = Office(tmp_path)
    office.new(rows, {"bank_data_until": day("11-01"), "bank_data_max_age_days": 7})
    return office


def brought(office: Office, name: str, text: str, *words: str, on: str = "11-06") -> Answer:
    path = office.path.parent / name
    path.write_text(text, encoding="utf-8")
    return office.run("bank", "--from", str(path), "--as-of", day(on).isoformat(), "--by", "Mary Webb", *words)


def lines(office: Office) -> dict[str, str]:
    """Line id by payer, of the lines in the sheet."""
    return {row["Payer"]: row["Bank line ID"] for row in office.sheet("Bank")}


def do(office: Office, *words: str, on: str = "11-06") -> Answer:
    return office.run("bank", *words, "--as-of", day(on).isoformat(), "--by", "Mary Webb")


def test_read_shown_booked_and_the_reminder_that_waited(office: Office) -> None:
    """One line waits for a person and holds Ann's reminder; booked, it is her payment and nothing more is sent."""
    answer = brought(office, "a.sta", mt940((move("11-04", "100.00"), move("11-05", "-30.00", "Rates Office", "bill", "GB00XX"))))
    assert (answer.code, answer["known"], answer["left_out"], answer["bank_data_until"]) == (0, 0, 1, "2026-11-06")
    assert [(row["suggested"], row["confidence"]) for row in answer["added"]] == [(C1, 100)]
    assert office.sheet("Payments") == []
    (row,) = office.sheet("Bank")
    assert (row["State"], row["Suggested case"], row["Amount"], row["Value date"]) == ("unmatched", C1, 100, day("11-04"))

    held = office.weekly("11-09")
    why = {m["case_id"]: m["why"] for m in held["messages"]}
    assert "BANK-UNMATCHED" in why[C1]
    assert row["Bank line ID"] in why[C1]
    assert [m["case_id"] for m in held["messages"] if m["result"] == "sent"] == [C3]  # Bob's older debt leads; the statement says nothing of him

    booked = do(office, "--book", row["Bank line ID"], "--case", C1, on="11-09")
    assert [(d["act"], d["case_id"], d["amount"]) for d in booked["done"]] == [("booked", C1, "100.00")]
    (paid,) = office.sheet("Payments")
    assert (paid["Amount"], paid["Value date"], paid["Bank line"], paid["Case ID"]) == (100, day("11-04"), row["Bank line ID"], C1)
    after = office.row("Bank", row["Bank line ID"])
    assert (after["State"], after["Case ID"], after["Payment ID"]) == ("booked", C1, paid["Payment ID"])
    assert office.case()["Arrears"] == 0
    assert do(office, "--book", row["Bank line ID"], "--case", C1, on="11-09").error == "E-DUPLICATE"
    assert do(office, on="11-09")["waiting"] == []
    assert office.clean()


def bank_task(office: Office) -> list[dict[str, object]]:
    """The lines of Today about money of the bank that is nobody's yet."""
    return [row for row in office.sheet("Today") if "BANK-WAITS" in str(row["Why"])]


def test_money_that_is_nobodys_yet_is_one_task_on_today_until_it_is_booked_or_ignored(office: Office) -> None:
    moves = (move("11-03", "7.00", "Rates Office", "?"), move("11-04", "100.00"), move("11-04", "8.00", "Mill & Co", "?"), move("11-05", "9.00", "Q", "?"))
    brought(office, "a.sta", mt940(moves))
    assert len(bank_task(office)) == 1, "at once, not with the next run"
    office.weekly("11-09")
    (task,) = bank_task(office)
    assert task["Action"] == "Bank: say whose money 4 lines are, the first of 2026-11-03; see the sheet Bank"
    assert (task["Case ID"], task["On"]) == (None, day("11-09"))
    assert "7.00 GBP" in str(task["Why"])
    assert "and 1 more" in str(task["Why"])
    found = lines(office)
    do(office, "--book", found.pop("ANN LEE") if "ANN LEE" in found else found.pop("Ann Lee"), "--case", C1, on="11-09")
    assert "3 lines" in str(bank_task(office)[0]["Action"])
    for line in found.values():
        do(office, "--ignore", line, "--reason", "not ours", on="11-09")
    assert bank_task(office) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Bank: say whose money 1 line of 2026-11-04 is;"), ("zh-CN", "银行：认领对账单上的 1 笔款项"), ("zh-TW", "銀行：認領對帳單上的 1 筆款項")],
)
def test_the_task_speaks_the_ledgers_language(office: Office, language: str, words: str) -> None:
    office.setting("ledger_language", language)
    brought(office, "a.sta", mt940((move("11-04", "100.00"),)))
    assert str(bank_task(office)[0]["Action"]).startswith(words)


def test_the_same_file_an_overlapping_one_and_another_format_add_nothing(office: Office) -> None:
    moves = (move("11-04", "100.00", ref="X1"), move("11-05", "100.00", "Bob Ray", "thanks", BOBS))
    brought(office, "a.sta", mt940(moves))
    before = office.sheet("Bank")
    assert [brought(office, name, text)["known"] for name, text in (("a.sta", mt940(moves)), ("b.xml", camt(moves)), ("c.csv", listed(moves)))] == [2, 2, 2]
    assert office.sheet("Bank") == before
    assert (office.path.parent / "ledger.mapping.txt").exists()


def test_a_payment_entered_by_hand_is_joined_not_booked_again(office: Office) -> None:
    office.run("pay", "--case", C1, "--amount", "100", "--on", "2026-11-03", "--as-of", "2026-11-06")
    answer = brought(office, "a.sta", mt940((move("11-04", "100.00"),)))
    (row,) = answer["added"]
    assert row["twin"] == "P-000001"
    refused = do(office, "--book", row["line"], "--case", C1)
    assert (refused.error, "P-000001" in refused["error"]["found"]) == ("E-DUPLICATE", True)
    joined = do(office, "--book", row["line"], "--payment", "P-000001")
    assert [(d["act"], d["payments"]) for d in joined["done"]] == [("joined", ["P-000001"])]
    (paid,) = office.sheet("Payments")
    assert paid["Bank line"] == row["line"]
    out = do(office, "--unmatch", row["line"])
    assert out["done"][0]["act"] == "unmatched"
    assert (office.sheet("Payments")[0]["Bank line"], office.sheet("Payments")[0]["Reversed on"], office.case()["Arrears"]) == (None, None, 0)
    another = do(office, "--book", row["line"], "--case", C1, "--another")
    assert another.code == 0
    assert len(office.sheet("Payments")) == 2


def test_a_line_booked_on_the_wrong_case_is_taken_out_and_booked_again(office: Office) -> None:
    line = brought(office, "a.sta", mt940((move("11-04", "100.00"),)))["added"][0]["line"]
    do(office, "--book", line, "--case", C2)
    assert office.case(2)["Arrears"] == 0
    do(office, "--unmatch", line)
    assert (office.case(2)["Arrears"], office.row("Bank", line)["State"], office.row("Bank", line)["Payment ID"]) == (100, "unmatched", None)
    do(office, "--book", line, "--case", C1)
    assert (office.case(1)["Arrears"], office.case(2)["Arrears"]) == (0, 100)
    assert sum(row["Amount"] for row in office.sheet("Payments") if row["Reversed on"] is None) == 100


def test_what_is_typed_into_the_sheet_is_booked_by_the_button(office: Office) -> None:
    others = (move("11-05", "60.00", "R. Smith", "rent", ""), move("11-05", "7.00", "Shop", "till", ""), move("11-06", "1.00", "Zed", "x", ""))
    brought(office, "a.xml", camt((move("11-04", "100.00"), *others)))
    at = lines(office)
    office.set("Bank", {"Payer": "Ann Lee"}, Case_ID=C1, State="booked")
    office.set("Bank", {"Payer": "R. Smith"}, Case_ID=C2, State="booked")
    office.set("Bank", {"Payer": "Shop"}, State="ignored")
    office.set("Bank", {"Payer": "Zed"}, State="booked")
    answer = do(office, "--typed")
    assert [(d["line"], d["case_id"]) for d in answer["done"]] == [(at["Ann Lee"], C1), (at["R. Smith"], C2)]
    assert [(fault["code"], fault["column"]) for fault in answer["faults"]] == [("E-REQUIRED", "Case ID")]
    assert answer.code == 1
    assert (office.case(1)["Arrears"], office.case(2)["Arrears"]) == (0, 40)
    assert do(office, "--typed")["done"] == []


def test_a_payment_that_names_its_line_books_the_line(office: Office) -> None:
    line = brought(office, "a.sta", mt940((move("11-04", "100.00"),)))["added"][0]["line"]
    office.type("Payments", payment(1, "11-04", 100, "P-000009", Bank_line=line))
    assert office.weekly("11-06").code == 0
    answer = do(office, "--typed")
    assert [(d["act"], d["payments"]) for d in answer["done"]] == [("joined", ["P-000009"])]
    assert office.row("Bank", line)["State"] == "booked"


def test_two_cases_of_one_debtor_are_left_open_and_shared_on_request(office: Office) -> None:
    answer = brought(office, "a.sta", mt940((move("11-05", "150.00", "Bob Ray", "thanks", BOBS),)))
    (row,) = answer["added"]
    assert (row["suggested"], C2 in row["why"] and C3 in row["why"]) == (None, True)
    assert do(office, "--book", row["line"]).error == "E-REQUIRED"
    assert {m["case_id"] for m in office.weekly("11-09")["messages"] if "BANK-UNMATCHED" in m["why"]} >= {C3}
    do(office, "--book", row["line"], "--case", C2, "--split", on="11-09")
    assert [(p["Case ID"], p["Amount"]) for p in office.sheet("Payments")] == [(C3, 100), (C2, 50)]
    assert do(office, "--book", row["line"], "--case", C2, on="11-09").error == "E-DUPLICATE"


def test_ignored_with_a_reason_the_line_holds_nobody_back(office: Office) -> None:
    line = brought(office, "a.sta", mt940((move("11-04", "12.00", "Ann Lee", "refund of a lamp"),)))["added"][0]["line"]
    assert do(office, "--ignore", line).error == "E-REQUIRED"
    do(office, "--ignore", line, "--reason", "paid for a lamp in the shop")
    assert "paid for a lamp" in office.row("Bank", line)["Notes"]
    assert C1 in [m["case_id"] for m in office.weekly("11-09")["messages"] if m["result"] == "sent"]


def test_a_return_takes_back_only_what_it_names(office: Office) -> None:
    """The bank takes Ann's payment back: by its number at once, by account and amount when the clerk says so."""
    line = brought(office, "a.sta", mt940((move("11-03", "100.00"),)))["added"][0]["line"]
    do(office, "--book", line, "--case", C1)
    paid = office.sheet("Payments")[0]["Payment ID"]
    back = Move(day("11-09"), Decimal("-100.00"), "Ann Lee", "GB29NWBK60161331926819", "RETURNED unpaid")
    answer = brought(office, "b.sta", mt940((back,), number=13, opening="1100.00", first="2026-11-06", last="2026-11-10"), on="11-10")
    (row,) = answer["added"]
    assert (row["takes_back"], answer["done"], office.case()["Arrears"]) == (paid, [], 0)
    do(office, "--book", row["line"], "--payment", paid, on="11-10")
    assert (office.case()["Arrears"], office.row("Payments", paid)["Reversed on"]) == (100, day("11-09"))
    assert office.row("Bank", row["line"])["State"] == "booked"
    do(office, "--unmatch", row["line"], on="11-10")
    assert office.case()["Arrears"] == 0

    named = Move(day("11-12"), Decimal("-100.00"), "Bank", "", f"return of {paid}")
    answer = brought(office, "c.sta", mt940((named,), number=14, opening="1000.00", first="2026-11-10", last="2026-11-13"), on="11-13")
    assert [(d["act"], d["payments"]) for d in answer["done"]] == [("reversed", [paid])]
    assert office.case()["Arrears"] == 100


def test_money_that_came_and_was_taken_back_waits_for_nobody_and_is_not_booked_again(office: Office) -> None:
    """Both lines are settled: the debt stands again, its reminder goes, and no button makes the money count a second time."""
    line = brought(office, "a.sta", mt940((move("11-03", "100.00"),)))["added"][0]["line"]
    do(office, "--book", line, "--case", C1)
    paid = office.sheet("Payments")[0]["Payment ID"]
    back = Move(day("11-09"), Decimal("-100.00"), "Bank", "", f"return of {paid}")
    answer = brought(office, "b.sta", mt940((back,), number=13, opening="1100.00", first="2026-11-06", last="2026-11-10"), on="11-10")
    returned = answer["done"][0]["line"]
    assert (office.case()["Arrears"], do(office, on="11-10")["waiting"], bank_task(office)) == (100, [], [])

    assert do(office, "--typed", on="11-10")["done"] == []
    assert [row["Payment ID"] for row in office.sheet("Payments")] == [paid]
    assert do(office, "--unmatch", line, on="11-10").error == "X-OPTION"
    assert do(office, "--ignore", returned, "--reason", "gone", on="11-10").error == "E-DUPLICATE"
    week = office.weekly("11-10")
    assert C1 in [m["case_id"] for m in week["messages"] if m["result"] == "sent"]
    assert bank_task(office) == []

    do(office, "--unmatch", returned, on="11-11")
    assert (office.case()["Arrears"], [row["line"] for row in do(office, on="11-11")["waiting"]]) == (0, [returned])


def test_money_whose_payment_a_person_marked_as_reversed_waits_again(office: Office) -> None:
    line = brought(office, "a.sta", mt940((move("11-03", "100.00"),)))["added"][0]["line"]
    do(office, "--book", line, "--case", C1)
    office.set("Payments", {"Bank line": line}, **{"Reversed on": day("11-05")})
    assert [row["line"] for row in do(office)["waiting"]] == [line]
    page = Path(office.run("report", "--as-of", day("11-06").isoformat())["files"][0]).read_text(encoding="utf-8")
    assert "Money on bank statements that is nobody's yet: 1" in unescape(page)


def test_nothing_is_booked_by_itself_unless_the_office_says_from_when(office: Office) -> None:
    office.setting("bank_book_from", 90)
    answer = brought(office, "a.sta", mt940((move("11-04", "100.00"), move("11-05", "100.00", "Bob Ray", "x", BOBS))))
    assert [(d["act"], d["case_id"]) for d in answer["done"]] == [("booked", C1)]
    assert [row["State"] for row in office.sheet("Bank")] == ["booked", "unmatched"]
    assert brought(office, "b.xml", camt((move("11-04", "100.00"),)))["done"] == []
    assert len(office.sheet("Payments")) == 1


def test_a_statement_that_is_not_whole_does_not_make_bank_data_fresh(office: Office) -> None:
    answer = brought(office, "a.sta", mt940((move("11-04", "100.00"), move("11-05", "5.00")), broken=1))
    assert (answer.code, answer["bank_data_until"]) == (1, "2026-11-01")
    assert sorted(fault["code"] for fault in answer["faults"]) == ["E-STATEMENT", "W-BALANCE"]
    assert all("BANK-DATA" in m["why"] for m in office.weekly("11-09")["messages"])
    whole = brought(office, "b.sta", mt940((move("11-04", "100.00"), move("11-05", "5.00"))), on="11-09")
    assert (whole.code, whole["known"], len(whole["added"]), whole["bank_data_until"]) == (0, 1, 1, "2026-11-06")
    gap = brought(office, "c.sta", mt940((move("11-17", "1.00"),), number=15, opening="9.00", first="2026-11-16", last="2026-11-20"), on="11-20")
    assert ([fault["code"] for fault in gap["faults"]], gap["bank_data_until"]) == (["W-BANK-GAP"], "2026-11-06")


def test_other_currency_and_unknown_lines_are_refused_in_words(office: Office) -> None:
    text = listed((move("11-04", "100.00"),)).replace("GBP", "EUR")
    answer = brought(office, "a.csv", text)
    (row,) = answer["added"]
    assert (row["suggested"], row["currency"]) == (None, "EUR")
    refused = do(office, "--book", row["line"], "--case", C1)
    assert (refused.error, refused["error"]["column"]) == ("X-OPTION", "Currency")
    assert do(office, "--book", "B-NONE", "--case", C1).error == "E-ORPHAN"
    assert do(office, "--book", row["line"], "--case", "C-99").error == "X-CASE"
    assert do(office, "--book", row["line"], "--ignore", row["line"]).error == "X-OPTION"


def test_a_ledger_of_an_earlier_version_gets_the_sheet_with_its_first_statement(tmp_path: Path) -> None:
    office = Office(tmp_path)
    shutil.copy(OLD, office.path)
    answer = brought(office, "a.sta", mt940((move("11-04", "100.00"),)))
    assert answer.code == 0
    assert [(row["Amount"], row["State"]) for row in office.sheet("Bank")] == [(100, "unmatched")]
    assert brought(office, "a.sta", mt940((move("11-04", "100.00"),)))["known"] == 1


def test_booked_money_is_thanked_for_and_can_be_taken_back_by_the_last_action(office: Office) -> None:
    assert ("C-00001", "reminder", 1, "sent") in office.daily("11-03").results
    line = brought(office, "a.sta", mt940((move("11-04", "100.00"),)))["added"][0]["line"]
    assert (do(office, "--book", line, "--case", C1).code, office.case()["Arrears"]) == (0, 0)
    undone = office.run("undo", "--by", "Mary Webb")
    assert (undone.code, office.sheet("Payments"), office.row("Bank", line)["State"]) == (0, [], "unmatched")
    do(office, "--book", line, "--case", C1)
    assert [m["kind"] for m in office.daily("11-09")["messages"] if (m["case_id"], m["result"]) == (C1, "sent")] == ["thanks"]


def test_a_letter_that_waits_is_no_longer_right_when_its_money_was_booked(office: Office) -> None:
    office.set("Debtors", {"Debtor ID": "D-00001"}, Preferred_channel="letter")
    assert ("C-00001", "reminder", 1, "queued") in office.daily("11-03").results
    line = brought(office, "a.sta", mt940((move("11-04", "100.00"),)))["added"][0]["line"]
    held = office.run("letters", "--as-of", "2026-11-06")
    assert "BANK-UNMATCHED" in str(held["blocked"])
    do(office, "--book", line, "--case", C1)
    assert "BANK-UNMATCHED" not in str(office.run("letters", "--as-of", "2026-11-06").data)


def test_a_list_without_currency_asks_once_and_remembers(tmp_path: Path) -> None:
    office = Office(tmp_path)
    rows = {"Debtors": [debtor()], "Cases": [case(), case(2, Currency="EUR")], "Installments": [*installments(1, ["11-02"]), *installments(2, ["11-02"])]}
    office.new(rows)
    text = "Date,Name,Description,Amount\n2026-11-04,Ann Lee,C-00002,100.00\n2026-11-05,Shop,till,0.00\n1026-11-05,Shop,till,1.00\n"
    asked = brought(office, "a.csv", text)
    assert (asked.error, asked["error"]["column"]) == ("E-REQUIRED", "Currency")
    told = brought(office, "a.csv", text, "--currency", "eur")
    assert [(row["suggested"], row["currency"]) for row in told["added"]] == [(C2, "EUR")]
    assert [(fault["code"], fault["row"]) for fault in told["faults"] if fault["code"] != "W-SKIPPED"] == [("E-DATE", 4)]
    again = brought(office, "b.csv", text.replace("11-04,Ann", "11-03,Ann"))
    assert [row["currency"] for row in again["added"]] == ["EUR"]
    assert "set Bank.Currency = EUR" in (tmp_path / "ledger.mapping.txt").read_text(encoding="utf-8-sig")


def test_a_preview_writes_nothing_and_a_promise_is_kept_by_the_booked_line(office: Office) -> None:
    office.type("Promises", promise(1, "W-1", "11-03", 60, "11-06"))
    before = office.bytes()
    path = office.path.parent / "p.sta"
    path.write_text(mt940((move("11-05", "60.00"),)), encoding="utf-8")
    looked = do(office, "--from", str(path), "--preview")
    assert looked["added"][0]["why"].count("60.00") == 1  # what was promised
    path.unlink()
    assert office.bytes() == before
    line = brought(office, "p.sta", mt940((move("11-05", "60.00"),)))["added"][0]["line"]
    do(office, "--book", line, on="11-06")
    assert office.weekly("11-12").code == 0
    assert office.sheet("Promises")[0]["Status"] == "kept"
    assert money(office.case()["Arrears"]) == money(40)
