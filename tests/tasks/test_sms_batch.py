"""Text messages that wait for a person: the batch, what stays out of it, and what became of it read back."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pyaddin.correspondence import wording
from pyaddin.correspondence.sms.gateway import Item, Prepared, Receipt, prepared
from pyaddin.correspondence.sms.segments import segments
from pyaddin.errors import Stop
from pyaddin.tasks import sms_batch
from pyaddin.tasks.entering import open_for_entry
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.sms_items import texts
from tests.stories.desk import SUPERVISOR, Answer, Office, case, day, debtor, hold, installments
from tests.tasks.filled import fill, grid, typed

TEXT = "{{ creditor }}: dear {{ debtor }}, please call us about reference {{ reference }}: {{ phone }} or {{ reply_to }}."
PEOPLE = 3


@pytest.fixture(autouse=True)
def own_wording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A text of this test's own, so that its length is known; everything else of the wording is the product's."""
    folder = tmp_path / "templates"
    shutil.copytree(wording.TEMPLATES, folder)
    for found in folder.rglob("reminder_1.sms*.txt"):
        found.unlink()
    (folder / "en" / "contact" / "reminder_1.sms.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(wording, "render", partial(wording.render, templates=folder))
    return folder


def texter(number: int, **more: Any) -> dict[str, Any]:
    return debtor(number, **{"Preferred_channel": "sms", "Phone": f"+44 7400 12345{number}", **more})


def office(folder: Path, *people: dict[str, Any], settings: dict[str, Any] | None = None) -> Office:
    count = range(1, len(people) + 1)
    rows = {"Debtors": list(people), "Cases": [case(n, n) for n in count], "Installments": [row for n in count for row in installments(n, ["11-02"])]}
    made = Office(folder).new(rows, settings)
    made.weekly("11-09")
    return made


def batch(made: Office, *words: str, on: str = "11-09", by: str = "Mary Webb") -> Answer:
    return made.run("sms", "--as-of", day(on).isoformat(), "--by", by, *words)


def sent(made: Office, path: Path | str, on: str = "11-09") -> Answer:
    return batch(made, "--sent", str(path), on=on)


def results(made: Office) -> list[str]:
    return [row["Result"] for row in made.sheet("Contacts") if row["Channel"] == "sms"]


def three(folder: Path) -> Office:
    return office(folder, *[texter(n) for n in range(1, PEOPLE + 1)])


def test_the_batch_holds_text_number_parts_and_wording(tmp_path: Path) -> None:
    made = three(tmp_path)
    answer = batch(made)
    assert (answer.code, len(answer["listed"]), answer["parts"], answer["blocked"]) == (0, 3, 3, [])
    row = grid(Path(answer["file"]))[0]
    text = "Oakmere Furniture: dear Ann Lee, please call us about reference C-00001: +44 113 496 0000 or accounts@oakmere.example."
    assert (row["text"], row["number"], row["encoding"], row["parts"], row["units"]) == (text, "+447400123451", "GSM-7", 1, len(text))
    assert (row["wording"], len(row["wording_hash"])) == ("en/contact/reminder_1.sms.txt", 64)
    assert row["sms_hours"].endswith("Europe/London")
    assert segments(row["text"]).parts == row["parts"]
    contact = made.sheet("Contacts")[0]
    assert (contact["Result"], contact["Template"], contact["Document"]) == ("queued", row["wording"], f"{answer['list']}/1")
    assert made.stage(1)[1] == 0
    assert made.clean()


def test_every_text_cell_is_a_string(tmp_path: Path) -> None:
    names = ('=cmd|" /C calc"!A0', "+1", "-2", "@SUM(A1)", "Ann\nLee", "\u202eeeL", "👩‍👩‍👧 𠮷")
    made = office(tmp_path, *[texter(1, Debtor_ID=f"D-{n:05d}", Name=name, Phone=f"+44 7400 1234{n:02d}") for n, name in enumerate(names, start=1)])
    book = openpyxl.load_workbook(batch(made)["file"])
    texts_found = [cell for sheet in book.worksheets[:2] for line in sheet.iter_rows(min_row=4) for cell in line if isinstance(cell.value, str)]
    assert len(texts_found) > 70
    assert all(cell.data_type == "s" and cell.number_format == "@" for cell in texts_found)


def test_a_second_batch_does_not_hold_them_again_unless_the_first_was_lost(tmp_path: Path) -> None:
    made = three(tmp_path)
    first = batch(made)
    second = batch(made)
    assert (second["file"], second["listed"]) == (None, [])
    assert {row["why"] for row in second["blocked"]} == {
        f"BATCHED: It stands in batch {first['list']}/{number}, which was not read back yet." for number in (1, 2, 3)
    }
    third = batch(made, "--again")
    assert len(third["listed"]) == 3
    fill(Path(third["file"]), "C-00001", result="Sent")
    assert sent(made, third["file"])["entered"] == 1


def test_sent_failed_and_blank_rows_read_back(tmp_path: Path) -> None:
    made = three(tmp_path)
    path = Path(batch(made)["file"])
    fill(path, "C-00001", result="Delivered", sent_at=typed("2026-11-09 10:15"), notes="id 77")
    fill(path, "C-00002", result="Failed", notes="no such subscriber")
    answer = sent(made, path)
    assert [(fault["code"], fault["column"]) for fault in answer["faults"]] == [("E-DATE", "Sent at")]  # at half past eight a quarter past ten lies ahead
    assert (answer.code, answer["entered"], answer["left"]) == (1, 1, 1)
    assert any("C-00002" in note and "next channel" in note for note in answer["notes"])
    fill(path, "C-00003", result="Sent")
    answer = sent(made, path, "11-10")
    assert [(fault["code"], fault["column"]) for fault in answer["faults"]] == [("E-REQUIRED", "Sent at")]  # of yesterday: it must say when
    assert (answer["entered"], answer["known"]) == (1, 1)
    assert results(made) == ["delivered", "failed", "queued"]
    assert made.stage(1)[1] == 1
    row = made.sheet("Contacts")[0]
    assert (row["At"], row["Notes"], row["By"]) == ("2026-11-09T10:15:00Z", "id 77", "Mary Webb")
    assert ("C-00002", "reminder", 1, "sent") in made.weekly("11-16").results
    before = made.path.read_bytes()
    again = sent(made, path, "11-16")
    assert (again.code, again["entered"], again["known"]) == (1, 0, 2)  # the third still does not say when
    assert made.path.read_bytes() == before


def test_a_gateways_list_of_results_is_read_by_reference_and_status(tmp_path: Path) -> None:
    made = three(tmp_path)
    number = batch(made, "--csv")["list"]
    report = tmp_path / "report.csv"
    lines = ["reference;status;done at;error", f"{number}/1;DELIVRD;2026-11-09T10:15:00Z;", f"{number}/2;UNDELIV;2026-11-09T10:15:05Z;absent"]
    lines.append(f"{number}/3;PENDING;;")
    report.write_text("\n".join([*lines, "SMS-1/9;DELIVRD;;", f"{number}/3;what;;"]), encoding="utf-8")
    answer = sent(made, report, "11-10")
    assert (answer.code, answer["entered"], answer["left"]) == (1, 2, 1)
    assert [(fault["code"], fault["row"], fault["column"]) for fault in answer["faults"]] == [("E-ORPHAN", 5, "reference"), ("E-CODE", 6, "status")]
    assert results(made) == ["delivered", "failed", "queued"]
    assert made.sheet("Contacts")[1]["Notes"] == "absent"


def test_the_csv_is_quoted_without_live_cells_and_with_plain_numbers(tmp_path: Path, own_wording: Path) -> None:
    (own_wording / "en" / "contact" / "reminder_1.sms.txt").write_text("{{ debtor }}, " + TEXT, encoding="utf-8")
    made = office(tmp_path, texter(1, Name="=HYPERLINK(1)"), texter(2, Name='A "B", C\nD'))
    answer = batch(made, "--csv")
    data = Path(answer["csv"]).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["reference", "number", "text"]
    assert rows[1][:2] == [f"{answer['list']}/1", "447400123451"]
    assert rows[1][2].startswith("'=HYPERLINK(1), Oakmere")
    assert rows[2][2].startswith('A "B", C D, Oakmere')
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert Path(answer["csv"]).name == f"{answer['list']}.csv"


@pytest.mark.parametrize(
    ("phone", "words"),
    [
        ("+44 113 496 0101", "landline"), ("1.38E+10", "lost its digits"), ("07400 123456 (wife)", "more than a number"), ("12", "cannot be a number"),
    ],
)  # fmt: skip
def test_numbers_that_take_no_text_are_refused_in_words(tmp_path: Path, phone: str, words: str) -> None:
    made = office(tmp_path, texter(1), texter(2))
    if phone == "1.38E+10":
        phone = "1.38E+10 "
        made.set("Debtors", {"Debtor ID": "D-00002"}, Phone="'1.38E+10"[1:])
        answer = batch(made)
        assert [row["case_id"] for row in answer["listed"]] == ["C-00001"]  # the ledger itself refuses the row; nothing goes to that debtor
        return
    made.set("Debtors", {"Debtor ID": "D-00002"}, Phone=phone)
    answer = batch(made)
    assert [row["case_id"] for row in answer["listed"]] == ["C-00001"]
    assert words in answer["blocked"][0]["why"]


def test_the_gate_is_asked_again(tmp_path: Path) -> None:
    made = office(tmp_path, *[texter(n) for n in (1, 2, 3, 4)])
    made.type("Holds", hold(1, "H-1", "DISPUTE", "11-09"))
    made.set("Debtors", {"Debtor ID": "D-00002"}, Opted_out_channels="sms")
    made.run("pay", "--as-of", "2026-11-09", "--case", "C-00003", "--amount", "100", "--on", "2026-11-09", "--by", "x")
    why = {row["case_id"]: row["why"].split(":")[0] for row in batch(made)["blocked"]}
    assert why == {"C-00001": "HOLD-DISPUTE", "C-00002": "HOLD-OPT_OUT", "C-00003": "OUTDATED"}
    late = batch(made, on="11-15")  # made on a Sunday before nine
    assert late["listed"] == []


def test_a_text_that_went_although_a_rule_stood_against_it_is_told(tmp_path: Path) -> None:
    made = three(tmp_path)
    path = Path(batch(made)["file"])
    made.type("Holds", hold(1, "H-1", "DISPUTE", "11-09"))
    fill(path, "C-00001", result="Sent")
    answer = sent(made, path)
    assert answer["entered"] == 1
    assert any("HOLD-DISPUTE" in note for note in answer["notes"])


def test_what_a_supervisor_must_agree_to_stands_only_in_a_supervisors_batch(tmp_path: Path) -> None:
    made = office(tmp_path, texter(1))
    made.set("Contacts", {"Contact ID": made.sheet("Contacts")[0]["Contact ID"]}, Why="LEVEL: Level 4 is due. APPROVAL: A supervisor must agree.")
    assert batch(made)["blocked"][0]["why"].startswith("APPROVAL")
    assert len(batch(made, by=SUPERVISOR)["listed"]) == 1


def test_a_missing_wording_is_told_and_the_others_go(tmp_path: Path) -> None:
    made = three(tmp_path)
    row = next(row for row in made.sheet("Contacts") if row["Case ID"] == "C-00002")
    made.set("Contacts", {"Contact ID": row["Contact ID"]}, Key="C-00002|1|handover|x")
    answer = batch(made)
    assert len(answer["listed"]) == 2
    assert [line["case_id"] for line in answer["blocked"]] == ["C-00002"]


def test_a_curly_name_makes_it_two_parts_and_the_price_is_told(tmp_path: Path) -> None:
    made = office(tmp_path, texter(1, Name="李小明"), texter(2, Phone="+86 138 1234 5678"), settings={"jurisdiction": "GB"})
    first, second = batch(made)["listed"]
    assert (first["encoding"], first["parts"], first["cost"]) == ("UCS-2", 2, "domestic")
    assert (second["encoding"], second["parts"], second["cost"]) == ("GSM-7", 1, "abroad")


def test_a_batch_that_cannot_be_written_leaves_no_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = three(tmp_path)
    (tmp_path / "taken.xlsx").write_bytes(b"mine")
    assert batch(made, "--out", str(tmp_path / "taken.xlsx")).error == "X-EXISTS"
    (tmp_path / "file").write_bytes(b"")
    answer = batch(made, "--out", str(tmp_path / "file" / "x.xlsx"))
    assert answer.error == "X-WRITE"
    assert [row["Document"] for row in made.sheet("Contacts")] == [None] * PEOPLE
    assert len(batch(made)["listed"]) == PEOPLE
    assert (tmp_path / "taken.xlsx").read_bytes() == b"mine"


# --- another gateway ---------------------------------------------------------------------------------------------------


@dataclass
class TrialGateway:
    """A service that answers at once and sends nothing."""

    answers: dict[str, Receipt] = field(default_factory=dict)
    took: list[Prepared] = field(default_factory=list)
    refuses: bool = False

    def prepare(self, item: Item) -> Prepared:
        return prepared(item, "GB")

    def deliver(self, batch: Sequence[Prepared]) -> tuple[Receipt, ...]:
        if self.refuses:
            raise Stop("X-TRANSPORT", "the service does not answer")
        self.took += batch
        return tuple(self.answers.get(message.item.case_id, Receipt(message.item.reference, "unknown")) for message in batch)


def through(made: Office, gateway: TrialGateway) -> None:
    def now() -> datetime:
        return datetime(2026, 11, 9, 11, tzinfo=UTC)

    def fresh() -> Opened:
        return open_for_entry(made.path, as_of=date(2026, 11, 9), now=now, book=None)

    opened = fresh()
    found = texts(opened, "SMS-T", now(), by="x", again=False)
    gateway.answers = {
        item.case_id: Receipt(item.reference, result, now(), "id 1") for item, result in zip(found.items, ("delivered", "failed", "unknown"), strict=True)
    }
    sms_batch.hand_over(fresh, opened, found.prepared(gateway), gateway, found.tasks, by="x", now=now)


def test_a_service_that_knows_at_once_is_entered_at_once_and_what_is_in_doubt_waits(tmp_path: Path) -> None:
    made = three(tmp_path)
    through(made, gateway := TrialGateway())
    assert len(gateway.took) == 3
    assert results(made) == ["delivered", "failed", "queued"]
    assert [row["Document"] for row in made.sheet("Contacts")] == ["SMS-T/1", "SMS-T/2", "SMS-T/3"]
    assert batch(made)["listed"] == []  # what is in doubt is not sent again by itself


def test_a_service_that_takes_nothing_leaves_no_mark(tmp_path: Path) -> None:
    made = three(tmp_path)
    with pytest.raises(Stop, match="X-TRANSPORT"):
        through(made, TrialGateway(refuses=True))
    assert [row["Document"] for row in made.sheet("Contacts")] == [None] * PEOPLE
    assert results(made) == ["queued"] * PEOPLE
