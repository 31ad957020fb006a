"""Read answers: what debtors wrote back is filed once, stops what it must, and is shown to a person; nothing is decided by the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.answers.mails import reply, report
from tests.stories.begun import once
from tests.stories.desk import Answer, Office, case, contact, day, debtor, installments

DUE = ["11-02", "12-02"]
C1 = "C-00001"


def begun(folder: Path) -> Office:
    """Ann and Bob owe 100 since 2 November; the weekly run of the ninth has written to both."""
    rows = {"Debtors": [debtor(), debtor(2)], "Cases": [case(), case(2, 2)], "Installments": [*installments(1, DUE), *installments(2, DUE)]}
    office = Office(folder).new(rows)
    office.weekly("11-09")
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def sent_id(office: Office, number: int = 1) -> str:
    (row,) = [r for r in office.sheet("Contacts") if r["Case ID"] == f"C-{number:05d}" and r["Message ID"] and r["Direction"] == "out"]
    return str(row["Message ID"])


def read(office: Office, *mails: bytes, on: str = "11-10") -> Answer:
    folder = office.path.parent / "saved"
    folder.mkdir(exist_ok=True)
    for number, raw in enumerate(mails):
        (folder / f"{number}.eml").write_bytes(raw)
    return office.run("answers", "--as-of", day(on).isoformat(), "--by", "Mary Webb", "--from", str(folder))


def incoming(office: Office) -> list[dict[str, object]]:
    return [row for row in office.sheet("Contacts") if row["Direction"] == "in"]


def test_a_plain_answer_is_filed_and_waits_for_a_person(office: Office) -> None:
    raw = reply("I will pay on Friday.", answers=sent_id(office))
    answer = read(office, raw)
    assert (answer.code, answer["filed"], answer["bounced"], answer["holds"]) == (0, 1, 0, 0)
    (row,) = incoming(office)
    assert (row["Case ID"], row["Channel"], row["Result"], row["By"], row["Follow up on"]) == (C1, "email", "reached", "program", day("11-10"))
    assert row["At"] == "2026-11-10T08:30:04Z" or str(row["At"]).startswith("2026-11-10T08:30")  # never later than the clock
    assert "I will pay on Friday." in str(row["Notes"])
    kept = office.path.with_name("ledger-out") / str(row["Document"])
    assert kept.read_bytes() == raw
    assert office.today() == ["Read the answer that came in and reply to it"]
    assert not office.sheet("Holds")


def test_reading_twice_files_once(office: Office) -> None:
    mails = (reply("stop writing to me", answers=sent_id(office)), report(about=sent_id(office, 2), to="bob@debtor.example"))
    read(office, *mails)
    before = office.parts()
    again = read(office, *mails, on="11-11")
    assert (again["filed"], again["holds"], again["rows"]) == (0, 0, [])
    assert office.parts() == before


@pytest.mark.parametrize(
    ("words", "scope", "target"),
    [("STOP writing to me", "debtor", "D-00001"), ("I don't owe this", "case", C1), ("I lost my job and cannot pay", "case", C1),
     ("联系我的律师", "debtor", "D-00001")],
)
def test_words_that_ask_for_a_stop_stop_until_somebody_has_read_them(office: Office, words: str, scope: str, target: str) -> None:
    answer = read(office, reply(words, answers=sent_id(office)))
    assert answer["holds"] == 1
    (held,) = office.sheet("Holds")
    assert (held["Scope"], held["Applies to"], held["Type"], held["End"], held["By"]) == (scope, target, "MANUAL", None, "program")
    later = office.weekly("11-23")
    assert [(case_id, result) for case_id, _, _, result in later.results] == [("C-00002", "sent")]
    lifted = office.run("hold", "--lift", str(held["Hold ID"]), "--as-of", "2026-11-24", "--by", "Mary Webb")
    assert lifted.code == 0


def test_our_own_words_in_the_quote_hold_nothing(office: Office) -> None:
    quote = "On Mon, 9 Nov 2026 at 10:00, Oakmere <a@b.example> wrote:\n> If you dispute this, tell us. Stop."
    answer = read(office, reply(f"Thank you.\n\n{quote}", answers=sent_id(office)))
    assert (answer["filed"], answer["holds"]) == (1, 0)


def test_a_hold_that_stands_is_not_doubled(office: Office) -> None:
    read(office, reply("stop", answers=sent_id(office)))
    answer = read(office, reply("I said stop!", answers=sent_id(office), identity="<r2@debtor.example>"), on="11-11")
    assert (answer["filed"], answer["holds"]) == (1, 0)
    assert len(office.sheet("Holds")) == 1


def test_returned_mail_falls_back_to_another_channel_and_flags_the_address(office: Office) -> None:
    answer = read(office, report(about=sent_id(office)))
    assert (answer["filed"], answer["bounced"], answer["holds"]) == (1, 1, 1)
    (ours,) = [row for row in office.sheet("Contacts") if row["Key"] and row["Case ID"] == C1]
    assert ours["Result"] == "bounced"
    (held,) = office.sheet("Holds")
    assert (held["Scope"], held["Applies to"]) == ("address", "ann@debtor.example")
    assert "5.1.1" in str(held["Reason"])
    later = office.weekly("11-16")
    mine = [m for m in later["messages"] if m["case_id"] == C1]
    assert [(m["level"], m["channel"], m["result"]) for m in mine] == [(1, mine[0]["channel"], "queued")]
    assert mine[0]["channel"] != "email"
    assert office.clean()


@pytest.mark.parametrize(("status", "said"), [("5.2.2", "552 mailbox full"), ("5.7.1", "550 content refused")])
def test_a_full_mailbox_says_nothing_about_the_address(office: Office, status: str, said: str) -> None:
    answer = read(office, report(about=sent_id(office), status=status, said=said))
    assert (answer["bounced"], answer["holds"]) == (1, 0)
    assert not office.sheet("Holds")


def test_a_delay_is_told_and_an_arrival_is_entered(office: Office) -> None:
    answer = read(
        office, report(about=sent_id(office), action="delayed", status="4.4.1"),
        report(about=sent_id(office, 2), to="bob@debtor.example", action="delivered", status="2.0.0", identity="<dsn2@mx.example>"),
    )  # fmt: skip
    assert (answer["filed"], answer["bounced"]) == (1, 0)
    assert any(C1 in note and "goes on trying" in note for note in answer["notes"])
    assert [row["Result"] for row in office.sheet("Contacts") if row["Key"]] == ["sent", "delivered"]


def test_a_report_about_nothing_of_ours_proves_nothing(office: Office) -> None:
    answer = read(office, report(about="<forged@elsewhere.example>"))
    assert (answer["filed"], answer["bounced"], len(answer["unmatched"])) == (0, 0, 1)
    assert not office.sheet("Holds")
    assert {row["Result"] for row in office.sheet("Contacts")} == {"sent"}


def test_without_a_reference_the_senders_address_says_whose_it_is(office: Office) -> None:
    answer = read(
        office, reply("Call me about C-00002 please", sender="BOB@debtor.example", answers="", subject="C-00002", identity="<b@x.example>"),
        reply("Buy our shoes", sender="shop@elsewhere.example", answers="", identity="<s@x.example>"),
        reply("About C-00001: who are you?", sender="neighbor@elsewhere.example", answers="", identity="<n@x.example>"),
    )  # fmt: skip
    assert (answer["filed"], len(answer["unmatched"]), answer["others"]) == (1, 1, 1)
    assert [row["Case ID"] for row in incoming(office)] == ["C-00002"]


def test_another_address_is_told(office: Office) -> None:
    read(office, reply("This is his wife.", sender="wife@elsewhere.example", answers=sent_id(office)))
    assert "wife@elsewhere.example" in str(incoming(office)[0]["Notes"])


def test_an_automatic_reply_is_filed_and_asks_for_nothing(office: Office) -> None:
    answer = read(office, reply("I am away. To stop these messages ...", answers=sent_id(office), Auto_Submitted="auto-replied"))
    (row,) = incoming(office)
    assert (answer["holds"], row["Result"], row["Follow up on"]) == (0, "delivered", None)


def test_borrower_text_is_never_a_formula(office: Office) -> None:
    read(office, reply('=HYPERLINK("http://x.example","pay")', answers=sent_id(office), subject='=cmd|" /C calc"!A0'))
    row = incoming(office)[0]
    assert str(row["Notes"]).startswith('=cmd|"')
    assert b"<f>" not in b"".join(data for name, data in office.parts().items() if "Contacts" in str(name) or name.endswith("sheet9.xml"))
    assert office.run("check").code == 0


def test_an_unreadable_mail_is_told_and_the_rest_goes_on(office: Office) -> None:
    answer = read(office, b"x" * 10_000_001, reply("ok", answers=sent_id(office)))
    assert (answer["filed"], len(answer["unmatched"])) == (1, 1)


def test_without_a_mailbox_the_setting_is_named(office: Office) -> None:
    answer = office.run("answers", "--as-of", "2026-11-10")
    assert (answer.code, answer.error, answer["error"]["found"]) == (2, "X-OPTION", "imap_host is empty")
    assert office.run("answers", "--as-of", "2026-11-10", "--from", str(office.path.parent / "none")).error == "X-NOT-FOUND"


def test_a_logged_call_finishes_the_answer(office: Office) -> None:
    read(office, reply("Call me", answers=sent_id(office)))
    office.run("log", "--as-of", "2026-11-11", "--case", C1, "--channel", "call", "--direction", "out", "--result", "reached", "--at", "2026-11-11 10:00")
    assert "Read the answer" not in " ".join(office.today())


def test_several_debtors_at_one_address_are_nobodys_certain_answer(tmp_path: Path) -> None:
    both = {"Debtors": [debtor(), debtor(2, Email="ann@debtor.example")], "Cases": [case(), case(2, 2)], "Installments": installments(1, DUE)}
    office = Office(tmp_path).new(both | {"Contacts": [contact(1, "2026-11-03 10:00", "call", "no answer")]})
    answer = read(office, reply("who is this about?", answers=""))
    assert (answer["filed"], len(answer["unmatched"])) == (0, 1)
