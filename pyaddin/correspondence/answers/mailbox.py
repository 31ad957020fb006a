"""The mailbox in which answers arrive: opened for looking only, so that nothing in it is changed, not even what counts as read."""

from __future__ import annotations

import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from pyaddin.correspondence.answers.mail import LARGEST
from pyaddin.errors import Stop
from pyaddin.records import dataclass

TIMEOUT = 30.0
_CHUNK = 20
_FILE_KINDS = (".eml",)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where answers arrive. ``security``: tls from the first byte on, or starttls; there is no way without."""

    host: str
    port: int
    security: str
    folder: str
    user: str
    secret: str
    token: bool = False  # the secret is an access token (XOAUTH2), not a password


@dataclass(frozen=True, slots=True)
class Received:
    """A message as it lies there; ``at`` is when the server took it in, or ``None`` for a file."""

    raw: bytes
    at: datetime | None
    place: str  # where a person finds it again


def in_mailbox(box: Mailbox, since: date, known: Collection[str], *, context: ssl.SSLContext | None = None) -> Iterator[Received]:
    """Messages that came on or after ``since`` and whose Message-ID is not ``known``, the oldest first.

    Raises ``Stop`` X-MAILBOX: no connection, certificate not trusted, login refused, no such folder, or the link was lost on the way.
    """
    with _session(box, context or ssl.create_default_context()) as client:
        uids = sorted(client.search(["SINCE", since]))
        for start in range(0, len(uids), _CHUNK):
            chunk = uids[start : start + _CHUNK]
            heads = client.fetch(chunk, ["RFC822.SIZE", "INTERNALDATE", "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])
            for uid in chunk:
                head = heads.get(uid, {})
                if not head or _identity(head) in known:
                    continue
                size = int(head[b"RFC822.SIZE"])
                wanted = b"BODY[]" if size <= LARGEST else b"BODY[HEADER]"
                found = client.fetch([uid], [wanted.replace(b"BODY", b"BODY.PEEK", 1)]).get(uid, {}).get(wanted)
                if isinstance(found, bytes):
                    yield Received(found, _instant(head.get(b"INTERNALDATE")), f"{box.folder}, {uid}")


@contextmanager
def _session(box: Mailbox, context: ssl.SSLContext) -> Iterator[IMAPClient]:
    try:
        with IMAPClient(box.host, port=box.port, ssl=box.security == "tls", ssl_context=context, timeout=TIMEOUT) as client:
            if box.security != "tls":
                client.starttls(ssl_context=context)
            client.normalise_times = False
            if box.token:
                client.oauth2_login(box.user, box.secret)
            else:
                client.login(box.user, box.secret)
            client.select_folder(box.folder, readonly=True)
            yield client
    except LoginError as error:
        raise _stop(f"{box.user} at {box.host}: {_said(error)}", "The login was refused: store the password again with `collections mail-password`.") from None
    except ssl.SSLError as error:
        raise _stop(f"{box.host}: {error.reason or error}", "The server's certificate is not trusted; ask the provider for the right server name.") from None
    except IMAPClientError as error:
        raise _stop(f"{box.host}: {_said(error)}", "Check imap_folder and imap_host on the sheet Settings.") from None
    except OSError as error:
        raise _stop(f"{box.host}:{box.port}: {error.strerror or error}", "Check imap_host, imap_port and the network; nothing was filed.") from None


def _stop(found: str, advice: str) -> Stop:
    return Stop("X-MAILBOX", found, advice=advice)


def _said(error: Exception) -> str:
    text = error.args[0] if error.args else ""
    return (text.decode("utf-8", errors="replace") if isinstance(text, bytes) else str(text))[:200]


def _identity(head: dict[bytes, object]) -> str:
    """The Message-ID of a message that is not fetched whole; blank when it has none."""
    text = next((value for name, value in head.items() if name.startswith(b"BODY[HEADER.FIELDS")), b"")
    return text.decode("ascii", errors="replace").partition(":")[2].strip() if isinstance(text, bytes) else ""


def _instant(found: object) -> datetime | None:
    return found.astimezone(UTC) if isinstance(found, datetime) and found.tzinfo is not None else None


def in_folder(folder: Path) -> Iterator[Received]:
    """The .eml files of a folder, by name: for offices whose mailbox cannot be reached by a program. Raises ``Stop`` X-NOT-FOUND."""
    if not folder.is_dir():
        raise Stop("X-NOT-FOUND", str(folder), advice="Name the folder into which the answers were saved as .eml files.")
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _FILE_KINDS and path.is_file():
            yield Received(path.read_bytes(), None, path.name)
