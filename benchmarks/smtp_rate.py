"""Messages a second over one connection: our sender beside plain smtplib, the same bytes to the same server in one run.

The server is aiosmtpd over TLS in a process of its own. Three ways take turns, five rounds each, the median counts: plain smtplib; our transport alone;
our transport behind the outbox, which commits to the journal before each step. First on the bare loopback, then with a server that takes 20 ms for
each answer, as one on the internet does. ``python -m benchmarks.smtp_rate [MESSAGES]``
"""

from __future__ import annotations

import os
import smtplib
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pyaddin.correspondence.send.account import Account
from pyaddin.correspondence.send.smtp import SmtpTransport
from tests.correspondence import mailserver
from tests.correspondence.drafts import draft, key, open_box

ROUNDS, MESSAGES, AT_LEAST, LINE = 5, 150, 0.9, 0.02
FROM, TO = "collections@creditor.example", "debtor@debtor.example"
HEAD = f"From: {FROM}\r\nTo: {TO}\r\nSubject: due\r\nMessage-ID: <x@creditor.example>\r\n\r\n"
BODY = (HEAD + "Dear customer, this line stands for what a message says.\r\n" * 180).encode()


def serve(folder: str, away: str) -> None:
    """The server's own process: tells its port and stays until its input ends."""
    with mailserver.running(Path(folder), away=float(away)) as server:
        server.handler.on_taken = lambda taken: server.taken.clear()  # nothing piles up
        print(server.port, flush=True)
        sys.stdin.read()


@contextmanager
def served(folder: Path, away: float) -> Iterator[Account]:
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.smtp_rate", "serve", str(folder), str(away)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        port = int(child.stdout.readline())
        os.environ |= {"COLLECTIONS_SMTP_HOST": mailserver.HOST, "COLLECTIONS_SMTP_PASSWORD": mailserver.PASSWORD}
        os.environ["SSL_CERT_FILE"] = str(folder / "authority.pem")
        yield Account(mailserver.HOST, port, "tls", mailserver.USER, "password", FROM)
    finally:
        child.stdin.close()
        child.wait(20)


def plain(account: Account, count: int) -> float:
    """Messages a second by smtplib's own ``sendmail`` on one connection."""
    with smtplib.SMTP_SSL(account.host, account.port, context=ssl.create_default_context(), local_hostname="creditor.example") as smtp:
        smtp.login(mailserver.USER, mailserver.PASSWORD)
        began = time.perf_counter()
        for _ in range(count):
            smtp.sendmail(FROM, [TO], BODY)
        return count / (time.perf_counter() - began)


def ours(account: Account, count: int, folder: Path, *, journal: bool) -> float:
    """Messages a second by our transport, alone or behind the outbox; planning is not counted."""
    transport = SmtpTransport(account)
    with open_box(folder / "ledger.xlsm") as box:
        made = [draft(key(number), transport="smtp", body=BODY) for number in range(count)]
        entries = box.plan_many([replace(one, planned=replace(one.planned, recipient=TO)) for one in made])
        transport.ready()
        began = time.perf_counter()
        if journal:
            done = box.deliver_many([entry.uid for entry in entries], transport)
            assert all(entry.state == "sent" for entry in done)
        else:
            for entry in entries:
                assert transport.envelope(entry) is None
                assert transport.send(entry, BODY).result == "sent"
        rate = count / (time.perf_counter() - began)
    transport.close()
    return rate


def compared(count: int, away: float) -> float:
    """Print the three rates on one line; gives the ratio of our transport to smtplib."""
    rates: dict[str, list[float]] = {"smtplib": [], "transport": [], "with journal": []}
    with tempfile.TemporaryDirectory(prefix="collections-smtp-") as name, served(Path(name), away) as account:
        for number in range(ROUNDS):
            for way, found in rates.items():
                place = Path(name) / f"{way.replace(' ', '-')}-{number}"
                place.mkdir()
                found.append(plain(account, count) if way == "smtplib" else ours(account, count, place, journal=way != "transport"))
    median = {way: statistics.median(found) for way, found in rates.items()}
    print(f"{count} messages of {len(BODY) / 1024:.0f} KiB over one TLS connection, {away * 1000:.0f} ms an answer, median of {ROUNDS} rounds in turn")
    for way, rate in median.items():
        print(f"  {way:13} {rate:7.1f} a second   ratio to smtplib {rate / median['smtplib']:.2f}   {[round(one) for one in rates[way]]}")
    return median["transport"] / median["smtplib"]


def main() -> int:
    """Both comparisons; exit code 1 when our transport is below nine tenths of smtplib in one of them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    ratios = [compared(count, 0.0), compared(max(20, count // 5), LINE)]
    return 0 if min(ratios) >= AT_LEAST else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2], sys.argv[3])
    else:
        sys.exit(main())
