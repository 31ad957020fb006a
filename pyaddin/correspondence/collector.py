"""The sentence that a message is from a debt collector, where the law has an agency say so each time (12 CFR 1006.18(e)).

It is the program's own, so that no wording file can lack it. A wording that says it in its own words gets no second one; a text message gets none, because
it may be read by others (the packs then keep it from going).
"""

from __future__ import annotations

from pyaddin.correspondence import right_party
from pyaddin.correspondence.message import Block, Letter, Span

WORDS = {"en": ("from a debt collector",), "zh-CN": ("催收机构",), "zh-TW": ("催收機構",)}
"""Words by which an agency says what it is."""
_WRITTEN = {"en": "This message is from a debt collector.", "zh-CN": "本函由催收机构发出。", "zh-TW": "本函由催收機構寄出。"}
_SPOKEN = {"en": "Say: this call is from a debt collector.", "zh-CN": "请说明：本次来电来自催收机构。", "zh-TW": "請說明：本次來電來自催收機構。"}


def named(blocks: tuple[Block, ...], letter: Letter, language: str) -> tuple[Block, ...]:
    """The blocks with the sentence at their end; in a call script right after the right person is on the line."""
    if not letter.from_collector or letter.channel == "sms" or _says_so(blocks, language):
        return blocks
    if letter.channel == "call":
        place = next((at for at, block in enumerate(blocks) if block.slot == right_party.SLOT), len(blocks) - 1) + 1
        return (*blocks[:place], _paragraph(_SPOKEN, language, "bold"), *blocks[place:])
    return (*blocks, _paragraph(_WRITTEN, language, "italic"))


def _paragraph(sentences: dict[str, str], language: str, style: str) -> Block:
    return Block("p", ((Span(sentences.get(language, sentences["en"]), style),),))


def _says_so(blocks: tuple[Block, ...], language: str) -> bool:
    text = " ".join("".join(span.text for span in item) for block in blocks for item in block.items)
    return any(words in text for words in WORDS.get(language, WORDS["en"]))
