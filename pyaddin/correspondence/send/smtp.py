"""The SMTP transport: hands the journal's bytes to the office's mail account, in the steps between which the journal is committed.

Whatever happens before the bytes are handed over may be tried again; a connection lost after that leaves the message in doubt, and it is
parked for a person. Nothing is repeated by itself that may have arrived.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field

from pyaddin.correspondence import secrets
from pyaddin.correspondence.email import receiver
from pyaddin.correspondence.entry import Delivery, Entry
from pyaddin.correspondence.send import link
from pyaddin.correspondence.send.account import NO_LOGIN, XOAUTH2, Account
from pyaddin.correspondence.send.reply import Answer, meaning
from pyaddin.errors import Stop

LOST = "LOST"
AWAY = "AWAY"
"""First words of a note that is no server's answer: connection lost after the bytes were handed over, or no connection at all."""

ACCOUNT_TROUBLE = {"login": "X-MAIL-LOGIN", "sender-refused": "X-MAIL-SENDER", "relay-refused": "X-MAIL-SENDER"}


def secret_of(account: Account) -> str:
    """Password or token of the account, blank where none is needed. Raises ``Stop`` X-MAIL-PASSWORD."""
    if account.login == NO_LOGIN:
        return ""
    ask = secrets.token if account.login == XOAUTH2 else secrets.password
    return ask("SMTP", account.host, account.user)


@dataclass
class SmtpTransport:
    """Hands messages to one mail account over one connection, which it makes when the first message goes and again when it is lost.

    ``redirect``: every message goes to this test address instead of the debtors. ``failures``: so many failures in a row that are not
    one debtor's fault end the sending (``Stop`` X-MAIL-SERVER at the next message). ``may_go`` is asked in the moment of sending; what it answers
    ends the attempt.
    """

    account: Account
    redirect: str = ""
    failures: int = 5
    may_go: Callable[[Entry], Delivery | None] = lambda entry: None
    name: str = "smtp"
    provable: bool = False
    trouble: Stop | None = None
    _smtp: smtplib.SMTP | None = field(default=None, repr=False)
    _used: int = 0
    _row: int = 0
    _away: str = ""
    _reports: bool = True

    @property
    def place(self) -> str:
        return f"{self.account.host}:{self.account.port}"

    def ready(self) -> None:
        """Connect and log in if that is not done. Raises ``Stop``: X-MAIL-PASSWORD, X-MAIL-TLS, X-MAIL-LOGIN, X-MAIL-SENDER, X-MAIL-SERVER; then nothing
        more is tried in this run. A server that is only away for now ends the attempts of the messages, not the run."""
        if self.trouble is not None:
            raise self.trouble
        if self._smtp is None:
            try:
                self._connect()
            except Stop as stop:
                self.trouble = stop
                raise

    def envelope(self, entry: Entry) -> Delivery | None:
        """Sender and recipient, to the server's answer. ``None`` = the bytes may follow."""
        answer = self.may_go(entry)
        if answer is not None:
            return answer
        fresh, said = self._used == 0, self._addressed(entry)
        if not fresh and (isinstance(said, str) or said is not None and said.code == 421):
            self._reconnect()  # servers end a connection after so many messages; nothing was handed over yet
            said = self._addressed(entry)
        if isinstance(said, str):
            return self._failed(Delivery("deferred", f"{AWAY}: {said}"))
        return None if said is None else self._refused(said)

    def send(self, entry: Entry, body: bytes) -> Delivery:
        """Hand over exactly these bytes. ``unknown`` when the connection is lost before the server's answer."""
        assert self._smtp is not None
        if receiver(body) != self._recipient(entry).casefold():  # a message made for one person never goes to another
            self._reset(self._smtp)
            return Delivery("deferred", f"{AWAY}: the message was made for another address than it would go to")
        try:
            code, text = self._smtp.data(body)
        except smtplib.SMTPDataError as error:  # the server did not want the bytes: none was handed over
            return self._refused(Answer.of("DATA", error.smtp_code, _bytes(error.smtp_error)))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return self._failed(Delivery("unknown", f"{LOST}: {' '.join(str(error).split())[:160]}"))
        if code // 100 == 2:
            self._row = 0
            return Delivery("sent", Answer.of("DATA", code, text).note)
        if code // 100 in (4, 5):
            return self._refused(Answer.of("DATA", code, text))
        self._drop()
        return self._failed(Delivery("unknown", f"{LOST}: {Answer.of('DATA', code, text).note}"))

    def delivered(self, entry: Entry) -> bool | None:
        """A mail server cannot be asked afterwards: a person decides."""
        return None

    def close(self) -> None:
        """Say goodbye; a later message connects again."""
        if self._smtp is not None:
            link.close(self._smtp)
            self._smtp = None

    # --- within --------------------------------------------------------------------------------------------------

    def _recipient(self, entry: Entry) -> str:
        return self.redirect or entry.recipient

    def _connect(self) -> None:
        secret = secret_of(self.account)
        self._used, self._away, smtp = 0, "", None
        try:
            smtp = link.connect(self.account, secret)
            link.log_in(smtp, self.account, secret)
        except link.Unreached as away:
            self._away = str(away)
            if smtp is not None:
                link.close(smtp)
        except Stop:
            if smtp is not None:
                link.close(smtp)
            raise
        else:
            self._smtp = smtp

    def _reconnect(self) -> None:
        self._drop()
        try:
            self._connect()
        except Stop as stop:
            self.trouble = stop
            self._away = str(stop)

    def _addressed(self, entry: Entry) -> Answer | str | None:
        """``None`` when the server takes sender and recipient; its answer, or why there is no connection."""
        smtp = self._smtp
        if smtp is None:
            return self._away
        self._used += 1
        dsn = self._reports and smtp.has_extn("dsn")
        try:
            said = self._named(smtp, self._recipient(entry), dsn)
            if dsn and said is not None and said.code in (501, 504, 555):  # it offers delivery reports and chokes on the words for them
                self._reports = False
                smtp.rset()
                said = self._named(smtp, self._recipient(entry), False)
            return said
        except (OSError, smtplib.SMTPException) as error:
            return " ".join(str(error).split())[:160]

    def _named(self, smtp: smtplib.SMTP, recipient: str, dsn: bool) -> Answer | None:
        """Sender and recipient; with ``dsn`` a report is asked for when the message cannot be delivered or is late (RFC 3461)."""
        code, text = smtp.mail(self.account.sender, ["RET=HDRS"] if dsn else [])
        if code != 250:
            return Answer.of("MAIL", code, text)
        code, text = smtp.rcpt(recipient, ["NOTIFY=FAILURE,DELAY"] if dsn else [])
        return None if code in (250, 251) else Answer.of("RCPT", code, text)

    def _refused(self, said: Answer) -> Delivery:
        """The server said no. Its no to our account ends the run; the connection is made ready for the next message."""
        found = meaning(said)
        if said.code == 421 or said.code < 400:
            self._drop()
        elif self._smtp is not None:
            self._reset(self._smtp)
        answer = Delivery(found.result, said.note)
        if found.account:
            self._end(Stop(ACCOUNT_TROUBLE[found.word], f"{self.account.words}: {said.note}"))
            return answer
        if found.bad_address or found.word == "mailbox-full":
            self._row = 0
            return answer
        return self._failed(answer)

    def _failed(self, answer: Delivery) -> Delivery:
        """Count a failure that is not one debtor's fault; too many in a row end the sending."""
        self._row += 1
        if answer.why.startswith((AWAY, LOST)):
            self._drop()
        if self._row >= self.failures and self.trouble is None:
            self._end(Stop("X-MAIL-SERVER", f"{self.account.words}: {self._row} failures in a row, the last: {answer.why}"))
        return answer

    def _end(self, trouble: Stop) -> None:
        """No further message of this run is tried."""
        self.trouble = trouble
        self.close()

    def _reset(self, smtp: smtplib.SMTP) -> None:
        try:
            code, _ = smtp.rset()
        except (OSError, smtplib.SMTPException):
            code = -1
        if code != 250:
            self._drop()

    def _drop(self) -> None:
        """The connection is of no more use."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
