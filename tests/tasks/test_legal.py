"""Referral dossier: every part is there with page numbers, what is missing is listed, a bad exhibit stops nothing, and nothing is changed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pyaddin.correspondence.letter.exhibits import NotIncluded, look
from pyaddin.entrypoints.cli import main
from tests.correspondence.letter.exhibit_files import BAD, GOOD, lay, paper
from tests.correspondence.letter.pages import approved, text_of, words_of
from tests.stories.desk import SUPERVISOR, Office, case, contact, day, debtor, hold, installments, money, payment, plan, promise

C1 = "C-00001"
CHECKS = ["advice", "agreement", "confirmed", "contract", "final-demand", "holds", "legal-id", "proof", "worth"]
"""What the small story lacks."""


def story(tmp_path: Path, **settings: Any) -> Office:
    """Ann's sofa: a call, a promise half kept, a plan signed on paper, a dispute; no email was ever sent."""
    rows = [*installments(1, ["06-01", "07-01"]), *installments(1, ["10-15", "11-15"], "82.36", plan="L-00001")]
    rows[-1]["Principal"] = money("82.35")
    return Office(tmp_path).new(
        {
            "Debtors": [debtor()], "Cases": [case(Annual_rate=money("0.12"))], "Installments": rows,
            "Payments": [payment(1, "06-21", 40, Reference="SO 7731"), payment(1, "07-20", 5, Reversed_on=day("07-25"))],
            "Contacts": [contact(1, "2026-06-10 15:30", "call", "promise", Notes="Wants to pay half"), contact(1, "2026-08-03 09:10", "call", "no answer")],
            "Promises": [promise(1, "R-00001", "06-10", 100, "06-20")],
            "Plans": [plan(1, "L-00001", "164.71", "09-10", "09-12", Count=2, First_due=day("10-15"), Frequency="monthly")],
            "Holds": [hold(1, "H-00001", "DISPUTE", "11-10", "11-30")],
            "Legal": [{"Case ID": "C-00001", "Counsel": "Hart & Co", "Asked on": day("11-02")}],
        },
        settings,
    )  # fmt: skip


def made(office: Office, *words: str) -> tuple[Path, dict[str, Any], int]:
    answer = office.run("legal", "--case", "C-00001", "--as-of", "2026-11-23", *words)
    assert answer.code in (0, 1), answer.data
    return Path(answer["files"][0]), answer.data, answer.code


def items(data: dict[str, Any]) -> list[str]:
    return [row["item"] for row in data["missing"]]


@pytest.mark.poppler
@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_the_dossier_reads_as_approved(tmp_path: Path, language: str) -> None:
    office = story(tmp_path, office_language=language)
    path, data, code = made(office)
    assert code == 0
    assert sorted(items(data)) == CHECKS
    approved(f"dossier.{language}", text_of(path))


def test_nothing_but_the_dossier_is_written_and_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    office = story(tmp_path)
    lay(tmp_path / "ledger-exhibits" / "C-00001", GOOD)
    before = office.bytes()
    path, data, code = made(office)
    after = office.bytes()
    assert set(after) - set(before) == {path.relative_to(tmp_path).as_posix()}
    assert {name: after[name] for name in before} == before
    again, same, _ = made(office)
    assert (again.read_bytes(), same, code) == (after[path.relative_to(tmp_path).as_posix()], data, 0)


@pytest.mark.poppler
def test_exhibits_stand_page_by_page_with_heading_hash_and_running_number(tmp_path: Path) -> None:
    office = story(tmp_path)
    lay(tmp_path / "ledger-exhibits" / "C-00001", {name: GOOD[name] for name in ("contract.pdf", "scan.png")})
    lay(tmp_path, {"photo.jpg": GOOD["photo.jpg"]})
    path, data, _ = made(office, "--exhibit", str(tmp_path / "photo.jpg"))
    assert [(one["title"], one["pages"]) for one in data["exhibits"]] == [("contract.pdf", 3), ("scan.png", 1), ("photo.jpg", 1)]
    pages = text_of(path).split("\f")[:-1]
    total = len(pages)
    assert total == data["documents"][0]["pages"]
    assert all(f"Page {number} of {total}" in text for number, text in enumerate(pages, 1))
    for back, number in ((5, 1), (4, 2), (3, 3)):
        line = f"Exhibit 1, contract.pdf, page {number} of 3. SHA-256 {data['exhibits'][0]['sha256'][:16]}"
        assert line in " ".join(pages[total - back].split())
        assert "Contract of sale" in pages[total - back]
    contents = pages[1]
    for number, title in ((total - 4, "Exhibit 1: contract.pdf"), (total - 1, "Exhibit 2: scan.png"), (total, "Exhibit 3: photo.jpg")):
        (line,) = [line for line in contents.splitlines() if title in line]
        assert line.split()[-1].strip("\u2060") == str(number)
    assert "contract" not in items(data)


@pytest.mark.poppler
def test_a_bad_exhibit_is_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    office = story(tmp_path)
    lay(tmp_path / "ledger-exhibits" / "C-00001", {name: make for name, (make, _) in BAD.items()} | {"owner.pdf": GOOD["owner.pdf"]})
    path, data, code = made(office, "--exhibit", str(tmp_path / "gone.pdf"))
    assert code == 1
    assert [one["title"] for one in data["exhibits"]] == ["owner.pdf"]
    why = {row["item"]: row["why"] for row in data["missing"]}
    words = words_of(path)
    for name, (_, reason) in BAD.items():
        assert reason in why[name], name
        assert name in words
    assert "not there" in why["gone.pdf"]


def test_numbered_exhibits_stand_as_the_folder_shows_them(tmp_path: Path) -> None:
    office = story(tmp_path)
    pages = GOOD["scan.png"]
    lay(tmp_path / "ledger-exhibits" / "C-00001", {name: pages for name in ("10 receipt.png", "2 order.png", "1 contract.png", "annex.png", "Annex 2.png")})
    _, data, _ = made(office)
    assert [one["title"] for one in data["exhibits"]] == ["1 contract.png", "2 order.png", "10 receipt.png", "Annex 2.png", "annex.png"]


def test_a_dossier_that_would_grow_too_long_leaves_exhibits_out_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyaddin.correspondence.letter.exhibits.MOST_IN_ALL", 4)
    office = story(tmp_path)
    lay(tmp_path / "ledger-exhibits" / "C-00001", {f"{name}.pdf": GOOD["contract.pdf"] for name in "ab"} | {"c.png": GOOD["scan.png"]})
    _, data, code = made(office)
    assert [one["title"] for one in data["exhibits"]] == ["a.pdf", "c.png"]
    assert [row["why"] for row in data["missing"] if row["item"] == "b.pdf"] == ["the dossier would exceed 4 pages; hand it over beside it"]
    assert code == 1


@pytest.mark.parametrize("name", BAD)
def test_why_a_file_is_no_exhibit(tmp_path: Path, name: str) -> None:
    make, reason = BAD[name]
    (tmp_path / name).write_bytes(make())
    with pytest.raises(NotIncluded, match=reason) as refusal:
        look(name, tmp_path / name)
    assert all(refusal.value.says(place) for place in (0, 1, 2))


@pytest.mark.poppler
def test_emails_stand_as_they_were_sent_from_the_journal(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02", "12-02"])})
    office.weekly("11-09")
    for file in office.emails():
        file.unlink()  # the journal has the bytes
    path, data, code = made(office)
    assert (data["messages"], code) == (1, 0)
    words = words_of(path)
    (row,) = office.sheet("Contacts")
    assert row["Message ID"].strip("<>") in words.replace(" ", "").replace("\u200b", "")
    assert "Dear Ann Lee" in words
    assert "SHA-256 of the bytes sent" in words


@pytest.mark.poppler
def test_without_a_journal_the_files_of_the_messages_are_used_and_a_lost_one_is_told(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["08-03", "12-02"])})
    office.weekly("08-06")
    office.weekly("08-13")
    office.journal.unlink()
    office.emails()[0].unlink()
    path, data, code = made(office)
    assert (data["messages"], code) == (1, 1)
    lost = [row for row in data["missing"] if "no file of it was found" in row["why"]]
    assert len(lost) == 1
    assert "messages" in items(data)
    assert "Dear Ann Lee" in words_of(path)


def test_a_message_of_which_only_the_row_is_left_is_told(tmp_path: Path) -> None:
    sent = contact(1, "2026-08-06 10:00", "email", "sent", Key=f"{C1}|1|reminder|1")
    talked = contact(1, "2026-08-07 10:00", "email", "sent", Notes="Wrote from the own mail program")
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["08-03"]), "Contacts": [sent, talked]})
    _, data, _ = made(office)
    lost = [str(row["item"]) for row in data["missing"] if "no file of it was found" in row["why"]]
    assert [what.partition(" ")[2] for what in lost] == [f"{C1}|1|reminder|1"]
    assert "messages" in items(data)


def test_posted_letters_and_signed_papers_are_found_by_their_names(tmp_path: Path) -> None:
    office = story(tmp_path)
    lay(tmp_path / "ledger-out" / "L-1", {"letter.pdf": paper})
    lay(tmp_path / "agreements", {"plan.pdf": paper})
    office.type("Contacts", contact(1, "2026-08-20 10:00", "letter", "posted", Document="L-1/letter.pdf"))
    office.type("Contacts", contact(1, "2026-08-21 10:00", "letter", "posted", Document="../../etc/passwd"))
    _, data, code = made(office)
    assert [one["title"] for one in data["exhibits"]] == ["Letter letter.pdf", "Agreement L-00001"]
    assert "agreement" not in items(data)
    assert [row["why"] for row in data["missing"] if "etc/passwd" in row["item"]] == ["its bytes are not in the journal and no file of it was found"]
    assert code == 1


def test_the_rows_of_the_case_are_attached(tmp_path: Path) -> None:
    path, _, _ = made(story(tmp_path))
    with pikepdf.open(path) as opened:
        extract = json.loads(opened.attachments["ledger-extract.json"].get_file().read_bytes())
    assert extract["case_id"] == "C-00001"
    assert [row["Payment ID"] for row in extract["tables"]["Payments"]] == ["P-000001", "P-000002"]
    assert extract["tables"]["Debtors"][0]["Name"] == "Ann Lee"
    assert {row["Hold ID"] for row in extract["tables"]["Holds"]} == {"H-00001"}


def test_a_complete_case_lacks_nothing(tmp_path: Path) -> None:
    office = story(tmp_path)
    lay(tmp_path / "ledger-exhibits" / "C-00001", {"contract.pdf": GOOD["contract.pdf"]})
    lay(tmp_path / "agreements", {"plan.pdf": paper})
    legal = {"Advice_on": day("11-12"), "Final_demand_delivered_on": day("10-30"), "Proof": "RL 12", "Debtor_legal_ID": "AB 12"}
    office.set("Legal", {"Case ID": "C-00001"}, **legal, Expected_costs=money("60"), Chance=money("0.60"))
    office.set("Debtors", {"Debtor ID": "D-00001"}, Address_confirmed_on=day("11-01"))
    office.set("Holds", {"Hold ID": "H-00001"}, End=day("11-20"))
    _, data, code = made(office)
    assert (data["missing"], code) == ([], 0)


def test_a_refused_row_is_told(tmp_path: Path) -> None:
    office = story(tmp_path)
    office.set("Promises", {"Promise ID": "R-00001"}, Amount=None)
    _, data, code = made(office)
    assert code == 1
    assert {"item": "Promises", "why": "row 2 was refused (E-REQUIRED)"} in data["missing"]


@pytest.mark.poppler
def test_a_sign_that_no_font_has_is_printed_as_its_code(tmp_path: Path) -> None:
    office = story(tmp_path)
    office.set("Debtors", {"Debtor ID": "D-00001"}, Name="Ann 𪚥 Lee")
    office.type("Contacts", contact(1, "2026-08-20 10:00", "call", "reached", Notes="said #panic(1) {{ x }} ไทย 🙂"))
    path, data, _ = made(office)
    words = words_of(path)
    assert "Ann [U+2A6A5] Lee" in words
    assert "said #panic(1) {{ x }} [U+0E" in words
    assert any("U+2A6A5" in row["why"] for row in data["missing"])
    assert "Left out of the Notes: U+1F642." in data["warnings"]


def test_an_unknown_case(tmp_path: Path) -> None:
    answer = story(tmp_path).run("legal", "--case", "C-9")
    assert (answer.code, answer.error) == (2, "X-CASE")


def test_said_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = story(tmp_path)
    assert main(["legal", str(office.path), "--case", "C-00001", "--as-of", date(2026, 11, 23).isoformat()]) == 0
    out = capsys.readouterr().out
    assert "dossier_C-00001_2026-11-23.pdf" in out
    assert "Missing: Identity or registration number of the debtor: fill Legal, column Debtor legal ID" in out


@pytest.mark.poppler
def test_the_limitation_of_an_unsourced_place_is_a_question_for_counsel(tmp_path: Path) -> None:
    office = story(tmp_path)
    office.set("Debtors", {"Debtor ID": "D-00001"}, Country="DE")
    path, data, _ = made(office)
    assert "limitation" in items(data)
    assert "No sourced period is known for this debtor's place: ask counsel." in words_of(path)


@pytest.mark.poppler
def test_the_supervisors_final_demand_is_in_it(tmp_path: Path) -> None:
    """All four levels by email, the last one released by a supervisor: each stands under its own heading with its own date."""
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["08-03"])})
    for on in ("08-06", "08-13", "08-20", "09-02"):
        office.weekly(on)
    office.run("outbox", "approve", "--key", "C-00001|1|reminder|4", "--by", SUPERVISOR)
    office.weekly("09-08")
    path, data, _ = made(office)
    assert data["messages"] == 4
    words = words_of(path)
    assert all(f"{number}. Email, Reminder," in words for number in (1, 2, 3, 4))


def test_what_is_missing_is_told_in_the_language_of_the_ledger(tmp_path: Path) -> None:
    """The dossier goes to counsel in the office's language; what it lacks is read at the desk, with the columns as their headers show them."""
    _, data, _ = made(story(tmp_path, office_language="en", ledger_language="zh-CN"))
    told = {row["item"]: row["why"] for row in data["missing"]}
    assert told["proof"] == "送达证明：请填写 Legal 工作表的“凭证”列"
    assert "“答复日（Advice on）”" in told["advice"]
    assert "预计费用（Expected costs）、把握" in told["worth"]
