"""The line that every call script must reach before the debt is named: go on only with the right person.

It is the program's own and not the clerk's to soften: the debt is nobody else's business (CN-3P, HK-3P, UK-3P, 15 USC 1692c(b)).
"""

from __future__ import annotations

from pyaddin.correspondence.message import Block, Span

SLOT = "right_party"
_SENTENCES = {
    "en": (
        "STOP. Go on only when you are speaking to {0}, or to someone who may act for {0}, and a detail that others do not know has been confirmed,"
        " such as a date of birth or a postal code. To anyone else say nothing about the matter, not even that there is one: ask when {0} can be"
        " reached, thank them and end the call."
    ),
    "zh-CN": (
        "请先核实身份：确认对方是{0}本人或有权代表{0}的人，并核对一项他人不知道的信息（如出生日期、邮政编码）后，才可继续。"
        "对其他任何人，都不得提及此事，也不得暗示有此事：只询问{0}何时方便接听，道谢后结束通话。"
    ),
    "zh-TW": (
        "請先核對身分：確認對方是{0}本人或有權代表{0}的人，並核對一項他人不知道的資料（如出生日期、郵遞區號）後，才可繼續。"
        "對其他任何人，都不得提及此事，也不得暗示有此事：只詢問{0}何時方便接聽，道謝後結束通話。"
    ),
}


def block(debtor: str, language: str) -> Block:
    """The sentence as a bold paragraph. ``debtor`` is the cleaned name."""
    return Block("p", ((Span(_SENTENCES.get(language, _SENTENCES["en"]).format(debtor), "bold"),),))
