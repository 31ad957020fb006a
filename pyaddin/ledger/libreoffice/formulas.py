"""Formulas between Excel's English spelling and Calc's: ``Sheet!A1`` and commas there, ``$Sheet.A1`` and semicolons here."""

from __future__ import annotations

import re

_TOKENS = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|(?P<quoted>\$?'(?:[^']|'')+')(?P<mark1>[!.])|(?P<bracket>\[(?:[^\[\]]|\[[^\[\]]*\])*\])"""
    r"""|(?P<array>\{[^}]*\})|(?P<sheet>\$?[^\W\d][\w]*)(?P<mark2>[!.])(?=\$?[A-Za-z]|\$?\d|\#REF)|(?P<separator>[,;])"""
)


def to_calc(formula: str) -> str:
    """An Excel formula as Calc's ``setFormula`` takes it."""

    def change(match: re.Match[str]) -> str:
        if match["quoted"]:
            return f"${match['quoted'].lstrip('$')}."
        if match["sheet"]:
            return f"${match['sheet'].lstrip('$')}." if match["mark2"] == "!" else match.group()
        if match["bracket"]:
            return match.group().replace("],[", "];[")
        if match["array"]:
            return match.group().replace(";", "|").replace(",", ";")
        return ";" if match["separator"] else match.group()

    return _TOKENS.sub(change, formula)


def to_excel(formula: str) -> str:
    """A formula of Calc as Excel writes it."""

    def change(match: re.Match[str]) -> str:
        if match["quoted"]:
            return f"{match['quoted'].lstrip('$')}!"
        if match["sheet"]:
            return f"{match['sheet'].lstrip('$')}!" if match["mark2"] == "." else match.group()
        if match["bracket"]:
            return match.group().replace("];[", "],[")
        if match["array"]:
            return match.group().replace(";", ",").replace("|", ";")
        return "," if match["separator"] else match.group()

    return _TOKENS.sub(change, formula)
