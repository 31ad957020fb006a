"""Letters at the desk: printed as one file with archive copies, told when printed before, posted only when a clerk says so."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any
from unittest import mock

import pikepdf
import pytest

from pyaddin.correspondence.letter import batch
from pyaddin.errors import Stop
from pyaddin.ledger.book import Value
from pyaddin.tasks import print_letters
from tests.correspondence.letter.papers import text_of
from tests.stories.desk import SUPERVISOR, Answer, Office, Row, case, day, debtor, hold, installments, money, payment


def by_letter(number: int, **more: Value) -> Row:
    return debtor(number, Preferred_channel="letter", **more)


def office_of(folder: Path, *debtors: Row, settings: dict[str, Value] | None = None, days: tuple[str, ...] = ("11-06",), **more: Value) -> Office:
    """One case of 100 a row for each debtor, first due on Friday 6 November 2026."""
    people = debtors or (by_letter(1),)
    return Office(folder).new(
        {
            "Debtors": list(people),
            "Cases": [case(number, number, **more) for number in range(1, len(people) + 1)],
            "Installments": [row for number in range(1, len(people) + 1) for row in installments(number, days)],
        },
        settings=settings,
    )


def letters(office: Office, on: str, *words: str, by: str = "Mary Webb") -> Answer:
    return office.run("letters", "--as-of", day(on).isoformat(), "--by", by, *words)


def documents(office: Office) -> list[Any]:
    return [row["Document"] for row in office.sheet("Contacts") if row["Channel"] == "letter"]


def folder_of(answer: Answer) -> Path:
    return Path(str(answer["folder"]))


def test_a_letter_is_printed_noted_told_and_counts_only_when_it_is_confirmed(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    assert office.weekly("11-09").results == [("C-00001", "reminder", 1, "queued")]
    assert office.stage() == ("CONTACT", 0)

    printed = letters(office, "11-09")
    assert (printed.code, printed["printed"], printed["run_id"], printed["posted"]) == (0, 1, "P-2026-11-09", 0)
    assert documents(office) == ["P-2026-11-09/archive/L-0001.pdf"]
    assert office.stage() == ("CONTACT", 0)
    assert office.keyed() == [("C-00001|1|reminder|1", "queued")]

    again = letters(office, "11-10")
    assert (again.code, again["printed"]) == (0, 0)
    assert again["printed_before"] == [
        {"case_id": "C-00001", "key": "C-00001|1|reminder|1", "document": "P-2026-11-09/archive/L-0001.pdf", "on": "2026-11-09", "why": ""}
    ]

    posted = letters(office, "11-10", "--posted", "--on", "2026-11-09")
    assert (posted.code, posted["posted"]) == (0, 1)
    assert office.keyed() == [("C-00001|1|reminder|1", "posted")]
    assert office.stage() == ("CONTACT", 1)
    row = next(row for row in office.sheet("Contacts") if row["Channel"] == "letter")
    assert (row["At"], row["By"], row["Document"], row["Template"]) == (
        "2026-11-09T10:00:00Z", "Mary Webb", "P-2026-11-09/archive/L-0001.pdf", "en/contact/reminder_1.txt",
    )  # fmt: skip
    assert letters(office, "11-10", "--posted")["posted"] == 0
    assert letters(office, "11-10")["printed"] == 0
    assert office.clean()


@pytest.mark.poppler
def test_the_files_agree_with_the_manifest_and_the_ledger(tmp_path: Path) -> None:
    office = office_of(tmp_path, *(by_letter(number) for number in (1, 2, 3)))
    office.weekly("11-09")
    printed = letters(office, "11-09")
    folder = folder_of(printed)
    assert sorted(path.name for path in folder.iterdir()) == ["archive", "manifest.csv", "manifest.json", "print.pdf"]
    data = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert [copy["case_id"] for copy in data["letters"]] == ["C-00001", "C-00002", "C-00003"]
    page = 1
    with pikepdf.open(folder / "print.pdf") as opened:
        assert len(opened.pages) == data["pages"] == printed["pages"]
    for copy, name in zip(data["letters"], ("Ann Lee", "Bob Ray", "Cai Yu"), strict=True):
        pdf = (folder / copy["file"]).read_bytes()
        assert hashlib.sha256(pdf).hexdigest() == copy["sha256"]
        assert copy["first_page"] == page
        assert page % 2 == 1
        text = text_of((folder / "print.pdf").read_bytes(), tmp_path, "-f", str(page), "-l", str(page))
        assert name in text
        assert name in text_of(pdf, tmp_path)
        assert "100.00" in text
        page += copy["pages"] + copy["pages"] % 2
    rows = list(csv.DictReader((folder / "manifest.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["sha256"] for row in rows] == [copy["sha256"] for copy in data["letters"]]
    assert [row["contact_ids"] for row in rows] == [" ".join(copy["contact_ids"]) for copy in data["letters"]]


def test_printing_twice_gives_the_same_archive_copy(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.weekly("11-09")
    first = letters(office, "11-09")["letters"][0]["sha256"]
    again = letters(office, "11-09", "--again")
    assert again["run_id"] == "P-2026-11-09-2"
    assert again["letters"][0]["sha256"] == first
    assert documents(office) == ["P-2026-11-09-2/archive/L-0001.pdf"]


def test_one_bad_letter_is_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    people = (
        by_letter(1), by_letter(2, Name="מרים"), by_letter(3, Address="X" * 60), by_letter(4, Name="Long Name " * 20),
        by_letter(5, Name="{{ 7*7 }} #panic(1) <script>"), by_letter(6, Name="Zoë 😀 \u202eLi"),
    )  # fmt: skip
    office = office_of(tmp_path, *people)
    office.weekly("11-09")
    printed = letters(office, "11-09")
    assert printed.code == 1
    assert {row["case_id"]: row["found"].split(" (")[0][:30] for row in printed["refused"]} == {
        "C-00002": "the character ם", "C-00003": "a word of 60 characters in the", "C-00004": "the address does not fit into ",
    }  # fmt: skip
    assert all(row["advice"] for row in printed["refused"])
    assert [row["case_id"] for row in printed["letters"]] == ["C-00001", "C-00005", "C-00006"]
    assert any(row["case_id"] == "C-00006" and "U+1F600" in row["what"] for row in printed["told"])
    assert [bool(name) for name in documents(office)] == [True, False, False, False, True, True]


def test_a_hold_set_meanwhile_stops_the_printing_and_the_posting(tmp_path: Path) -> None:
    office = office_of(tmp_path, by_letter(1), by_letter(2))
    office.weekly("11-09")
    office.type("Holds", hold(1, "H-1", "DISPUTE", "11-09"))
    printed = letters(office, "11-09")
    assert (printed.code, printed["printed"]) == (0, 1)
    assert [row["case_id"] for row in printed["blocked"]] == ["C-00001"]
    assert "HOLD-DISPUTE" in printed["blocked"][0]["why"]
    office.type("Holds", hold(2, "H-2", "DISPUTE", "11-10"))
    posted = letters(office, "11-10", "--posted")
    assert (posted.code, posted["posted"]) == (0, 0)
    assert [row["case_id"] for row in posted["blocked"]] == ["C-00002"]
    assert office.stage(2) == ("CONTACT", 0)


def test_what_comes_after_the_posting_does_not_undo_it(tmp_path: Path) -> None:
    office = office_of(tmp_path, by_letter(1), by_letter(2))
    office.weekly("11-09")
    assert letters(office, "11-09")["printed"] == 2
    office.type("Payments", payment(1, "11-10", 100))
    office.type("Holds", hold(2, "H-1", "DISPUTE", "11-10"))
    posted = letters(office, "11-11", "--posted", "--on", "2026-11-09")
    assert (posted["posted"], posted["blocked"]) == (2, [])
    assert [office.keyed(number)[0][1] for number in (1, 2)] == ["posted", "posted"]


def test_a_debt_paid_meanwhile_gets_no_letter(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.weekly("11-09")
    office.type("Payments", payment(1, "11-09", 100))
    printed = letters(office, "11-10")
    assert (printed["printed"], [row["case_id"] for row in printed["blocked"]]) == (0, ["C-00001"])
    assert "OUTDATED" in printed["blocked"][0]["why"]


def test_a_printed_letter_names_too_much_after_a_part_payment_and_is_made_anew(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.weekly("11-09")
    assert letters(office, "11-09")["printed"] == 1
    office.type("Payments", payment(1, "11-09", 20), payment(1, "11-10", 40, Reversed_on=day("11-10")))
    assert letters(office, "11-10")["printed_before"][0]["why"] == "", "the money of the day itself was known, what the bank took back counts nothing"
    office.type("Payments", payment(1, "11-11", 30))
    words = "PART-PAID: 30.00 GBP came in after it was made on 2026-11-09: it asks for too much. Take it out and make it anew."
    assert letters(office, "11-11")["printed_before"][0]["why"] == words
    office.daily("11-11")
    (row,) = [row for row in office.sheet("Contacts") if row["Channel"] == "letter"]
    assert (row["Result"], row["Document"]) == ("queued", "P-2026-11-09/archive/L-0001.pdf")
    assert str(row["Why"]).endswith(words)
    refused = letters(office, "11-11", "--posted")
    assert (refused["posted"], refused["blocked"][0]["why"]) == (0, words)
    assert letters(office, "11-11", "--again")["printed"] == 1
    assert letters(office, "11-11", "--posted")["posted"] == 1
    assert office.stage() == ("CONTACT", 1)


def test_a_letter_posted_before_the_money_came_is_confirmed_for_its_day(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.weekly("11-09")
    assert letters(office, "11-09")["printed"] == 1
    office.type("Payments", payment(1, "11-11", 30))
    assert letters(office, "11-11", "--posted", "--on", "2026-11-10")["posted"] == 1


def test_the_final_level_is_printed_for_a_supervisor_only(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.weekly("11-09")
    for on in ("11-09", "11-16", "11-23", "11-30", "12-07"):
        if on != "11-09":
            office.weekly(on)
        printed = letters(office, on)
        if printed["blocked"]:
            break
        assert letters(office, on, "--posted")["posted"] == printed["printed"]
    assert "APPROVAL" in printed["blocked"][0]["why"]
    assert "|reminder|4" in printed["blocked"][0]["key"]
    assert letters(office, on, by=SUPERVISOR)["printed"] == 1


def test_posting_charges_the_late_fee_that_the_letter_names(tmp_path: Path) -> None:
    office = office_of(tmp_path, Late_fee=money(5))
    for on in ("11-09", "11-16"):
        office.weekly(on)
        assert letters(office, on)["printed"] == 1
        assert office.sheet("Adjustments") == []
        assert letters(office, on, "--posted")["posted"] == 1
    (fee,) = office.sheet("Adjustments")
    assert (fee["Amount"], fee["Kind"], fee["Level"], fee["On"], fee["Key"]) == (5, "fee", 2, day("11-16"), "C-00001|1|fee|2")
    assert office.case()["Fees due"] == 5


def test_a_letter_logged_as_posted_charges_the_same_fee(tmp_path: Path) -> None:
    office = office_of(tmp_path, Late_fee=money(5))
    for on in ("11-09", "11-16"):
        office.weekly(on)
        words = ("--case", "C-00001", "--channel", "letter", "--direction", "out", "--result", "posted", "--by", "Mary Webb")
        assert office.run("log", *words, "--as-of", day(on).isoformat(), "--at", f"{day(on)} 08:00").code == 0
    (fee,) = office.sheet("Adjustments")
    assert (fee["Amount"], fee["Level"], fee["On"], fee["Key"]) == (5, 2, day("11-16"), "C-00001|1|fee|2")
    assert office.stage()[1] == 2


def test_cases_of_one_debtor_share_a_letter_and_its_confirmation(tmp_path: Path) -> None:
    office = Office(tmp_path).new(
        {
            "Debtors": [by_letter(1)],
            "Cases": [case(1, 1), case(2, 1)],
            "Installments": [*installments(1, ["11-06"]), *installments(2, ["11-06"], 200)],
        }
    )
    office.weekly("11-09")
    printed = letters(office, "11-09")
    assert printed["printed"] == 1
    assert len({*documents(office)}) == 1
    assert letters(office, "11-09", "--posted")["posted"] == 1
    assert (office.stage(1)[1], office.stage(2)[1]) == (1, 1)


def test_only_what_the_manifest_or_the_key_names_is_confirmed(tmp_path: Path) -> None:
    office = office_of(tmp_path, by_letter(1), by_letter(2))
    office.weekly("11-09")
    first = letters(office, "11-09", "--key", "C-00001|1|reminder|1")
    assert [row["case_id"] for row in first["letters"]] == ["C-00001"]
    letters(office, "11-09")
    assert letters(office, "11-10", "--posted", "--manifest", str(folder_of(first) / "manifest.json"))["posted"] == 1
    assert (office.stage(1)[1], office.stage(2)[1]) == (1, 0)
    assert letters(office, "11-10", "--posted", "--key", "C-00002|1|reminder|1")["posted"] == 1


def test_what_cannot_be_meant_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.weekly("11-09")
    letters(office, "11-09")
    before = office.bytes()
    assert letters(office, "11-10", "--posted", "--on", "2026-11-08").error == "X-OPTION"
    assert letters(office, "11-10", "--posted", "--on", "2026-11-11").error == "X-OPTION"
    assert letters(office, "11-10", "--on", "2026-11-10").error == "X-OPTION"
    assert letters(office, "11-10", "--posted", "--key", "C-9|1|reminder|1").error == "X-OPTION"
    assert letters(office, "11-10", "--posted", "--manifest", str(tmp_path / "none.json")).error == "X-NOT-FOUND"
    bad = tmp_path / "bad.json"
    bad.write_text("[]", encoding="utf-8")
    assert letters(office, "11-10", "--posted", "--manifest", str(bad)).error == "X-OPTION"
    bad.unlink()
    assert office.bytes() == before
    other = Office(tmp_path / "other").new({"Debtors": [by_letter(1)], "Cases": [case(1)], "Installments": installments(1, ["11-06"])}, ledger_id="OTHER")
    other.weekly("11-09")
    letters(other, "11-09")
    assert letters(other, "11-10", "--posted", "--manifest", str(tmp_path / "ledger-out" / "P-2026-11-09" / "manifest.json")).error == "X-OPTION"


def test_a_folder_with_files_in_it_is_left_alone(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.weekly("11-09")
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "mine.txt").write_text("mine", encoding="utf-8")
    assert letters(office, "11-09", "--out", str(taken)).error == "X-EXISTS"
    assert [path.name for path in taken.iterdir()] == ["mine.txt"]
    assert letters(office, "11-09", "--out", str(tmp_path / "new"))["printed"] == 1


def test_a_ledger_that_cannot_be_written_leaves_no_print_behind(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.weekly("11-09")
    with mock.patch.object(print_letters, "enter", side_effect=Stop("X-CHANGED", "somebody")):
        assert letters(office, "11-09").error == "X-CHANGED"
    assert not list((tmp_path / "ledger-out").glob("*P-*"))
    assert letters(office, "11-09")["printed"] == 1


def test_an_open_ledger_is_not_printed_from_the_file(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.weekly("11-09")
    owner = office.path.with_name(f"~${office.path.name}")
    owner.write_bytes(b"\x03Amy")
    assert letters(office, "11-09").error == "X-OPEN"
    owner.unlink()


def test_who_stops_the_run_keeps_what_is_printed(tmp_path: Path) -> None:
    office = office_of(tmp_path, by_letter(1), by_letter(2), by_letter(3))
    office.weekly("11-09")
    print_all = batch.print_all

    def stopped(*words: Any, **names: Any) -> batch.Batch:
        def progress(done: int, total: int, label: str) -> None:
            if done >= 2:
                raise KeyboardInterrupt

        return print_all(*words, **{**names, "progress": progress, "chunk": 1})

    with mock.patch.object(batch, "print_all", stopped):
        answer = letters(office, "11-09")
    assert (answer.code, answer["printed"]) == (1, 2)
    assert "2 of 3" in answer["stopped"]
    assert [bool(name) for name in documents(office)] == [True, True, False]
    assert [row["case_id"] for row in letters(office, "11-09")["letters"]] == ["C-00003"]


def test_settings_that_cannot_be_used_are_told_and_the_letters_go(tmp_path: Path) -> None:
    office = office_of(tmp_path, settings={"iban": "DE00370400440532013000", "logo": "none.png", "payment_url": "ftp://x"})
    office.weekly("11-09")
    printed = letters(office, "11-09")
    assert (printed.code, printed["printed"]) == (0, 1)
    assert [row["what"].split(":")[0] for row in printed["told"]] == ["Setting iban", "Setting payment_url", "Setting logo"]


def test_a_broken_layout_prints_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = office_of(tmp_path)
    office.weekly("11-09")
    real = batch._child

    def broken(job: Any, folder: Path) -> Any:
        return real({**job, "letters": [{**one, "data": {**one["data"], "window": "of another layout"}} for one in job["letters"]]}, folder)

    monkeypatch.setattr(batch, "_child", broken)
    assert letters(office, "11-09").error == "X-LAYOUT"
    assert not list((tmp_path / "ledger-out").glob("*P-*"))


# --- one letter for a look ----------------------------------------------------------------------------------------------


def look(office: Office, on: str, *words: str) -> Answer:
    return office.run("letter", "--as-of", day(on).isoformat(), "--case", "C-00001", *words)


def test_a_letter_is_shown_as_pdf_and_pictures_and_changes_nothing(tmp_path: Path) -> None:
    office = office_of(tmp_path, settings={"letter_window": "china"})
    before = office.path.read_bytes()
    answer = look(office, "11-09")
    assert (answer.code, answer["kind"], answer["level"], answer["template"]) == (0, "reminder", 1, "en/contact/reminder_1.txt")
    names = [Path(name).name for name in answer["files"]]
    assert names == ["letter-C-00001-reminder_1.pdf", *(f"letter-C-00001-reminder_1-p{number}.png" for number in range(1, answer["pages"] + 1))]
    assert all(Path(name).stat().st_size > 1000 for name in answer["files"])
    assert office.path.read_bytes() == before
    assert not office.journal.exists()


@pytest.mark.parametrize(("template", "kind", "level"), [("reminder_3", "reminder", 3), ("missed", "missed", 0), ("thanks", "thanks", 0)])
def test_a_named_wording_is_shown(template: str, kind: str, level: int, tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.type("Payments", payment(1, "11-08", 20))
    answer = look(office, "11-20", "--template", template)
    assert (answer.code, answer["kind"], answer["level"]) == (0, kind, level)


def test_a_letter_that_cannot_be_shown_says_why(tmp_path: Path) -> None:
    office = office_of(tmp_path, by_letter(1, Address=None))
    assert look(office, "11-09").error == "X-PRINT"
    assert look(office, "11-09", "--template", "no-such").error == "X-OPTION"
    assert look(office, "11-09", "--template", "thanks").error == "X-OPTION"
    assert office.run("letter", "--case", "C-9").error == "X-CASE"
    shutil.rmtree(tmp_path / "ledger-out", ignore_errors=True)
    (tmp_path / "ledger-out").write_text("in the way", encoding="utf-8")
    office.set("Debtors", {"Debtor ID": "D-00001"}, Address="1 High Street")
    assert look(office, "11-09").error == "X-WRITE"
