"""One debtor's data handed out and erased: nothing of the person is left in any file, the books stay whole, and ledger, journal and chain verify."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pytest

from pyaddin.history.audit import Chain
from pyaddin.history.audit_lines import sha256
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.personal import NEUTRAL, PERSONAL, rules_only, stays
from pyaddin.ledger.schema import EVERY_TABLE, Type
from pyaddin.rules.retention import add_months
from tests.stories.desk import SUPERVISOR, Office, case, debtor, hold, installments

OTHER = "Jo Hart"
ANN = ("Ann Lee", "ann@debtor.example", "+44 113 496 0101", "1 High Street", "lives with her sister", "A. LEE RENT")
ERASE = ("--debtor", "D-00001", "--erase", "--by", SUPERVISOR, "--approved-by", OTHER, "--reason", "request of 20 November")


def office_of_two(tmp_path: Path, **settings: object) -> Office:
    """Ann's debt was written to and paid; Bob's goes on."""
    office = Office(tmp_path).new(
        {
            "Debtors": [debtor(Notes="lives with her sister"), debtor(2)], "Cases": [case(), case(2, 2)],
            "Installments": [*installments(1, ["10-05"]), *installments(2, ["10-05"])],
        },
        {"supervisors": f"{SUPERVISOR}, {OTHER}", **settings},  # type: ignore[dict-item]
    )  # fmt: skip
    office.weekly("10-12")
    return office


def paid_off(office: Office) -> None:
    office.run("pay", "--case", "C-00001", "--amount", "100", "--on", "2026-10-15", "--reference", "A. LEE RENT", "--as-of", "2026-10-16")
    office.weekly("10-19")
    assert office.stage()[0] == "CLOSED"


def everything(folder: Path) -> bytes:
    """Every byte of every file beside the ledger, workbooks and databases unpacked."""
    found = b""
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        found += file.read_bytes()
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as package:
                found += b"".join(package.read(name) for name in package.namelist())
        if file.name.endswith(".audit.sqlite"):
            office_id = ClosedBook(file.with_name(file.name.replace(".audit.sqlite", ".xlsm"))).read().ledger_id
            with Chain.look(file.with_name(file.name.replace(".audit.sqlite", ".xlsm")), office_id) as chain:
                found += "".join(chain.text(entry.seq) for entry in chain.entries()).encode()
    return found


def test_refused_while_the_data_are_needed_and_without_a_second_person(tmp_path: Path) -> None:
    office = office_of_two(tmp_path)
    answer = office.run("privacy", *ERASE)
    assert answer.error == "X-OPTION"
    assert "C-00001 is open" in answer["error"]["found"]
    own = tuple(SUPERVISOR if word == OTHER else word for word in ERASE)
    assert office.run("privacy", *own).error == "X-FOUR-EYES"
    assert office.run("privacy", *(w if w != SUPERVISOR else "Somebody" for w in ERASE)).error == "X-OPTION"
    assert office.run("privacy", *ERASE[:-2]).error == "X-OPTION"
    assert office.run("privacy", "--debtor", "D-9", "--erase", "--by", SUPERVISOR).error == "X-OPTION"
    paid_off(office)
    office.type("Holds", hold(1, "H-000001", "DISPUTE", "10-19"))
    assert "hold since 2026-10-19" in office.run("privacy", *ERASE)["error"]["found"]


def test_the_package_holds_everything_and_nothing_of_others(tmp_path: Path) -> None:
    office = office_of_two(tmp_path)
    paid_off(office)
    answer = office.run("privacy", "--debtor", "D-00001", "--export", str(tmp_path / "package"), "--by", SUPERVISOR)
    assert answer.code == 0
    data = json.loads((tmp_path / "package" / "data.json").read_text("utf-8"))
    assert set(data["tables"]) >= {"Debtors", "Cases", "Installments", "Payments", "Contacts", "Moves"}
    assert data["tables"]["Payments"][0]["Reference"] == "A. LEE RENT"
    assert [m["result"] for m in data["messages"]][0] == "sent"
    assert (tmp_path / "package" / "messages" / data["messages"][0]["file"]).read_bytes().startswith(b"From:")
    assert data["backups"]
    assert any(line["column"] == "Stage" for line in data["audit"])
    page = (tmp_path / "package" / "index.html").read_text("utf-8")
    assert "Ann Lee" in page
    assert "Bob Ray" not in page
    assert office.run("privacy", "--debtor", "D-00001", "--export", str(tmp_path / "package"), "--by", SUPERVISOR).error == "X-EXISTS"


def test_a_print_file_of_somebody_else_is_named_as_one_that_nobody_has_searched(tmp_path: Path) -> None:
    office = office_of_two(tmp_path)
    paid_off(office)
    office.run("statement", "--case", "C-00002", "--as-of", "2026-10-19")
    (note,) = [note for note in office.run("privacy", *ERASE)["notes"] if ".pdf" in note]
    assert note.startswith("a person must look into statement_C-00002_2026-10-19.pdf: it cannot be searched")


def test_erased_from_every_file_and_all_still_verifies(tmp_path: Path) -> None:
    office = office_of_two(tmp_path / "desk")
    paid_off(office)
    before = office.assess("10-19")
    assert all(word.encode() in everything(tmp_path / "desk") for word in ANN)
    answer = office.run("privacy", *ERASE)
    assert answer.code == 0, answer.data
    assert answer["erased"]["messages"] >= 1
    assert answer["erased"]["audit_entries"] >= 1
    left = everything(tmp_path / "desk")
    assert [word for word in ANN if word.encode() in left] == []
    assert b"Bob Ray" in left
    after = office.assess("10-19")
    differ = {"why", "information"}  # the words go, and with them what is known of the debtor
    assert {k: v for k, v in after.items() if k not in differ} == {k: v for k, v in before.items() if k not in differ}
    row = office.row("Debtors", "D-00001")
    assert (row["Name"], row["Email"], row["Notes"], row["Country"]) == ("(erased)", None, None, "GB")
    assert office.run("verify")["faults"] == []
    assert [backup for backup in office.run("restore")["backups"]] == []
    # the work on the other debt goes on, and nothing is sent anew to the erased one
    later = office.weekly("10-26")
    assert {m["case_id"] for m in later["messages"]} <= {"C-00002"}


def test_the_chain_holds_and_finds_any_other_change_of_an_erased_entry(tmp_path: Path) -> None:
    office = office_of_two(tmp_path)
    paid_off(office)
    office.run("privacy", *ERASE)
    ledger_id = ClosedBook(office.path).read().ledger_id
    with Chain.look(office.path, ledger_id) as chain:
        last = chain.entries("erased")[-1]
        assert last.author.by == f"{SUPERVISOR} / {OTHER}"
        assert all("request of 20 November" in change.why for change in chain.changes(last))
        assert all(sha256(chain.text(entry.seq)) == chain.digest(entry) for entry in chain.entries())
        changed = next(entry for entry in chain.entries() if chain.digest(entry) != entry.digest)
        path = chain.path
    db = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError, match="append-only"):
        db.execute("UPDATE entries SET lines = x'00' WHERE seq = ?", (changed.seq,))
    db.close()


def test_what_was_kept_long_enough_is_listed(tmp_path: Path) -> None:
    office = office_of_two(tmp_path, retention_months=1)
    paid_off(office)
    assert office.run("privacy", "--due", "--by", SUPERVISOR)["due"] == []
    early = office.run("privacy", *ERASE)
    assert "must be kept until 2026-11-16: retention_months" in early["error"]["found"]


def test_months_end_on_the_last_day() -> None:
    assert [add_months(date(2026, 1, 31), months) for months in (1, 11, 12)] == [date(2026, 2, 28), date(2026, 12, 31), date(2027, 1, 31)]


def test_every_text_is_personal_unless_named_neutral() -> None:
    for name, table in EVERY_TABLE.items():
        texts = {column.name for column in table.columns if column.type in (Type.TEXT, Type.NOTE)}
        assert set(PERSONAL[name]) == (set() if table.kind == "policy" else texts - NEUTRAL)
    assert rules_only("T2: moved. LEVEL: two") == "T2: - LEVEL: -"
    assert stays("Why", "T2: - LEVEL: -")
    assert not stays("Why", "T2: Ann moved")
    assert stays("Message ID", f"<{'0' * 40}@oakmere.example>")
    assert not stays("Message ID", "<abc@ann.example>")
