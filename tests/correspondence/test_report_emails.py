"""The index beside the emails: every email readable in a browser, none of them able to do anything there."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path

from lxml import html

from pyaddin.correspondence.report import EMAILS_SHOWN, MessageLine, index_of_messages

EVIL = "<script>alert(1)</script>\"'{{ 7*7 }}"


def _line(number: int, file: str, name: str = "Mei Lin") -> MessageLine:
    return MessageLine(f"C-{number:05}", name, "reminder", 1, "email", "sent", "level 1 is due", file)


def _write(
    folder: Path, name: str, *, subject: str = "A note from Lakeside Finance", text: str = "Dear Mei Lin,\n\nyour 3 installments", rich: str = ""
) -> None:
    message = EmailMessage()
    message["To"] = "mei@lin.example"
    message["Subject"] = subject
    message["Date"] = "Mon, 23 Nov 2026 02:00:00 +0000"
    message.set_content(text)
    if rich:
        message.add_alternative(rich, subtype="html")
    (folder / name).write_bytes(message.as_bytes())


def test_each_email_can_be_read(tmp_path: Path) -> None:
    _write(tmp_path, "a.eml", text="Dear Mei Lin,\n\n\u60a8\u597d 1,234.50\n", rich="<p>Dear <b>Mei</b></p>")
    _write(tmp_path, "b.eml", subject="\u60a8\u7684\u8d26\u6237")
    page = html.fromstring(index_of_messages(tmp_path, [_line(1, "emails/a.eml"), _line(2, "emails\\b.eml")]))
    assert [pre.text.strip() for pre in page.iter("pre")] == ["Dear Mei Lin,\n\n\u60a8\u597d 1,234.50", "Dear Mei Lin,\n\nyour 3 installments"]
    assert [head.text for head in page.xpath("//article/h2")] == ["A note from Lakeside Finance", "\u60a8\u7684\u8d26\u6237"]
    assert page.xpath("//table//td/a/@href") == ["a.eml", "b.eml"]
    assert [frame.get("srcdoc").strip() for frame in page.iter("iframe")] == ["<p>Dear <b>Mei</b></p>"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in page.xpath("//a/@href") if target.startswith("#")} <= set(ids)


def test_hostile_email_stays_text(tmp_path: Path) -> None:
    _write(tmp_path, "a.eml", subject=EVIL, text=EVIL, rich=f"<p>{EVIL}</p>")
    text = index_of_messages(tmp_path, [_line(1, "a.eml", EVIL)])
    page = html.fromstring(text)
    assert "<script" not in text
    assert page.xpath("//pre")[0].text.strip() == page.xpath("//article/h2")[0].text == page.xpath("//tbody//td")[0].text == EVIL
    assert [(frame.get("sandbox"), frame.get("src")) for frame in page.iter("iframe")] == [("", None)]
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert not re.search(r"https?:", text)


def test_only_files_in_the_folder_are_read(tmp_path: Path) -> None:
    inside = tmp_path / "emails"
    inside.mkdir()
    _write(tmp_path, "secret.eml", text="outside")
    text = index_of_messages(inside, [_line(1, "../secret.eml"), _line(2, str(tmp_path / "secret.eml"))])
    assert "outside" not in text
    assert text.count("missing: secret.eml") == 2


def test_messages_without_an_email_are_left_out(tmp_path: Path) -> None:
    assert "This run wrote no email." in index_of_messages(tmp_path, [_line(1, ""), _line(2, "letters/x.pdf")])


def test_many_emails_are_listed_and_the_first_are_shown_in_full(tmp_path: Path) -> None:
    number = EMAILS_SHOWN + 3
    for index in range(number):
        _write(tmp_path, f"{index}.eml")
    text = index_of_messages(tmp_path, [_line(index, f"emails/{index}.eml") for index in range(number)])
    page = html.fromstring(text)
    assert len(page.xpath("//tbody/tr")) == number
    assert len(page.xpath("//article")) == EMAILS_SHOWN
    assert f"The first {EMAILS_SHOWN} are shown in full below; for the other 3 open the file." in text
