"""Bank accounts as they are printed: an IBAN is used only when its length and its checksum (ISO 13616, remainder 1 of 97) are right."""

from __future__ import annotations

import re

# length of an IBAN by country, SWIFT IBAN registry
LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24,
    "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28,
    "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25,
    "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29,
    "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


def iban(typed: str) -> str:
    """The IBAN without blanks, in capitals. Raises ``ValueError`` with what is wrong: characters, country, length or checksum."""
    text = "".join(typed.split()).upper()
    if not _IBAN.fullmatch(text):
        raise ValueError("it is not two letters, two digits and the account")
    length = LENGTHS.get(text[:2])
    if length is None:
        raise ValueError(f"no country {text[:2]} has IBANs")
    if len(text) != length:
        raise ValueError(f"an IBAN of {text[:2]} has {length} characters, this one {len(text)}")
    digits = "".join(str(int(char, 36)) for char in text[4:] + text[:4])
    if int(digits) % 97 != 1:
        raise ValueError("its checksum is wrong: a digit is missing or mistyped")
    return text


def in_fours(text: str) -> str:
    """An IBAN in groups of four, as it is read and typed."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def bic(typed: str) -> str:
    """The BIC in capitals. Raises ``ValueError`` when it has not the form of one (ISO 9362)."""
    text = "".join(typed.split()).upper()
    if not _BIC.fullmatch(text):
        raise ValueError("a BIC has 8 or 11 characters: four letters of the bank, two of the country, two or five of the place")
    return text
