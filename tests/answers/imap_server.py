"""Debian's dovecot on the loopback, for one test: its own folder, certificate, port and mailbox; ended with the test."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

PASSWORD = "a pass word; with $igns"
USER = "accounts@oakmere.example"
_OWNER = "nobody"


@dataclass(frozen=True)
class Server:
    """A running server; ``context`` trusts its certificate."""

    host: str
    port: int
    plain_port: int
    context: ssl.SSLContext
    mailbox: Path
    authority: Path

    def receive(self, *mails: bytes) -> None:
        """Messages arrive in the inbox."""
        owner = pwd.getpwnam(_OWNER)
        for raw in mails:
            number = len(list(self.mailbox.glob("*/*")))
            path = self.mailbox / "new" / f"{1_790_000_000 + number}.M{number}.test"
            path.write_bytes(raw)
            os.chown(path, owner.pw_uid, owner.pw_gid)

    def flags(self) -> list[str]:
        """What the mailbox's files are called: a message that was opened for reading carries a flag in its name."""
        return sorted(path.name.partition(":2,")[2] for path in self.mailbox.glob("*/*"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _settings(folder: Path, port: int, plain: int) -> str:
    owner = pwd.getpwnam(_OWNER)
    return f"""base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
mail_location = maildir:{folder}/mail
first_valid_uid = 1
first_valid_gid = 1
auth_mechanisms = plain
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={owner.pw_uid} gid={owner.pw_gid} home={folder}/home
}}
service imap-login {{
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
"""


@contextmanager
def running(*, host: str = "localhost") -> Iterator[Server]:
    """The server while the block runs. Its certificate names ``host``."""
    folder = Path(tempfile.mkdtemp(prefix="imap-", dir="/tmp"))  # its sockets need short names
    process: subprocess.Popen[bytes] | None = None
    try:
        folder.chmod(0o755)
        owner, authority = pwd.getpwnam(_OWNER), trustme.CA()
        certificate = authority.issue_cert(host)
        certificate.private_key_pem.write_to_path(str(folder / "server.key"))
        for number, part in enumerate(certificate.cert_chain_pems):
            part.write_to_path(str(folder / "server.pem"), append=number > 0)
        (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
        for name in ("mail", "mail/new", "mail/cur", "mail/tmp", "home"):
            (folder / name).mkdir()
            os.chown(folder / name, owner.pw_uid, owner.pw_gid)
        port, plain = _free_port(), _free_port()
        (folder / "conf").write_text(_settings(folder, port, plain), encoding="utf-8")
        program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program
        process = subprocess.Popen([program, "-F", "-c", str(folder / "conf")], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait(port, process, folder / "log")
        context = ssl.create_default_context()
        authority.configure_trust(context)
        authority.cert_pem.write_to_path(str(folder / "authority.pem"))
        yield Server("localhost", port, plain, context, folder / "mail", folder / "authority.pem")
    finally:
        if process is not None:
            process.terminate()
            process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        assert process.poll() is None, log.read_text(encoding="utf-8") if log.exists() else "dovecot ended"
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))
