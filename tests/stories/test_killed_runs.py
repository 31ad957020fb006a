"""Runs and senders killed at random moments over a real mail server, and other accidents: nothing twice, nothing lost. `make campaign` tries hundreds."""

from __future__ import annotations

import getpass
import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from tests.correspondence.test_outbox_binding import read_only
from tests.stories.desk import Office, day
from tests.stories.killing import WEEKS, KilledOffice, in_child, office_of
from tests.stories.post_office import PostOffice, open_post_office

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostOffice]:
    with open_post_office(tmp_path_factory.mktemp("post")) as opened, mock.patch.dict(os.environ, opened.environment):
        yield opened


@pytest.mark.parametrize("way", ["weeks", "clicks"])
def test_killed_at_random_moments(tmp_path: Path, post: PostOffice, way: str) -> None:
    office = KilledOffice(tmp_path, post, 20261126, 5, getpass.getuser())
    tally = office.weeks(3) if way == "weeks" else office.clicks(3)
    print(tally)
    assert (tally.due, tally.messages, tally.duplicates, tally.lost, tally.faults) == (15, 15, 0, 0, [])
    assert tally.kills >= 1
    assert tally.arrived <= tally.parked


@pytest.fixture
def office(tmp_path: Path, post: PostOffice) -> Office:
    """Four debtors whose first reminders a supervisor has released."""
    office = office_of(tmp_path, post, 4, getpass.getuser())
    office._today = day(WEEKS[0])
    assert office.run("weekly")["parked"] == 4
    assert office.run("outbox", "approve", "--all").code == 0
    return office


def taken(post: PostOffice, office: Office) -> list[str]:
    """Recipients of what this office really sent."""
    ids = {str(row["Message ID"]) for row in office.sheet("Contacts")}
    return sorted(one["to"] for one in post.taken if one["id"] in ids)


EVERYBODY = [f"debtor{number}@debtor.example" for number in range(1, 5)]


def test_two_senders_at_once(office: Office, post: PostOffice) -> None:
    def work() -> int:
        return office.run("weekly").code

    first = os.fork()
    if first == 0:
        os._exit(work())
    second = in_child(work)
    codes = {os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]), second}
    assert codes <= {0, 2}  # one worked, the other was told so or came after it
    assert taken(post, office) == EVERYBODY
    assert office.clean()


def test_a_full_disk_at_any_moment(office: Office, post: PostOffice) -> None:
    size = office.journal.stat().st_size

    def work(limit: int) -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        return office.run("weekly").code

    codes = [in_child(lambda limit=limit: work(limit)) for limit in (0, 700, 9_000, 40_000, size + 4_000, size + 20_000)]  # type: ignore[misc]
    assert set(codes) <= {0, 1, 2}
    assert 2 in codes  # it could not even begin
    office.run("weekly")
    for item in office.run("outbox", "list")["items"]:
        if item["state"] == "unknown":
            office.run("outbox", "resolve", "--key", str(item["key"]), "--as", "sent")
    office.run("weekly")
    assert taken(post, office) == EVERYBODY
    assert office.clean()


def test_a_folder_that_cannot_be_written(office: Office, post: PostOffice) -> None:
    before = office.bytes()
    with read_only(office.path.parent):
        assert office.run("weekly").error == "X-WRITE"
    assert office.bytes() == before
    assert taken(post, office) == []
    assert office.run("weekly")["sent"] == 4
    assert taken(post, office) == EVERYBODY


def test_a_clock_that_was_set_back(office: Office, post: PostOffice) -> None:
    assert office.run("weekly")["sent"] == 4
    office._today = day(WEEKS[1])
    assert office.run("weekly")["sent"] == 4
    office._today = day(WEEKS[0])
    assert office.run("weekly").error == "X-BACKDATED"
    office._today = day(WEEKS[1])
    assert office.run("weekly")["sent"] == 0
    assert taken(post, office) == sorted(EVERYBODY * 2)
    office._today = day(WEEKS[2])
    assert office.run("weekly")["sent"] == 4
    assert office.clean()
