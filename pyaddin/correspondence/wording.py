"""Wording files made into messages, and the environment in which pages of the report are rendered.

``templates/`` holds what clerks edit. Jinja2 is used nowhere else in the product.
"""

from __future__ import annotations

from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pyaddin.correspondence import formats

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def page_environment() -> jinja2.Environment:
    """The environment for HTML pages under ``templates/``: sandboxed, escaping, an unknown name is an error.

    Filters: ``amount(value, currency, language)`` and ``day(value, language)``, as in the messages.
    """
    page = ImmutableSandboxedEnvironment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page.filters["amount"] = formats.amount
    page.filters["day"] = formats.day
    return page
