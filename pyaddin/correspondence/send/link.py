"""One connection to the mail account: reached, secured, logged in. ``yagmail.Client`` holds it and the credentials.

yagmail's own ways around the connection are left alone: its ``send`` logs in for every message and repeats what may have arrived, its
default checks no certificate, a login name without @ gets one of another firm, and its login tries a wrong password three times.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from typing import Any

import yagmail

from pyaddin.correspondence.send.account import NO_LOGIN, STARTTLS, TLS, XOAUTH2, Account
from pyaddin.errors import Stop


class Unreached(Exception):
    """The server could not be reached or sent us away for now; nothing was handed over, a later try may work."""


def connect(account: Account, secret: str) -> smtplib.SMTP:
    """A secured connection on which nobody has logged in yet.

    Raises ``Unreached`` for what may pass (name not found, refused, no answer, 4xx), ``Stop`` for what will not: X-MAIL-TLS (no
    trustworthy encryption), X-MAIL-SERVER (the server turns us away for good).
    """
    smtp: smtplib.SMTP = _connected(account, secret).smtp
    return smtp


def log_in(smtp: smtplib.SMTP, account: Account, secret: str) -> None:
    """Log in, by exactly one try. Raises ``Unreached`` for what may pass, ``Stop`` X-MAIL-LOGIN when the server says no."""
    if account.login == NO_LOGIN:
        return
    try:
        offered = str(smtp.esmtp_features.get("auth", "")).upper().split()
        wanted = ("XOAUTH2",) if account.login == XOAUTH2 else ("PLAIN", "LOGIN")
        way = next((name for name in wanted if name in offered), None)
        if way is None:
            raise Stop("X-MAIL-LOGIN", f"{account.host} offers {', '.join(offered) or 'no login'}, not {' or '.join(wanted)}")
        smtp.user, smtp.password = account.user, secret
        smtp.auth(way, _words(smtp, way, account, secret))
    except smtplib.SMTPResponseException as error:
        if error.smtp_code // 100 == 4:
            raise Unreached(_said(error)) from error
        raise Stop("X-MAIL-LOGIN", f"{account.host} refuses {account.user}: {_said(error)}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unreached(_lost(error)) from error
    except UnicodeEncodeError as error:
        raise Stop("X-MAIL-LOGIN", f"{account.host}: login name or password has letters that this login cannot carry") from error
    finally:
        smtp.user = smtp.password = ""


def close(smtp: smtplib.SMTP) -> None:
    """Say goodbye if the other side still listens."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        smtp.quit()
    smtp.close()


def _connected(account: Account, secret: str) -> Any:
    context = ssl.create_default_context()
    ways: dict[str, object] = {"timeout": account.timeout, "local_hostname": account.sender.rpartition("@")[2]}
    if account.security == TLS:
        ways["context"] = context
    client = yagmail.Client(
        user=account.user or account.sender,
        password=secret,
        host=account.host,
        port=account.port,
        smtp_ssl=account.security == TLS,
        smtp_starttls={"context": context} if account.security == STARTTLS else False,
        smtp_skip_login=True,  # its login tries one method after the other: three wrong passwords at one blow
        soft_email_validation=False,
        **ways,
    )
    client.user = account.user or account.sender  # as it is, without the domain that yagmail adds to a plain name
    try:
        client.login()
        client.smtp.ehlo_or_helo_if_needed()  # the login would do it, but not every relay wants one
    except ssl.SSLCertVerificationError as error:
        raise Stop("X-MAIL-TLS", f"{account.host}: {error.verify_message}") from error
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
        raise Unreached("the connection was cut while it was being secured") from error
    except ssl.SSLError as error:
        raise Stop("X-MAIL-TLS", f"{account.host}:{account.port} does not answer in {account.security}: {error.reason}") from error
    except smtplib.SMTPNotSupportedError as error:
        raise Stop("X-MAIL-TLS", f"{account.host}:{account.port} offers no encryption") from error
    except smtplib.SMTPResponseException as error:
        if error.smtp_code // 100 == 5:
            raise Stop("X-MAIL-SERVER", f"{account.host}: {_said(error)}") from error
        raise Unreached(_said(error)) from error
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise Unreached(_lost(error)) from error
    smtp: smtplib.SMTP = client.smtp
    if smtp.sock is not None:
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the last piece of a message does not wait for an echo
    client.is_closed = True  # the connection is ours to close: yagmail would do it when the client is forgotten
    return client


def _words(smtp: smtplib.SMTP, way: str, account: Account, secret: str) -> Any:
    if way == "PLAIN":
        return smtp.auth_plain
    if way == "LOGIN":
        return smtp.auth_login
    first = f"user={account.user}\1auth=Bearer {secret}\1\1"
    return lambda challenge=None: first if challenge is None else ""


def _said(error: smtplib.SMTPResponseException) -> str:
    text = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else str(error.smtp_error)
    return f"{error.smtp_code} {' '.join(text.split())}"[:200]


def _lost(error: BaseException) -> str:
    """Why there is no connection, in a few words."""
    if isinstance(error, socket.gaierror):
        return "the server's name is not known"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):  # smtplib tells both as a closed connection
        return "no answer in time"
    if isinstance(error, ConnectionRefusedError):
        return "the server does not take connections on this port"
    return f"{getattr(error, 'strerror', None) or error or type(error).__name__}"[:160]
