"""One message to oneself through the mail account, step by step: what works, and where it ends."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256

from pyaddin.correspondence.header_line import MAIL_POLICY
from pyaddin.correspondence.send import link
from pyaddin.correspondence.send.account import Account
from pyaddin.correspondence.send.reply import Answer, meaning
from pyaddin.correspondence.send.smtp import ACCOUNT_TROUBLE, secret_of
from pyaddin.errors import Stop
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the trial (secret, connect, login, address, message): ``found`` is what was seen when it worked, ``trouble`` why it did not."""

    name: str
    found: str = ""
    trouble: Stop | None = None


def message(account: Account, to: str, subject: str, text: str, at: datetime) -> bytes:
    """The finished bytes of the test message."""
    made = EmailMessage(MAIL_POLICY)
    made["From"], made["To"], made["Subject"], made["Date"] = account.sender, to, subject, format_datetime(at)
    digest = sha256(f"{account.words}|{to}|{at.isoformat()}".encode()).hexdigest()[:40]
    made["Message-ID"] = f"<{digest}@{account.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text, cte="base64")
    return made.as_bytes()


def tried(account: Account, to: str, body: bytes) -> Iterator[Step]:
    """The steps in their order; the first that does not work is the last one."""
    smtp: smtplib.SMTP | None = None
    name = "secret"
    try:
        secret = secret_of(account)
        yield Step("secret", account.login)
        name = "connect"
        smtp = link.connect(account, secret)
        version = smtp.sock.version() if isinstance(smtp.sock, ssl.SSLSocket) else ""
        yield Step("connect", f"{account.host}:{account.port}, {version}")
        name = "login"
        link.log_in(smtp, account, secret)
        yield Step("login", account.user or "-")
        name = "address"
        _yes("MAIL", *smtp.mail(account.sender))
        _yes("RCPT", *smtp.rcpt(to))
        yield Step("address", f"{account.sender} -> {to}")
        name = "message"
        yield Step("message", _yes("DATA", *smtp.data(body)).text)
    except Stop as stop:
        yield Step(name, trouble=stop)
    except smtplib.SMTPDataError as error:
        said = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
        yield Step(name, trouble=_no(Answer.of("DATA", error.smtp_code, said)))
    except (link.Unreached, OSError, smtplib.SMTPException) as away:
        yield Step(name, trouble=Stop("X-MAIL-SERVER", f"{account.host}:{account.port}: {' '.join(str(away).split())[:160]}"))
    finally:
        if smtp is not None:
            link.close(smtp)


def _yes(step: str, code: int, text: bytes) -> Answer:
    """The server's answer. Raises ``Stop`` when it is not a yes."""
    answer = Answer.of(step, code, text)
    if code // 100 != 2:
        raise _no(answer)
    return answer


def _no(answer: Answer) -> Stop:
    return Stop(ACCOUNT_TROUBLE.get(meaning(answer).word, "X-MAIL-SERVER"), answer.note)
