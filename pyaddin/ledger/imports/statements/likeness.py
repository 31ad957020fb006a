"""How like the name on a bank statement is to a debtor's: a number from 0 to 100 (rapidfuzz is at home here)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyaddin.rules.matching import FAINT

WHOLE, IN_TEXT = 100, 95
_TITLES = re.compile(r"\b(?:mr|mrs|ms|miss|dr|herr|frau)\b\.?|先生|女士|小姐", re.IGNORECASE)
_MARKS = re.compile(r"[\W_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_SHORTEST, _LONGEST_CJK, _MOST_WORDS, _SHORT = 6, 12, 5, 8


def _words(text: str) -> list[str]:
    """Without case, width, titles, marks and accents; ä is ae, as banks write it."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold()).translate(_UMLAUTS)
    bare = unicodedata.normalize("NFC", "".join(char for char in unicodedata.normalize("NFD", plain) if unicodedata.category(char) != "Mn"))
    return _MARKS.sub(" ", _TITLES.sub(" ", bare)).split()


class Names:
    """The debtors' names, ready to be compared with many payers. ``names`` by debtor id."""

    def __init__(self, names: Mapping[str, str]) -> None:
        forms = {key: words for key, name in names.items() if (words := _words(name))}
        self._spelled = {key: " ".join(sorted(words)) for key, words in forms.items() if "".join(words).isascii() or len("".join(words)) > _SHORT}
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._said: dict[str, set[str]] = defaultdict(set)
        for key, words in forms.items():
            self._whole["".join(sorted(words))].add(key)
            bare = "".join(words)
            if bare.isascii():
                if len(words) > 1 and len(bare) >= _SHORTEST:
                    self._said[" ".join(words)].add(key)
            elif len(bare) > 2:
                self._said[bare].add(key)

    def likeness(self, payer: str, text: str) -> dict[str, int]:
        """The debtors whose name is like the payer's, or stands in the text as a whole, with how like it is; the others are left out.

        The order of the words does not count. A Chinese name is short: one other character is another person, so only the whole name counts.
        """
        found: dict[str, int] = {}
        wanted = sorted(_words(payer))
        if wanted:
            from rapidfuzz import fuzz, process  # only where money of strangers waits: most clicks compare no names

            for _, score, key in process.extract(" ".join(wanted), self._spelled, scorer=fuzz.ratio, processor=None, score_cutoff=FAINT, limit=None):
                found[key] = round(score)
        for key in (key for part in _parts(text) for key in self._said.get(part, ())):
            found[key] = max(found.get(key, 0), IN_TEXT)
        return found | dict.fromkeys(self._whole.get("".join(wanted), ()), WHOLE)


def _parts(text: str) -> Iterator[str]:
    """Neighboring words of the text, and pieces of its Chinese runs: wherever a whole name may stand."""
    words = _words(text)
    for at in range(len(words)):
        yield from (" ".join(words[at : at + count]) for count in range(2, _MOST_WORDS + 1))
    for run in re.findall(r"[^\x00-\x7f]+", "".join(words)):
        yield from (run[at : at + length] for at in range(len(run)) for length in range(3, _LONGEST_CJK + 1))
