"""What a clerk reads after the mail account was tried or its password stored."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import plain, rows_of


def mail_test(data: Mapping[str, object]) -> list[str]:
    """Each step of the trial, and what to do where it ended."""
    said = [f"Test message to {plain(data['to'])} by {plain(data['account'], 300)}:"]
    for row in rows_of(data, "steps"):
        said.append(f"  {'ok' if row['ok'] else 'NO'}  {plain(row['said'], 400)}")
        if row["advice"]:
            said.append(f"      {plain(row['advice'], 400)}")
    return said


def mail_password(data: Mapping[str, object]) -> list[str]:
    """Whose password is kept now."""
    return [f"The password of {plain(data['user'])} at {plain(data['host'])} is kept in the keyring of this user. Try it with `mail-test`."]
