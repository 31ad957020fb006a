"""Who is logged in, and where: the one thing about a person that the operating system vouches for."""

from __future__ import annotations

import getpass
import socket


def account() -> str:
    """The name of the login; ``clerk`` for an account without a name, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "clerk"


def computer() -> str:
    """The computer's own name, without the domain that a network adds to it."""
    return socket.gethostname().split(".")[0].lower()
