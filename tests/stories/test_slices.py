"""A supervisor cuts two slices, two clerks work in them, both come back: nothing lost, nothing doubled, one conflict listed."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.ledger.book import SetCell
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.rows import type_ledger
from pyaddin.tasks.entering import enter
from pyaddin.tasks.slice_origin import FileOrigin, forget, out_with
from tests.stories.desk import SUPERVISOR, Answer, Office, Row, case, contact, day, debtor, hold, installments, money, payment

ANN, BOB, CAI = "C-00001", "C-00002", "C-00003"


def rows(office: Office, sheet: str) -> list[Row]:
    """The accepted rows of a sheet."""
    return [dict(row.values) for row in type_ledger(ClosedBook(office.path).read(), office_zone=UTC).tables[sheet]]  # type: ignore[arg-type]


@pytest.fixture
def big(tmp_path: Path) -> Office:
    """Three debtors: Ann and Bob are Mary's and Zoe's; Cai has a case of each, the heavier is Zoe's."""
    office = Office(tmp_path / "office").new(
        {
            "Debtors": [debtor(1), debtor(2), debtor(3)],
            "Cases": [case(1, 1), case(2, 2, Owner="Zoe"), case(3, 3, Owner="Mary Webb"), case(4, 3, Owner="Zoe")],
            "Installments": [
                *installments(1, ["10-05", "12-05"]), *installments(2, ["10-05"]), *installments(3, ["10-05"], 10), *installments(4, ["10-05"], 500),
            ],
            "Payments": [payment(1, "10-01", 20, "P-000001"), payment(2, "10-01", 5, "P-000002")],
        }  # fmt: skip
    )
    office.weekly("10-12")
    return office


def cut(big: Office, owner: str, name: str) -> tuple[Office, Answer]:
    answer = big.run("slice", "--owner", owner, "--out", str(big.path.parent / name), "--by", SUPERVISOR)
    assert answer.code == 0, answer.data
    office = Office(big.path.parent, name)
    office._today = big._today
    return office, answer


def merge(big: Office, part: Office, *words: str) -> Answer:
    return big.run("merge", str(part.path), "--by", SUPERVISOR, *words)


def held(office: Office) -> set[object]:
    """The debtors whom a hold without an end keeps out of all messages."""
    return {row["Applies to"] for row in rows(office, "Holds") if row["End"] is None}


def test_a_slice_that_is_refused_because_the_ledger_was_changed_leaves_nothing(big: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def overtaken(book: ClosedBook, edits: object, *, fingerprint: str, as_of: object) -> None:
        raise Stop("X-CHANGED", "ledger.xlsm")

    before = sorted(path.name for path in big.path.parent.iterdir())
    with monkeypatch.context() as patched:
        patched.setattr(ClosedBook, "write", overtaken)
        answer = big.run("slice", "--owner", "Zoe", "--out", str(big.path.parent / "zoe.xlsm"), "--by", SUPERVISOR)
    assert answer.error == "X-CHANGED"
    assert sorted(path.name for path in big.path.parent.iterdir()) == before
    assert out_with(big.path, "D-00002") == ""
    cut(big, "Zoe", "zoe.xlsm")


def test_two_clerks_two_slices_one_ledger(big: Office) -> None:
    mary, first = cut(big, "Mary Webb", "mary.xlsm")
    zoe, second = cut(big, "zoe", "zoe.xlsm")
    assert [row["debtor"] for row in first["left_out"]] == ["D-00003"]
    assert (first["cases"], second["cases"], second["left_out"]) == (1, 3, [])
    assert first["payments"] == {"GBP": "20.00"}

    sent = big.weekly("10-19")  # while they are out, the big ledger does nothing to anybody
    assert (sent["sent"], sent["moved"]) == (0, 0)
    worked = mary.weekly("10-19")  # the clerk does it in the slice
    assert (worked["sent"], worked["notes"]) == (1, []), "nobody is asked for files that lie beside the large ledger"
    assert mary.run("pay", "--case", ANN, "--amount", "30", "--on", "2026-10-19", "--as-of", "2026-10-19", "--by", "Mary").code == 0
    assert zoe.run("pay", "--case", BOB, "--amount", "7", "--on", "2026-10-19", "--as-of", "2026-10-19", "--by", "Zoe").code == 0
    assert zoe.run("promise", "--case", BOB, "--amount", "50", "--due-on", "2026-10-30", "--as-of", "2026-10-19", "--by", "Zoe").code == 0
    logged = ("--channel", "call", "--direction", "out", "--result", "no answer", "--as-of", "2026-10-19", "--by", "Zoe")
    assert zoe.run("log", "--case", BOB, *logged).code == 0
    big.set("Debtors", {"Debtor ID": "D-00001"}, Phone="+44 113 496 0999", City="York")
    mary.set("Debtors", {"Debtor ID": "D-00001"}, Phone="+44 113 496 0888", Notes="works nights")

    back = merge(big, mary)
    assert [(row["column"], row["origin"], row["slice"]) for row in back["conflicts"]] == [("Phone", "+44 113 496 0999", "+44 113 496 0888")]
    assert back.code == 1
    assert back["totals"]["tied"]
    assert held(big) == {"D-00001", "D-00002", "D-00003"}, "nothing is decided about Ann's number: nobody writes to her yet"
    other = merge(big, zoe)
    assert held(big) == {"D-00001"}
    assert (other.code, other["conflicts"]) == (0, [])
    assert other["renumbered"]  # both clerks' new payment was P-000003
    assert {row["Payment ID"]: str(row["Amount"]) for row in rows(big, "Payments")} == {
        "P-000001": "20.00", "P-000002": "5.00", "P-000003": "30.00", "P-000004": "7.00",
    }  # fmt: skip
    assert other["totals"]["payments"]["GBP"] == {"before": "55.00", "added": "7.00", "after": "62.00"}
    ann = rows(big, "Debtors")[0]
    assert (ann["Phone"], ann["City"], ann["Notes"]) == ("+44 113 496 0999", "York", "works nights")
    assert [row["Case ID"] for row in rows(big, "Promises")] == [BOB]

    before = big.path.read_bytes()  # merging again changes nothing, and tells the conflict again
    for again, part in ((merge(big, mary), mary), (merge(big, zoe), zoe)):
        assert (again["added"], again["changed"], again["messages"]) == (0, 0, 0), part.path
    assert big.path.read_bytes() == before
    decided = merge(big, mary, "--take", "slice", "--key", "D-00001")
    assert (decided.code, decided["changed"] > 0) == (0, True)
    assert rows(big, "Debtors")[0]["Phone"] == "+44 113 496 0888"
    assert held(big) == set()
    assert merge(big, mary)["conflicts"] == []

    (shut,) = {row["Reason"] for row in rows(mary, "Holds") if str(row["By"]).startswith("slice ")}
    assert shut == f"Brought back into {big.path.name}: work goes on there"
    for week in ("10-26", "11-02"):
        assert mary.weekly(week)["sent"] == 0  # what was brought back is worked on in one place only
        assert big.weekly(week).code == 0
    keys = [row["Key"] for row in rows(big, "Contacts") if row["Result"] == "sent"]
    assert len(keys) == len(set(keys))
    assert big.clean()


def test_what_the_clerk_deleted_is_told_and_stays(big: Office) -> None:
    mary, _ = cut(big, "Mary Webb", "mary.xlsm")
    mary.set("Payments", {"Payment ID": "P-000001"}, Payment_ID=None, Case_ID=None, Value_date=None, Amount=None, Method=None)
    back = merge(big, mary)
    assert (back.code, back["deleted"]) == (1, [{"sheet": "Payments", "key": "P-000001"}])
    assert len(rows(big, "Payments")) == 2


def test_a_file_of_another_ledger_and_a_second_cut_are_refused(big: Office, tmp_path: Path) -> None:
    mary, _ = cut(big, "Mary Webb", "mary.xlsm")
    assert big.run("slice", "--owner", "Mary Webb", "--out", str(tmp_path / "again.xlsm"), "--by", SUPERVISOR).error == "X-SLICE"
    other = Office(tmp_path / "other").new({}, ledger_id="OTHER-1")
    assert other.run("merge", str(mary.path), "--by", SUPERVISOR).error == "X-SLICE"
    assert big.run("merge", str(big.path), "--by", SUPERVISOR).error == "X-SLICE"
    merge(big, mary)
    cut(big, "Mary Webb", "next-week.xlsm")


def test_a_merge_that_died_after_writing_adds_nothing_twice(big: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    zoe, _ = cut(big, "Zoe", "zoe.xlsm")
    assert zoe.run("pay", "--case", BOB, "--amount", "7", "--on", "2026-10-13", "--as-of", "2026-10-13", "--by", "Zoe").code == 0
    big.type("Payments", payment(1, "10-13", 3, "P-000003"))
    keep, calls = FileOrigin.remember, []

    def dies(self: FileOrigin, slice_id: str, memory: dict[str, object]) -> None:
        calls.append(slice_id)
        if len(calls) == 2:
            raise OSError("the power is gone")
        keep(self, slice_id, memory)

    monkeypatch.setattr(FileOrigin, "remember", dies)
    assert merge(big, zoe).code != 0
    monkeypatch.undo()
    assert len(rows(big, "Payments")) == 4
    again = merge(big, zoe)
    assert (again["added"], len(rows(big, "Payments"))) == (0, 4)


@pytest.mark.parametrize(("sheet", "tied"), [("Contacts", False), ("Budgets", False), ("Holds", True)])
def test_a_row_that_somebody_else_enters_while_a_merge_is_written_is_told_by_the_totals(
    big: Office, monkeypatch: pytest.MonkeyPatch, sheet: str, tied: bool
) -> None:
    """Rows of Holds the program adds itself when it computes the merged cases again; of the other sheets nobody but the merge adds any."""
    zoe, _ = cut(big, "Zoe", "zoe.xlsm")
    assert zoe.run("pay", "--case", BOB, "--amount", "7", "--on", "2026-10-13", "--as-of", "2026-10-13", "--by", "Zoe").code == 0
    others: dict[str, Row] = {
        "Contacts": contact(1, "2026-10-12 15:00", "call", "reached"),
        "Budgets": {"Debtor ID": "D-00001", "Taken on": day("10-12"), "Income": money(900)},
        "Holds": hold(1, "H-000900", "MANUAL", "10-12", "10-20"),
    }

    def meanwhile(*words: Any, **more: Any) -> Any:
        done = enter(*words, **more)
        big.type(sheet, others[sheet])
        return done

    monkeypatch.setattr("pyaddin.tasks.merge.enter", meanwhile)
    back = merge(big, zoe)
    assert (back["totals"]["tied"], back["totals"]["rows"][sheet]["by_program"], back.code) == (tied, 1, 0 if tied else 1)


def test_a_number_that_was_meant_for_a_row_and_taken_by_another_since_is_not_its_own(big: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The merge died before it wrote; until it is repeated somebody enters a payment in the larger ledger, which gets that number."""
    zoe, _ = cut(big, "Zoe", "zoe.xlsm")
    assert zoe.run("pay", "--case", BOB, "--amount", "7", "--on", "2026-10-13", "--as-of", "2026-10-13", "--by", "Zoe").code == 0

    def dies(*_: object, **__: object) -> None:
        raise OSError("the power is gone")

    monkeypatch.setattr("pyaddin.tasks.merge.enter", dies)
    assert merge(big, zoe).code != 0
    monkeypatch.undo()
    big.type("Payments", payment(1, "10-13", 3, "P-000003"))
    again = merge(big, zoe)
    assert (again.code, again["conflicts"]) == (0, [])
    assert {row["Payment ID"]: str(row["Amount"]) for row in rows(big, "Payments")} == {
        "P-000001": "20.00", "P-000002": "5.00", "P-000003": "3.00", "P-000004": "7.00",
    }  # fmt: skip


def test_what_a_message_asks_for_is_kept_under_the_case_as_the_larger_ledger_calls_it(big: Office) -> None:
    """Both clerks took a new case, and both called it C-00005; a message tried again later is compared with what is owed on its own case."""
    mary, _ = cut(big, "Mary Webb", "mary.xlsm")
    for office, owner, amount in ((mary, 1, 90), (big, 2, 70)):
        office.type("Cases", case(5, owner))
        office.type("Installments", *installments(5, ["10-05"], amount))
    assert mary.weekly("10-19")["sent"] == 1
    case_id = next(row["origin"] for row in merge(big, mary)["renumbered"] if row["sheet"] == "Cases")
    with Outbox.peek(big.path, "OFFICE-1", ledger_keys=(), ledger_runs=()) as box:
        last = box.items()[-1]
    assert {case_id: str(amount) for case_id, (amount, _) in last.asked().items()} == {ANN: "80.00", case_id: "90.00"}


def test_a_slice_begins_an_audit_chain_of_its_own_and_a_merge_leaves_that_of_the_ledger_whole(big: Office) -> None:
    mary, answer = cut(big, "Mary Webb", "mary.xlsm")
    assert mary.run("verify")["faults"] == []
    begins = mary.run("changes")["changes"][0]
    assert (begins["kind"], begins["task"], begins["by"], begins["run_id"]) == ("first", "slice", SUPERVISOR, answer["slice"])
    for on in ("10-19", "10-20", "10-21", "10-22", "10-23", "10-26"):  # the slice's chain is soon longer than that of the ledger
        worked = mary.daily(on)
        assert (worked["faults"], worked["notes"]) == ([], [])
    assert mary.run("verify")["faults"] == []

    for _ in range(2):
        assert merge(big, mary).code == 0
        assert big.run("verify")["faults"] == [], "chain and snapshots of the slice's runs lie beside the slice"
    heads = {row["Run ID"]: str(row["Audit head"]) for row in rows(big, "Runs")}
    assert heads["W-2026-10-12"].startswith("1:")
    assert heads["D-2026-10-26"].startswith(f"{answer['slice']} 6:")
    sent = big.weekly("11-02")
    assert (sent["faults"], sent["notes"]) == ([], [])
    again, _ = cut(big, "Mary Webb", "next.xlsm")
    assert again.weekly("11-09")["faults"] == []
    assert again.run("verify")["faults"] == []


def test_a_slice_under_the_name_of_one_that_came_back_finds_nothing_of_it(big: Office) -> None:
    """What an earlier slice has left beside its workbook would be taken for a damaged chain and for snapshots that cannot be used."""
    mary, _ = cut(big, "Mary Webb", "mary.xlsm")
    mary.weekly("10-19")
    merge(big, mary)
    for ending in (".xlsm", ".journal.sqlite", ".audit.sqlite", ".snapshots.sqlite"):
        refused = big.run("slice", "--owner", "Mary Webb", "--out", str(mary.path), "--by", SUPERVISOR)
        assert (refused.error, refused["error"]["found"]) == ("X-EXISTS", f"mary{ending}")
        mary.path.with_name(f"mary{ending}").unlink()
    again, _ = cut(big, "Mary Webb", "mary.xlsm")
    worked = again.weekly("10-26")
    assert (worked["faults"], worked["notes"], again.run("verify")["faults"]) == ([], [], [])


def test_a_slice_that_comes_back_on_the_day_of_the_cut_holds_nobody_any_more(big: Office) -> None:
    mary, _ = cut(big, "Mary Webb", "mary.xlsm")
    assert [hold["type"] for hold in big.assess("10-12")["holds"]] == ["DATA"]
    assert merge(big, mary).code == 0
    assert big.assess("10-12")["holds"] == []
    (back,) = rows(big, "Holds")
    assert (back["Start"], back["End"], back["Reason"]) == (day("10-11"), day("10-11"), "Out with Mary Webb since 2026-10-12, file mary.xlsm")
    cut(big, "Mary Webb", "again.xlsm")
    assert [hold["type"] for hold in big.assess("10-12")["holds"]] == ["DATA"]


def test_an_erased_debtor_is_erased_from_what_is_remembered(big: Office) -> None:
    mary, _ = cut(big, "Mary Webb", "mary.xlsm")
    assert out_with(big.path, "D-00001") == "mary.xlsm"
    merge(big, mary)
    (memory,) = (big.path.parent / "ledger.slices").glob("*.json")
    assert "Ann Lee" in memory.read_text(encoding="utf-8")
    assert forget(big.path, "D-00001", (ANN,)) > 3
    assert "Ann Lee" not in memory.read_text(encoding="utf-8")
    assert out_with(big.path, "D-00001") == ""


def test_policy_changed_in_a_slice_is_told_and_not_taken(big: Office) -> None:
    mary, _ = cut(big, "Mary Webb", "mary.xlsm")
    assert mary.weekly("10-19").code == 0  # what a run writes into Settings is nobody's policy
    mary.set("Settings", {"Key": "grace_days"}, Value="5")
    mary.type("Holidays", {"Calendar": "GB", "Date": day("10-20"), "Name": "Fair day"})
    mary._write([SetCell("Levels", 3, "2", "From day", 8.0, 30)])
    back = merge(big, mary)
    assert back.code == 1
    found = [(row["sheet"], row["key"], row["column"], row["base"], row["slice"]) for row in back["policy"]]
    assert found[0] == ("Settings", "grace_days", "Value", "0", "5")
    assert [(sheet, column) for sheet, _, column, _, _ in found[1:]] == [("Levels", "From day"), ("Holidays", "")]
    assert found[-1][3:] == ("", "Calendar: GB; Date: 2026-10-20; Name: Fair day")
    settings = {row["Key"]: row["Value"] for row in rows(big, "Settings")}
    assert not float(str(settings["grace_days"]))
    assert merge(big, mary)["policy"] == back["policy"]  # told until the slice is put away
