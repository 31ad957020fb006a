"""Debian's OpenSMTPD on the loopback: an independent mail server that delivers into a maildir, behind TLS.

It runs in a mount namespace of its own, because its spool folder and control socket have fixed places. TLS is ended by a small relay in
this process: OpenSMTPD 6.8 cannot sign with the OpenSSL 3 that Debian gives it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from tests.correspondence.mailserver import HOST, Authority

_CONF = """
table everybody {{ "@" = nobody }}
table unknown {{ {refused} }}
listen on 127.0.0.1 port {port} hostname localhost
action "keep" maildir "{folder}" virtual <everybody>
match from local for rcpt-to <unknown> reject
match from local for any action "keep"
"""


@dataclass
class OpenSmtpd:
    """The running server: ``port`` speaks TLS, ``folder`` holds what it has delivered."""

    port: int
    folder: Path

    @property
    def settings(self) -> dict[str, object]:
        """For the Settings sheet."""
        return {"smtp_host": HOST, "smtp_port": self.port, "smtp_security": "tls", "smtp_login": "none"}

    def delivered(self, count: int, seconds: float = 20.0) -> list[bytes]:
        """The delivered messages as they stand in the maildir, once there are so many."""
        end = time.monotonic() + seconds
        while len(found := sorted((self.folder / "new").glob("*"))) < count and time.monotonic() < end:
            time.sleep(0.05)
        return [path.read_bytes() for path in found]


@contextmanager
def running(folder: Path, *, refused: tuple[str, ...] = ()) -> Iterator[OpenSmtpd]:
    """The server until the end of the block; it is ended with all its processes. ``refused``: addresses that do not exist."""
    authority = Authority(folder)
    mail = _open_folder(folder)
    inner = _free_port()
    conf = folder / "smtpd.conf"
    words = ", ".join(f'"{address}"' for address in refused or ("nobody@nowhere.invalid",))
    conf.write_text(_CONF.format(port=inner, folder=mail, refused=words), encoding="ascii")
    program = shutil.which("smtpd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    script = f'mount -t tmpfs tmpfs /var/spool && mount -t tmpfs tmpfs /var/run && exec "{program}" -d -f "{conf}"'
    with open(folder / "smtpd.log", "wb") as log:
        server = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", script], stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
    try:
        _wait_for(inner, server, folder / "smtpd.log")
        with _behind_tls(authority.known, inner) as port, patch.dict(os.environ, {"SSL_CERT_FILE": str(authority.file)}):
            yield OpenSmtpd(port, mail)
    finally:
        server.kill()  # with it goes the first process of its own tree, and so the whole tree
        server.wait(10)


def _open_folder(folder: Path) -> Path:
    """A maildir that the server's unprivileged user may write, below folders that it may pass."""
    mail = folder / "maildir"
    mail.mkdir()
    shutil.chown(mail, "nobody")
    for parent in mail.parents:
        if parent == Path("/"):
            break
        with suppress(PermissionError):
            parent.chmod(parent.stat().st_mode | 0o011)
    return mail


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        assert server.poll() is None, log.read_text(errors="replace")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text(errors="replace"))


@contextmanager
def _behind_tls(context: ssl.SSLContext, inner: int) -> Iterator[int]:
    """A port that speaks TLS and passes every byte on to the plain one."""
    loop, ready, ports = asyncio.new_event_loop(), threading.Event(), list[int]()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", inner)
        try:
            await asyncio.gather(pump(reader, back), pump(there, writer))
        finally:
            back.transport.abort()
            writer.transport.abort()

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(asyncio.start_server(passed_on, "127.0.0.1", 0, ssl=context))
        ports.append(server.sockets[0].getsockname()[1])
        loop.call_soon(ready.set)
        loop.run_forever()
        server.close()
        _cancelled(loop)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def _cancelled(loop: asyncio.AbstractEventLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.run_until_complete(asyncio.sleep(0.05))  # connections are closed in a later turn
    loop.close()
