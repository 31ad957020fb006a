"""Emails as they come in: written by people on their programs, and reports as mail servers of several makers write them."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

OURS = "<0123456789abcdef0123456789abcdef01234567@oakmere.example>"


def reply(
    text: str, *, sender: str = "ann@debtor.example", subject: str = "Re: A message from Oakmere", answers: str = OURS, identity: str = "<r1@debtor.example>",
    at: str = "Tue, 10 Nov 2026 09:15:00 +0000", html: str = "", **headers: str,
) -> bytes:  # fmt: skip
    """An answer of a person; ``headers`` with _ for -."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"Ann Lee <{sender}>"
    mail["To"] = "accounts@oakmere.example"
    mail["Subject"] = subject
    mail["Date"] = at
    if identity:
        mail["Message-ID"] = identity
    if answers:
        mail["In-Reply-To"] = answers
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail.as_bytes()


def report(
    *, to: str = "ann@debtor.example", about: str = OURS, action: str = "failed", status: str = "5.1.1",
    said: str = "550 5.1.1 <ann@debtor.example>: no such user",
    identity: str = "<dsn1@mx.example>", headers_only: bool = False,
) -> bytes:  # fmt: skip
    """A delivery status notification as Postfix writes it (RFC 3464)."""
    returned = f"From: Oakmere <accounts@oakmere.example>\nTo: {to}\nSubject: A message\nMessage-ID: {about}\n"
    last = f"Content-Type: text/rfc822-headers\n\n{returned}" if headers_only else f"Content-Type: message/rfc822\n\n{returned}\nDear Ann\n"
    return f"""From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: accounts@oakmere.example
Subject: Undelivered Mail Returned to Sender
Date: Tue, 10 Nov 2026 09:15:00 +0000
Message-ID: {identity}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered. Please stop.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Tue, 10 Nov 2026 09:14:00 +0000

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.debtor.example
Diagnostic-Code: smtp; {said}

--edge
{last}
--edge--
""".replace("\n", "\r\n").encode()
