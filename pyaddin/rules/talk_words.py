"""The words of a talk: what is known and what to ask next, in three languages: rows of ``phrases.PHRASES``."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.rules.sentences import Words

TALK_PHRASES: Mapping[str, Words] = {
    "information missing": ("{points} of 100; missing: {names}", "{points}/100；缺少：{names}", "{points}/100；缺少：{names}"),
    "information whole": ("{points} of 100; nothing is missing{names}", "{points}/100；资料齐全{names}", "{points}/100；資料齊全{names}"),
    "listen calm": ("Calm: ask openly, and let the debtor find the amount.", "情绪平静：多用开放式提问，让对方自己提出金额。", "情緒平靜：多用開放式提問，讓對方自己提出金額。"),
    "listen worried": (
        "Worried: slow down, one thing at a time; say first what cannot happen today.",
        "情绪担忧：放慢语速，一次只谈一件事；先说明今天不会发生什么。",
        "情緒擔憂：放慢語速，一次只談一件事；先說明今天不會發生什麼。",
    ),
    "listen upset": (
        "Upset: let the debtor finish, say back what you heard, and ask before you go on.",
        "情绪激动：让对方说完，复述您听到的内容，征得同意后再继续。",
        "情緒激動：讓對方說完，複述您聽到的內容，徵得同意後再繼續。",
    ),
    "listen hostile": (
        "Hostile: stay calm, name no consequences, offer another time or another colleague, and end the talk kindly.",
        "情绪敌对：保持冷静，不谈后果，可改约时间或换同事联系，礼貌结束通话。",
        "情緒敵對：保持冷靜，不談後果，可改約時間或換同事聯絡，禮貌結束通話。",
    ),
    "best hour": (
        "answers calls between {hour}:00 and {next}:00 ({answered} of {tried})",
        "{hour}:00-{next}:00 接听率最高（{tried} 次中 {answered} 次）",
        "{hour}:00-{next}:00 接聽率最高（{tried} 次中 {answered} 次）",
    ),
    "best channel": (
        "answers best by {channel} ({answered} of {tried})",
        "最常通过{channel}回应（{tried} 次中 {answered} 次）",
        "最常透過{channel}回應（{tried} 次中 {answered} 次）",
    ),
    "best none": ("no answer came yet", "尚未有过回应", "尚未有過回應"),
    "new-data-confirmed": ("New contact data confirmed.", "新联系方式已确认。", "新聯絡方式已確認。"),
    "note old-data": ("{what} was {old} until now; the new one is from {source}.", "{what}原为 {old}；新值来自 {source}。", "{what}原為 {old}；新值來自 {source}。"),
    "note first-data": ("{what} was blank until now; the new one is from {source}.", "{what}此前为空；新值来自 {source}。", "{what}此前為空白；新值來自 {source}。"),
    "note new-data": ("New {what}, not confirmed: {new} (from {source}).", "新的{what}（未确认）：{new}（来自 {source}）。", "新的{what}（未確認）：{new}（來自 {source}）。"),
    "know spoken": ("a talk in the last 90 days", "近 90 天内的通话", "近 90 天內的通話"),
    "know reason": ("the reason for not paying", "未还款的原因", "未還款的原因"),
    "know new data": ("whether the new contact data are right", "新联系方式是否属实", "新聯絡方式是否屬實"),
    "know phone": ("a phone number", "电话号码", "電話號碼"),
    "know email": ("an email address", "电子邮箱", "電子信箱"),
    "know address": ("a confirmed address", "已核实的地址", "已核實的地址"),
    "know budget": ("income and costs", "收入和支出", "收入和支出"),
    "know fresh budget": ("income and costs of today", "目前的收入和支出", "目前的收入和支出"),
    "know evidence": ("papers for the income", "收入凭证", "收入憑證"),
    "know other debts": ("debts to others", "其他债务", "其他債務"),
    "know channel": ("the preferred channel", "偏好的联系方式", "偏好的聯絡方式"),
    "know language": ("the language of letters", "信函语言", "信函語言"),
    "know place": ("country and time zone", "国家和时区", "國家和時區"),
    "ask spoken": (
        "How are you, and is this a good moment to talk for a few minutes?",
        "您好，现在方便聊几分钟吗？",
        "您好，現在方便聊幾分鐘嗎？",
    ),
    "ask reason": ("May I ask what has made it hard to pay this time?", "请问这次是什么原因让还款有困难？", "請問這次是什麼原因讓還款有困難？"),
    "ask new data": (
        "We have new contact data for you: are they right, and may we use them?",
        "我们收到了您的新联系方式：是否正确，我们可以使用吗？",
        "我們收到了您的新聯絡方式：是否正確，我們可以使用嗎？",
    ),
    "ask phone": ("Under which number, and at what time, can we reach you best?", "打哪个电话、什么时间联系您最方便？", "打哪支電話、什麼時間聯絡您最方便？"),
    "ask email": ("Which email address may we write to?", "可以发到您的哪个邮箱？", "可以寄到您的哪個信箱？"),
    "ask address": ("Do you still live at the address that we have?", "您目前的住址与我们登记的一致吗？", "您目前的住址與我們登記的一致嗎？"),
    "ask budget": (
        "Shall we go through what comes in and what must be paid each month, so that we find an amount you can keep?",
        "我们一起看看每月的收入和必要支出，找一个您能承担的金额，好吗？",
        "我們一起看看每月的收入和必要支出，找一個您能負擔的金額，好嗎？",
    ),
    "ask fresh budget": (
        "Has anything changed in your income or costs since we last went through them?",
        "自上次核对以来，您的收入或支出有变化吗？",
        "自上次核對以來，您的收入或支出有變化嗎？",
    ),
    "ask evidence": (
        "Could you send us a payslip or statement? It helps to agree on a smaller amount.",
        "能否提供工资单或流水？这有助于商定较低的金额。",
        "能否提供薪資單或明細？這有助於商定較低的金額。",
    ),
    "ask other debts": (
        "Do you owe others as well? Then everybody should get a fair share, and no one all of it.",
        "您还有其他欠款吗？如果有，各方应按比例分担。",
        "您還有其他欠款嗎？如果有，各方應按比例分擔。",
    ),
    "ask channel": ("How do you like to be reached: by email, letter, text or phone?", "您希望用哪种方式联系：邮件、信函、短信还是电话？", "您希望用哪種方式聯絡：電子郵件、信函、簡訊還是電話？"),
    "ask language": ("In which language may we write to you?", "我们用哪种语言给您写信？", "我們用哪種語言寫信給您？"),
    "ask place": ("In which country do you live now?", "您现在居住在哪个国家或地区？", "您現在居住在哪個國家或地區？"),
}
