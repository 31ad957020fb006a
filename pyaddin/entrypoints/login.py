"""Who is logged in: the one thing about a person that the operating system vouches for."""

from __future__ import annotations

import getpass


def account() -> str:
    """The name of the login; ``clerk`` for an account without a name, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "clerk"
