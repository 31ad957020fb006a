"""Passwords and tokens of mail accounts: from the system's keyring or this user's environment, never from a workbook.

A workbook names only host and login name, and anybody who can edit it can name any host: a secret is handed out for the host that it was
stored for, and for no other. Kinds: ``SMTP`` for sending, ``IMAP`` for reading answers.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pyaddin.errors import Stop

_TOKEN_SECONDS = 60


def service(host: str) -> str:
    """Name of an account's entry in the keyring; Windows shows it in Credential Manager."""
    return f"collections:{host}"


def password(kind: str, host: str, user: str) -> str:
    """The password of this account: ``COLLECTIONS_SMTP_PASSWORD`` when ``COLLECTIONS_SMTP_HOST`` names the host, else the keyring's.

    Nobody is asked: a run has nobody in front of it. Raises ``Stop`` X-MAIL-PASSWORD when there is none, or the keyring is locked or absent.
    """
    found = _environment(kind, "PASSWORD", host)
    if found:
        return found
    import keyring  # it looks for its backends when it is loaded, which a folder run need not wait for
    from keyring.errors import KeyringError, NoKeyringError

    stored, problem, advice = None, "", ""
    try:
        stored = keyring.get_password(service(host), user)
    except NoKeyringError:
        problem, advice = " (NoKeyringError)", _by_environment(kind)
    except (KeyringError, OSError, RuntimeError) as error:
        problem = f" ({type(error).__name__}: {str(error)[:120]})"
    if stored:
        return stored
    raise Stop("X-MAIL-PASSWORD", f"no password for {user} at {host} is stored for this user{problem}", advice=advice)


def store(host: str, user: str, secret: str) -> None:
    """Keep a password in the keyring of this user. Raises ``Stop`` X-MAIL-PASSWORD where there is no keyring."""
    import keyring
    from keyring.errors import KeyringError, NoKeyringError

    try:
        keyring.set_password(service(host), user, secret)
    except NoKeyringError as error:
        raise Stop("X-MAIL-PASSWORD", "the keyring does not take it: NoKeyringError", advice=_by_environment("SMTP")) from error
    except (KeyringError, OSError, RuntimeError) as error:
        raise Stop("X-MAIL-PASSWORD", f"the keyring does not take it: {type(error).__name__}: {str(error)[:120]}", advice=_by_environment("SMTP")) from error


def token(kind: str, host: str, user: str) -> str:
    """An OAuth 2.0 access token: the first line that the user's token command prints.

    The command is ``COLLECTIONS_SMTP_TOKEN_COMMAND`` (with ``COLLECTIONS_SMTP_HOST``) or ``token_command`` in the user's own ``mail.toml``. It is run without
    a shell, never asked anything, and learns host and user from its environment. Raises ``Stop`` X-MAIL-PASSWORD when it is missing or fails.
    """
    command = _token_command(kind, host)
    if not command:
        advice = f"Put token_command under [{kind.lower()}.\"{host}\"] in {config_path()}, or set COLLECTIONS_{kind}_TOKEN_COMMAND and COLLECTIONS_{kind}_HOST."
        raise Stop("X-MAIL-PASSWORD", f"no token command for {user} at {host}", advice=advice)
    try:
        done = subprocess.run(
            command,
            env={**os.environ, "COLLECTIONS_MAIL_HOST": host, "COLLECTIONS_MAIL_USER": user},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TOKEN_SECONDS,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise Stop("X-MAIL-PASSWORD", f"the token command could not be run: {type(error).__name__}") from error
    lines = done.stdout.split("\n")
    found = lines[0].strip()
    if done.returncode or not found or not found.isascii() or not found.isprintable():
        last = (done.stderr.strip().splitlines() or [""])[-1][:120]
        raise Stop("X-MAIL-PASSWORD", f"the token command gave no token (code {done.returncode}) {last}".strip())
    return found


def config_path() -> Path:
    """The user's own file for token commands: below APPDATA on Windows, below the XDG folder elsewhere."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home()) / "collections" / "mail.toml"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "collections" / "mail.toml"


def _by_environment(kind: str) -> str:
    return f"Set COLLECTIONS_{kind}_HOST and COLLECTIONS_{kind}_PASSWORD in the environment of the user who runs it."


def _environment(kind: str, what: str, host: str) -> str:
    """A value of the environment, given for this host only."""
    named = os.environ.get(f"COLLECTIONS_{kind}_HOST", "").strip().casefold()
    return os.environ.get(f"COLLECTIONS_{kind}_{what}", "") if named == host.casefold() else ""


def _token_command(kind: str, host: str) -> list[str] | str:
    given = _environment(kind, "TOKEN_COMMAND", host)
    if given:
        return given if sys.platform == "win32" else shlex.split(given)
    path = config_path()
    try:
        sections = tomllib.loads(path.read_text("utf-8")).get(kind.lower(), {})
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise Stop("X-MAIL-PASSWORD", f"{path} cannot be read: {error}") from error
    section = sections.get(host, {}) if isinstance(sections, Mapping) else {}
    command = section.get("token_command", []) if isinstance(section, Mapping) else []
    if not isinstance(command, list) or not all(isinstance(word, str) for word in command):
        raise Stop("X-MAIL-PASSWORD", f"token_command in {path} is no list of words", advice='Write it as ["program", "first argument"].')
    return command
