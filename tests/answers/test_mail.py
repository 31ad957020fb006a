"""Taking a mail apart: own words without quotes, reports of servers, and whatever a stranger may send."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.correspondence.answers.mail import LARGEST, taken_apart
from pyaddin.correspondence.answers.own_words import of_html, without_quotes
from tests.answers.mails import OURS, reply, report

DISPUTE = "We write about a dispute. Please stop."


def test_a_reply_says_who_wrote_what_about() -> None:
    mail = taken_apart(reply("I lost my job.\n\nOn Mon, 9 Nov 2026 at 10:00, Oakmere <a@b.example> wrote:\n> pay 100.00\n", References=f"<x@y.example> {OURS}"))
    assert (mail.kind, mail.sender, mail.message_id) == ("reply", "ann@debtor.example", "<r1@debtor.example>")
    assert mail.at == datetime(2026, 11, 10, 9, 15, tzinfo=UTC)
    assert mail.references == (OURS, "<x@y.example>")
    assert mail.words == "I lost my job."


@pytest.mark.parametrize(
    "quote",
    [
        f"On Mon, 9 Nov 2026 at 10:00, Oakmere Furniture <accounts@oakmere.example> wrote:\n{DISPUTE}",
        f"On Mon, 9 Nov 2026 at 10:00, Oakmere Furniture <accounts@oakmere.example>\nwrote:\n{DISPUTE}",
        f"-----Original Message-----\nFrom: Oakmere\n{DISPUTE}",
        f"________________________________\nFrom: Oakmere <a@b.example>\n{DISPUTE}",
        f"From: Oakmere <a@b.example>\nSent: Monday\n{DISPUTE}",
        f"发件人: 橡树家具 <a@b.example>\n{DISPUTE}",
        f"寄件者：橡樹家具 <a@b.example>\n{DISPUTE}",
        f"------------------ 原始邮件 ------------------\n{DISPUTE}",
        f"在 2026年11月9日，橡树家具写道：\n{DISPUTE}",
        f"2026年11月9日 週一 橡樹家具 於 10:00 寫道：\n{DISPUTE}",
        f"> {DISPUTE}",
    ],
)
def test_our_own_words_are_never_taken_for_the_debtors(quote: str) -> None:
    assert without_quotes(f"Thank you.\n\n{quote}") == "Thank you."


def test_a_page_gives_its_text_without_quote_script_and_style() -> None:
    page = (
        "<html><head><style>p{}</style><script>stop()</script></head><body><div>I will pay &amp; call.<br>Ann</div>"
        '<div class="gmail_quote"><div>On Monday Oakmere wrote:</div><blockquote>please stop <p>dispute</p></blockquote></div><p>End</p></body></html>'
    )
    assert without_quotes(of_html(page)) == "I will pay & call.\nAnn\nEnd"
    mail = taken_apart(reply("plain words", html="<p>page</p>"))
    assert mail.words == "plain words"


@pytest.mark.parametrize("headers_only", [False, True])
def test_a_report_names_recipient_status_and_our_message(headers_only: bool) -> None:
    mail = taken_apart(report(headers_only=headers_only))
    assert (mail.kind, mail.words, mail.references) == ("bounce", "", (OURS,))
    (bounce,) = mail.bounces
    assert (bounce.action, bounce.recipient, bounce.status) == ("failed", "ann@debtor.example", "5.1.1")
    assert bounce.diagnostic == "550 5.1.1 <ann@debtor.example>: no such user"


@pytest.mark.parametrize("header", [{"Auto_Submitted": "auto-replied (vacation)"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"}])
def test_out_of_office_is_automatic(header: dict[str, str]) -> None:
    assert taken_apart(reply("I am away until Monday.", **header)).kind == "automatic"
    assert taken_apart(reply("I am here.", Auto_Submitted="no")).kind == "reply"


def test_without_an_id_the_bytes_give_one() -> None:
    raw = reply("x", identity="")
    assert taken_apart(raw).message_id == taken_apart(raw).message_id != taken_apart(reply("y", identity="")).message_id


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\x00\xff\xfe", b"From: =?utf-8?b?\xff?=\r\nSubject: =?x?\r\n\r\n\xff", b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain; charset=no-such\r\n\r\nhi\r\n--a--",
        b"Content-Type: text/html; charset=gb18030\r\n\r\n<p>\xb2\xbb\xc7\xb7", b"Date: Tue, 99 Foo 2026\r\nFrom: <<>>@\r\nMessage-ID: <>\r\n\r\nx",
        b"From: a@b\r\nTo: " + b"x" * 100_000 + b"\r\n\r\n", b"x" * (LARGEST + 1),
    ],
)  # fmt: skip
def test_nothing_that_a_stranger_sends_raises(raw: bytes) -> None:
    mail = taken_apart(raw)
    assert mail.message_id.startswith("<")
    assert mail.kind in ("reply", "automatic", "unreadable")


@given(st.binary(max_size=600))
def test_no_bytes_raise(raw: bytes) -> None:
    assert taken_apart(raw).digest
    assert taken_apart(reply("x").replace(b"Subject:", b"X-" + raw.replace(b"\r", b"").replace(b"\n", b"") + b":")).digest


@given(st.text(max_size=300))
def test_a_text_stays_text(words: str) -> None:
    assert not any(char in without_quotes(words) for char in "\r\x00\u202e")
    assert isinstance(of_html(words), str)
