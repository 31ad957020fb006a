"""What the contact gate says, in three languages: packs hold no prose, a verdict holds keys and facts.

Only rows of confidence A and B are introduced as a rule; the others are named as what they are.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import language_index
from pyaddin.records import dataclass
from pyaddin.rules.sentences import HOLD_SAYS
from pyaddin.rules.singular import counts, of_one


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence to be: its key in ``WORDS`` and the facts that go into it. ``confidence`` blank = not from a row of a pack."""

    key: str
    facts: tuple[tuple[str, str], ...] = ()
    confidence: str = ""

    def says(self, language: str = "en") -> str:
        """The sentence in one of the three languages; English for any other."""
        place = language_index(language)
        facts = {name: _fact(name, value, place) for name, value in self.facts}
        words = WORDS[self.key][place]
        if place == 0 and (ones := counts(words) & {name for name, value in self.facts if value == "1"}):
            words = of_one(words, ones)
        return _INTRODUCTION[self.confidence][place] + words.format(**facts)


def note(key: str, /, confidence: str = "", **facts: object) -> Note:
    """A note with its facts as text."""
    return Note(key, tuple((name, str(value)) for name, value in facts.items()), confidence)


_LAW = ("The rule says: ", "规则要求：", "規則要求：")
_UNSURE = ("Not confirmed: ", "尚未核实：", "尚未核實：")
_INTRODUCTION: Mapping[str, tuple[str, str, str]] = {
    "": ("", "", ""),
    "A": _LAW,
    "B": _LAW,
    "C": _UNSURE,
    "M": _UNSURE,
    "P": ("House policy: ", "本机构规定：", "本機構規定："),
}

WORDS: Mapping[str, tuple[str, str, str]] = {
    # what blocks
    "OUTSIDE-HOURS": (
        "contacts only from {opens} to {closes} at the debtor's place; it is {local} in {zone}.",
        "只能在债务人所在地 {opens} 至 {closes} 联系；{zone} 现为 {local}。",
        "只能在債務人所在地 {opens} 至 {closes} 聯絡；{zone} 現為 {local}。",
    ),
    "DAY-CLOSED": ("no contact on this day of the week ({local}, {zone}).", "这一天（{local}，{zone}）不得联系。", "這一天（{local}，{zone}）不得聯絡。"),
    "HOLIDAY": ("{day} is a public holiday in {country}.", "{day} 是 {country} 的公共假日。", "{day} 是 {country} 的國定假日。"),
    "NO-CALENDAR": (
        "{rule} needs the public holidays of {country} for {year}, and there are none.",
        "{rule} 需要 {country} {year} 年的公共假日，但没有数据。",
        "{rule} 需要 {country} {year} 年的國定假日，但沒有資料。",
    ),
    "CAP": (
        "{count} of {most} {what} in {days} days are used up (per {per}).",
        "{days} 天内 {what} 已达 {count}/{most} 次（按{per}计）。",
        "{days} 天內 {what} 已達 {count}/{most} 次（按{per}計）。",
    ),
    "COOLDOWN": (
        "a conversation took place on {on}; the next contact of this kind may be made from {free} on.",
        "{on} 已通话；下一次同类联系最早为 {free}。",
        "{on} 已通話；下一次同類聯絡最早為 {free}。",
    ),
    "NEVER": ("no contact with this recipient: {to}.", "不得联系此对象：{to}。", "不得聯絡此對象：{to}。"),
    "BLACKOUT": ("no contact from {start} to {end}.", "{start} 至 {end} 暂停联系。", "{start} 至 {end} 暫停聯絡。"),
    "BLACKOUT-UNKNOWN": (
        "the pause of {year} is not entered yet; until {end} no contact is made.",
        "{year} 年的暂停期尚未录入；{end} 之前不联系。",
        "{year} 年的暫停期尚未登錄；{end} 之前不聯絡。",
    ),
    "HOLD": ("hold {type}{since}: {says}.", "暂停 {type}{since}：{says}。", "暫停 {type}{since}：{says}。"),
    "MISSING": ("data is missing: {what}.", "缺少数据：{what}。", "缺少資料：{what}。"),
    "EMPLOYER-MAILBOX": (
        "{address} is a mailbox of an employer; a debt is never told there.",
        "{address} 是雇主的公共邮箱，不得在此透露债务。",
        "{address} 是雇主的公共信箱，不得在此透露債務。",
    ),
    "OFFICE-MAILBOX": (
        "{address} is read by a whole office; a debt is never told there.",
        "{address} 是公共邮箱，不得在此透露债务。",
        "{address} 是公共信箱，不得在此透露債務。",
    ),
    "THIRD-PARTY": (
        "{to} is neither the debtor nor bound by the contract; a debt is never told to others.",
        "{to} 不是债务人，也不受合同约束；不得向他人透露债务。",
        "{to} 不是債務人，也不受契約約束；不得向他人透露債務。",
    ),
    # what would lift it
    "NEEDS-DATA": ("complete the data: {what}", "请补全数据：{what}", "請補全資料：{what}"),
    "NEEDS-CALENDAR": ("the public holidays of {country} must be published", "需公布 {country} 的公共假日", "需公布 {country} 的國定假日"),
    "NEEDS-RECIPIENT": ("another recipient or address: the debtor in person", "请改为债务人本人的联系方式", "請改為債務人本人的聯絡方式"),
    "NEEDS-HOLD-END": ("the hold {type} must end: {event}", "须解除暂停 {type}：{event}", "須解除暫停 {type}：{event}"),
    "NEEDS-TIME": ("no lawful time was found up to {until}", "到 {until} 为止未找到合规时间", "到 {until} 為止未找到合規時間"),
    # warnings
    "NEAR-CAP": (
        "{rule}: this contact is the last one allowed ({count} of {most}).",
        "{rule}：这是最后一次（{count}/{most}）。",
        "{rule}：這是最後一次（{count}/{most}）。",
    ),
    "NEAR-CLOSE": (
        "{rule}: the window closes at {closes} in {zone}.",
        "{rule}：{zone} 的时段将于 {closes} 结束。",
        "{rule}：{zone} 的時段將於 {closes} 結束。",
    ),
    "PACK-OLD": (
        "Pack {pack} was last checked by a person on {on}, more than 180 days before.",
        "规则包 {pack} 上次由人核对是 {on}，已超过 180 天。",
        "規則包 {pack} 上次由人核對是 {on}，已超過 180 天。",
    ),
    "PACK-DUE": ("Pack {pack} was due for review on {on}.", "规则包 {pack} 应于 {on} 复核。", "規則包 {pack} 應於 {on} 複核。"),
    "PACK-EXPIRED": (
        "Pack {pack} was last checked on {on}, more than a year before; the strictest pack applies as well.",
        "规则包 {pack} 上次核对是 {on}，已超过一年；同时适用最严规则包。",
        "規則包 {pack} 上次核對是 {on}，已超過一年；同時適用最嚴規則包。",
    ),
    "CALENDAR-UNOFFICIAL": (
        "The public holidays of {country} for {year} are computed, not announced.",
        "{country} {year} 年的公共假日为推算，并非公布。",
        "{country} {year} 年的國定假日為推算，並非公布。",
    ),
    "NOT-LAW-P": ("{rule} is policy of the house, not law.", "{rule} 是本机构规定，不是法律。", "{rule} 是本機構規定，不是法律。"),
    "NOT-LAW-C": ("{rule} rests on one secondary source and is not confirmed.", "{rule} 仅有一个二手来源，尚未核实。", "{rule} 僅有一個二手來源，尚未核實。"),
    "NOT-LAW-M": ("{rule} is from memory and is not confirmed.", "{rule} 凭记忆写成，尚未核实。", "{rule} 憑記憶寫成，尚未核實。"),
    "OVERRIDDEN": ("{rule} was passed by {by}: {reason}", "{rule} 由 {by} 放行：{reason}", "{rule} 由 {by} 放行：{reason}"),
    "NO-HISTORY": (
        "No earlier contacts were given; the counts begin at zero.",
        "没有提供以往联系记录，计数从零开始。",
        "沒有提供以往聯絡紀錄，計數從零開始。",
    ),
    "UNKNOWN-RESULT": (
        "The contact log holds a result that is not known ({what}); it counts as everything it could have been.",
        "联系记录中有未知结果（{what}），按最严方式计数。",
        "聯絡紀錄中有未知結果（{what}），按最嚴方式計數。",
    ),
    "STRICT": (
        "Unknown or incomplete facts ({what}): the strictest pack is used; some contacts will be refused that local law may allow.",
        "资料未知或不完整（{what}）：采用最严规则包，部分当地法律允许的联系也会被拒绝。",
        "資料未知或不完整（{what}）：採用最嚴規則包，部分當地法律允許的聯絡也會被拒絕。",
    ),
    "US-STATE": (
        "The state is not known: rules of single states (Massachusetts) are not applied.",
        "州未知：未适用单个州（马萨诸塞州）的规则。",
        "州未知：未適用單一州（麻薩諸塞州）的規則。",
    ),
    "ZONES-CANDIDATE": (
        "The debtor's time zone is not known; the contact must be lawful in {what}.",
        "债务人时区未知；须在以下所有时区均合规：{what}。",
        "債務人時區未知；須在以下所有時區均合規：{what}。",
    ),
}

_EVENTS: Mapping[str, tuple[str, str, str]] = {
    "PROMISE": ("the promise is kept, broken or withdrawn", "承诺已兑现、违约或撤回", "承諾已兌現、違約或撤回"),
    "SIGNED_PLAN": ("an installment is missed, or the plan ends", "某期未付或协议结束", "某期未付或協議結束"),
    "DISPUTE": ("verification of the debt sent, or the dispute settled", "已寄出债务核实材料或争议解决", "已寄出債務核實資料或爭議解決"),
    "MORATORIUM": ("the moratorium ends", "暂缓期结束", "暫緩期結束"),
    "INSOLVENCY": ("the proceedings end, or a supervisor decides", "程序结束或主管决定", "程序結束或主管決定"),
    "DECEASED": ("a representative of the estate is named", "已指定遗产代表", "已指定遺產代表"),
    "VULNERABLE": ("a supervisor has reviewed it", "主管已复核", "主管已複核"),
    "COMPLAINT": ("the complaint is answered and a supervisor releases it", "投诉已答复且主管放行", "申訴已答覆且主管放行"),
    "CEASE": ("the debtor takes the request back in writing", "债务人书面撤回要求", "債務人書面撤回要求"),
    "COUNSEL": ("the lawyer consents or no longer represents the debtor", "律师同意或不再代理", "律師同意或不再代理"),
    "MINOR": ("a parent or guardian is the recipient", "改由监护人接收", "改由監護人接收"),
    "WRONG_PARTY": ("a confirmed address of the debtor", "取得债务人已核实的联系方式", "取得債務人已核實的聯絡方式"),
    "IDENTITY": ("the identity is confirmed", "身份已核实", "身分已核實"),
    "LITIGATION": ("the court case ends", "诉讼结束", "訴訟結束"),
    "MANUAL": ("the clerk ends it", "经办人解除", "承辦人解除"),
    "DATA": ("the data is completed", "数据已补全", "資料已補全"),
    "OPT_OUT": ("the debtor opts in again, or another channel", "债务人重新同意，或改用其他渠道", "債務人重新同意，或改用其他管道"),
}

_OTHER: Mapping[str, tuple[str, str, str]] = {
    "placed_call": ("calls", "拨打电话", "撥打電話"),
    "conversation": ("conversations", "有效通话", "有效通話"),
    "unanswered": ("unanswered tries", "未接通尝试", "未接通嘗試"),
    "contact": ("contacts", "联系", "聯絡"),
    "person": ("person", "人", "人"),
    "debt": ("debt", "债务", "債務"),
    "address": ("number or address", "号码或地址", "號碼或地址"),
    "guarantor": ("a guarantor", "保证人", "保證人"),
    "contact_person": ("a contact person", "联系人", "聯絡人"),
    "third_party": ("a third party", "第三人", "第三人"),
    "employer": ("the employer", "雇主", "雇主"),
}


def _fact(name: str, value: str, place: int) -> str:
    if name == "says":
        return HOLD_SAYS[value][place] if value in HOLD_SAYS else value
    if name == "event":
        return _EVENTS[value][place] if value in _EVENTS else value
    if name == "since":
        return (f" since {value}", f"（自 {value}）", f"（自 {value}）")[place] if value else ""
    if name in ("what", "per", "to"):
        joint = (" and ", "和", "和")[place] if name == "per" else ", "
        words = value.split(",") if name == "per" else [value]
        return joint.join(_OTHER[word][place] if word in _OTHER else word for word in words)
    return value
