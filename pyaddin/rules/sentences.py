"""What the rules say, in three languages: a row per sentence, English, Simplified and Traditional Chinese.

``SENTENCES`` belong to a rule id (``because``); the parts that go into them as facts stand in ``phrases``. A fact in braces is filled in
by ``reason``: codes by their label, dates in ISO form, amounts exact. All three rows of a sentence name the same facts (a test sees to it).
"""

from __future__ import annotations

from collections.abc import Mapping

Words = tuple[str, str, str]

SENTENCES: Mapping[str, Words] = {
    # stage machine
    "T1": ("In arrears since {since}: first contact opened.", "自 {since} 起拖欠：开始首次联系。", "自 {since} 起積欠：開始首次聯絡。"),
    "T2": (
        "{days} days past due and level {level} sent: deeper talk opened.",
        "已逾期 {days} 天且第 {level} 级提醒已发：转入深入沟通。",
        "已逾期 {days} 天且第 {level} 級催繳已寄：轉入深入溝通。",
    ),
    "T2-TALK": (
        "The reason is known or three attempts on two channels found nobody: deeper talk opened.",
        "原因已知，或经两种渠道三次尝试均未联系上：转入深入沟通。",
        "原因已知，或經兩種管道三次嘗試均未聯絡上：轉入深入溝通。",
    ),
    "T3": ("Reason and finances are known: negotiation opened.", "原因和财务状况已了解：转入协商。", "原因和財務狀況已了解：轉入協商。"),
    "T1-PLAN": ("Plan {plan} was signed before the case was in collection: opened.", "协议 {plan} 在案件进入催收前已签署：开立跟进。", "協議 {plan} 在案件進入催收前已簽署：開立跟進。"),
    "T4": ("Plan {plan} is signed by both sides: monitoring begins.", "协议 {plan} 双方已签署：开始监督履行。", "協議 {plan} 雙方已簽署：開始監督履行。"),
    "T4-SIGNED": ("Both sides have signed: monitoring begins.", "双方已签署：开始监督履行。", "雙方已簽署：開始監督履行。"),
    "T8": (
        "Final demand delivered and legal advice recorded: handed over for disposition.",
        "最后催款通知已送达，律师意见已记录：转入最终处置。",
        "最後催款通知已送達，律師意見已記錄：轉入最終處置。",
    ),
    "T5": (
        "No signed plan after {days} days of negotiation: back to deeper talk.",
        "协商 {days} 天仍未签署协议：退回深入沟通。",
        "協商 {days} 天仍未簽署協議：退回深入溝通。",
    ),
    "T5-REFUSED": ("The offer was refused: back to deeper talk.", "方案被拒绝：退回深入沟通。", "方案遭拒絕：退回深入溝通。"),
    "T6": ("Talked with the debtor about the plan: negotiation opened again.", "已与债务人谈及协议：重新协商。", "已與債務人談及協議：重新協商。"),
    "T6-NEW": ("A new version of the plan was signed: negotiated anew.", "已签署新版本协议：重新协商。", "已簽署新版本協議：重新協商。"),
    "T7": (
        "Plan broken for {days} days without a new agreement: back to deeper talk.",
        "协议违约已 {days} 天且无新约定：退回深入沟通。",
        "協議違約已 {days} 天且無新約定：退回深入溝通。",
    ),
    "T10": ("Nothing is owed any more: closed as paid.", "已无欠款：以结清结案。", "已無欠款：以清償結案。"),
    "T10-WRITTEN-OFF": ("Nothing is owed any more: the rest was written off.", "已无欠款：余额已核销，结案。", "已無欠款：餘額已打消呆帳，結案。"),
    "T11": ("No installment is past due: closed as cured.", "已无逾期分期：以逾期还清结案。", "已無逾期分期：以逾期繳清結案。"),
    "T11b": (
        "Every installment of the plan is paid: closed as {outcome}.",
        "协议各期均已付清：以“{outcome}”结案。",
        "協議各期均已繳清：以「{outcome}」結案。",
    ),
    "T12": (
        "{outcome} on {on}, approved by {by}: closed.",
        "{on} 定为“{outcome}”，由 {by} 批准：结案。",
        "{on} 定為「{outcome}」，由 {by} 核准：結案。",
    ),
    "T12-REST": (
        "{outcome} on {on}, approved by {by}: the remainder is written off.",
        "{on} 定为“{outcome}”，由 {by} 批准：余额核销。",
        "{on} 定為「{outcome}」，由 {by} 核准：餘額打消呆帳。",
    ),
    "T9": (
        "Settlement offer, decided by {by}: negotiation opened again.", "由 {by} 决定提出和解：重新协商。", "由 {by} 決定提出和解：重新協商。",
    ),
    "T13-TAKEN-BACK": (
        "The outcome {outcome} was taken back by {by}: back to where the case stood.",
        "结果“{outcome}”由 {by} 撤回：退回原阶段。",
        "結果「{outcome}」由 {by} 撤回：退回原階段。",
    ),
    "T13-BACK": (
        "A payment was taken back or new arrears came within the watch period: back to where the case stood.",
        "付款被撤回，或观察期内再次拖欠：退回原阶段。",
        "款項遭撤回，或觀察期內再次積欠：退回原階段。",
    ),
    "T13-NEW": ("New arrears after the watch period: a new episode begins.", "观察期后再次拖欠：开始新一轮催收。", "觀察期後再次積欠：開始新一輪催收。"),
    "T13-MONEY-BACK": (
        "Money was taken back: the plan is no longer paid.",
        "款项被撤回：协议不再视为已付清。",
        "款項遭撤回：協議不再視為已繳清。",
    ),
    "R21a": (
        "Plan {plan} took over {agreed} on {on}; by what is entered now {owed} were owed that day: {amount} corrected.",
        "协议 {plan} 于 {on} 承接 {agreed}；按现在的记录，当日欠款为 {owed}：更正 {amount}。",
        "協議 {plan} 於 {on} 承接 {agreed}；按現在的紀錄，當日欠款為 {owed}：更正 {amount}。",
    ),
    # reminder ladder
    "LEVEL": ("Level {level} is due: {days} days past due.", "第 {level} 级提醒到期：已逾期 {days} 天。", "第 {level} 級催繳到期：已逾期 {days} 天。"),
    "LEVEL-RISK": (
        "Level {level} is due: {days} days past due, by the row for {risk} risk.",
        "第 {level} 级提醒到期：已逾期 {days} 天（适用风险等级“{risk}”的规定）。",
        "第 {level} 級催繳到期：已逾期 {days} 天（適用風險等級「{risk}」的規定）。",
    ),
    "MISSED": ("Installment {no} due on {due_on} was missed.", "{due_on} 到期的第 {no} 期未付。", "{due_on} 到期的第 {no} 期未繳。"),
    "THANKS": ("Payment {payment} of {on} has arrived.", "{on} 的付款 {payment} 已到账。", "{on} 的款項 {payment} 已入帳。"),
    "NOTICE": ("Installment {no} of the plan falls due on {due_on}.", "协议第 {no} 期将于 {due_on} 到期。", "協議第 {no} 期將於 {due_on} 到期。"),
    "PROMISE-TOLD": (
        "Promise {promise} for {due_on} is confirmed in writing.", "书面确认 {due_on} 的还款承诺 {promise}。", "書面確認 {due_on} 的還款承諾 {promise}。",
    ),
    "BROKEN": ("Plan {plan} was judged broken; the debtor is told.", "协议 {plan} 已判定违约，告知债务人。", "協議 {plan} 已判定違約，告知債務人。"),
    "BROKEN-WEEKLY": (
        "Plan {plan} was judged broken: call first; the letter goes with the weekly run.",
        "协议 {plan} 已判定违约：先致电；信函随每周跟进发出。",
        "協議 {plan} 已判定違約：先致電；信函隨每週跟進寄出。",
    ),
    "CHECKIN": (
        "Plan {plan} is kept and there was no word with the debtor since {since}, for {days} days or more: a check-in.",
        "协议 {plan} 正常履行，自 {since} 起已 {days} 天以上未与债务人联系：安排回访。",
        "協議 {plan} 正常履行，自 {since} 起已 {days} 天以上未與債務人聯絡：安排回訪。",
    ),
    "ASKED": ("The {message} was asked for by a person.", "{message}：由人工发起。", "{message}：由人工發起。"),
    "ASKED-BEFORE": (
        "The {message} went out on {on} or waits since then.", "{message}：已于 {on} 发出或待处理。", "{message}：已於 {on} 寄出或待處理。",
    ),
    "MESSAGE-PENDING": (
        "The message ({message}) waits: set the Result of its contact row when it is done.",
        "{message}待处理：完成后请在联系记录中填写结果。",
        "{message}待處理：完成後請在聯絡紀錄中填寫結果。",
    ),
    "NOT-DUE": ("Nothing is past due.", "没有逾期款项。", "沒有逾期款項。"),
    "TOLERANCE": ("The shortfall is within tolerance.", "差额在容许范围内。", "差額在容許範圍內。"),
    "STAGE": ("In stage {stage} no reminder goes out.", "“{stage}”阶段不发提醒。", "「{stage}」階段不寄催繳。"),
    "LEVEL-PENDING": (
        "Level {level} waits: set the Result of its contact row when it is done.",
        "第 {level} 级提醒待处理：完成后请在联系记录中填写结果。",
        "第 {level} 級催繳待處理：完成後請在聯絡紀錄中填寫結果。",
    ),
    "MISSED-PENDING": (
        "The notice of a missed installment waits: set the Result of its contact row when it is done.",
        "漏缴通知待处理：完成后请在联系记录中填写结果。",
        "漏繳通知待處理：完成後請在聯絡紀錄中填寫結果。",
    ),
    "LEVEL-TOP": ("All levels are sent; review for disposition.", "各级提醒均已发出，请复核是否进入最终处置。", "各級催繳均已寄出，請複核是否進入最終處置。"),
    "LEVEL-DAY": (
        "Level {level} is due on {on} ({from_day} days past due).",
        "第 {level} 级提醒于 {on} 到期（逾期 {from_day} 天）。",
        "第 {level} 級催繳於 {on} 到期（逾期 {from_day} 天）。",
    ),
    "LEVEL-STAGE": (
        "Level {level} goes from stage {stage} on.",
        "第 {level} 级提醒自“{stage}”阶段起才发。",
        "第 {level} 級催繳自「{stage}」階段起才寄。",
    ),
    "LEVEL-GAP": (
        "Last reminder on {last}; the next may go on {on} (gap of {gap} days).",
        "上次提醒在 {last}；下次最早 {on}（间隔 {gap} 天）。",
        "上次催繳在 {last}；下次最早 {on}（間隔 {gap} 天）。",
    ),
    "LEVEL-GAP-SOFT": (
        "Last word with the debtor on {last}; after a talk that was hard the next message may go on {on} (gap of {gap} days).",
        "上次沟通在 {last}；因债务人情绪激动或拒绝，下次最早 {on}（间隔 {gap} 天）。",
        "上次溝通在 {last}；因債務人情緒激動或拒絕，下次最早 {on}（間隔 {gap} 天）。",
    ),
    "MANNER": (
        "The debtor was upset on {on}: softer wording, {gap} days apart at least.", "债务人在 {on} 情绪激动：措辞从缓，至少间隔 {gap} 天。",
        "債務人在 {on} 情緒激動：措辭從緩，至少間隔 {gap} 天。",
    ),
    "MANNER-REFUSING": (
        "The debtor refused on {on}: softer wording, {gap} days apart at least.", "债务人在 {on} 表示拒绝：措辞从缓，至少间隔 {gap} 天。",
        "債務人在 {on} 表示拒絕：措辭從緩，至少間隔 {gap} 天。",
    ),
    "CALL-FIRST": (
        "The debtor was upset or refused on {on}: a call comes before level {level}.", "债务人在 {on} 情绪激动或拒绝：第 {level} 级提醒之前须先致电。",
        "債務人在 {on} 情緒激動或拒絕：第 {level} 級催繳之前須先致電。",
    ),
    "LEVEL-WEEKLY": ("Level {level} goes with the weekly run.", "第 {level} 级提醒随每周跟进发出。", "第 {level} 級催繳隨每週跟進寄出。"),
    "GROUPED": (
        "One message per debtor and run: today's is that of case {case}.",
        "每位债务人每次只发一封：今天发的是案件 {case} 的信。",
        "每位債務人每次只寄一封：今天寄的是案件 {case} 的信。",
    ),
    "LISTED": ("Listed in the message about case {case}.", "已列入案件 {case} 的信中。", "已列入案件 {case} 的信中。"),
    "VALIDATION": (
        "The validation notice goes first; it opens the validation period.", "先发出债务确认通知；确认期由此开始。", "先寄出債務確認通知；確認期由此開始。",
    ),
    "VALIDATION-TALKED": (
        "The validation notice must go by {until}: the debt was first spoken of on {on}.",
        "债务确认通知须在 {until} 前发出：首次谈及债务是在 {on}。", "債務確認通知須在 {until} 前寄出：首次談及債務是在 {on}。",
    ),
    "VALIDATION-FIRST": (
        "No validation notice has gone out; it goes first.", "尚未发出债务确认通知；须先发出。", "尚未寄出債務確認通知；須先寄出。",
    ),
    "VALIDATION-TOLD": (
        "The validation notice went on {on} by {channel}; its period runs until {until}.", "债务确认通知已于 {on} 通过{channel}发出；确认期至 {until}。",
        "債務確認通知已於 {on} 以{channel}寄出；確認期至 {until}。",
    ),
    "VALIDATION-OVER": (
        "The validation notice went on {on} by {channel}; its period ended on {until}.", "债务确认通知已于 {on} 通过{channel}发出；确认期已于 {until} 届满。",
        "債務確認通知已於 {on} 以{channel}寄出；確認期已於 {until} 屆滿。",
    ),
    "VALIDATION-FACTS": (
        "The validation notice cannot be made: {what}.", "无法制作债务确认通知：{what}。", "無法製作債務確認通知：{what}。",
    ),
    "VALIDATION-CALENDAR": (
        "The end of the validation period cannot be told: {what}.", "无法确定确认期的届满日：{what}。", "無法確定確認期的屆滿日：{what}。",
    ),
    "VALIDATION-PERIOD": (
        "The validation period runs until {on}; until then nothing goes that presses for a last answer.",
        "确认期至 {on} 届满；在此之前不发出最后催告类信函。", "確認期至 {on} 屆滿；在此之前不寄出最後催告類信函。",
    ),
    "OUTDATED-VALIDATION": (
        "The end of the validation period that the notice names would be too early if it went now.", "如现在发出，通知所载的确认期届满日过早。",
        "如現在寄出，通知所載的確認期屆滿日過早。",
    ),
    "VALIDATION-IN-POST": (
        "The validation notice was printed ({document}) and may be in the post; its date holds for a posting until {until}. If it was posted by then, confirm it"
        " for its day; if it was not posted, take it out and say so: then a new one is made.",
        "债务确认通知已打印（{document}），可能已经寄出；所载日期仅适用于 {until} 前寄出。已在该日前寄出的，请按实际日期确认；未寄出的，请抽出并注明，随后另行制作。",
        "債務確認通知已列印（{document}），可能已經寄出；所載日期僅適用於 {until} 前寄出。已在該日前寄出的，請按實際日期確認；未寄出的，請抽出並註明，隨後另行製作。",
    ),
    # gate
    "HOLD": ("since {start}, {says}.", "自 {start} 起，{says}。", "自 {start} 起，{says}。"),
    "HOLD-DATA": ("Not sent: {what}.", "未发送：{what}。", "未寄送：{what}。"),
    "HOLD-OPT_OUT": ("The debtor opted out of {channels}.", "债务人已拒绝{channels}。", "債務人已拒絕{channels}。"),
    "NUMBER": ("The phone cannot be used: {what}.", "电话号码不可用：{what}。", "電話號碼不可用：{what}。"),
    "TALKED": ("There was a talk with the debtor today, at {at}.", "今天 {at} 已与债务人通过话。", "今天 {at} 已與債務人通過話。"),
    "BATCHED": (
        "It stands in batch {batch}, which was not read back yet.", "已在批次 {batch} 中，该批次尚未读回。", "已在批次 {batch} 中，該批次尚未讀回。",
    ),
    "HOLD-ADDRESS": ("This number or address is stopped ({hold}): {reason}.", "该号码或地址已暂停（{hold}）：{reason}。", "該號碼或地址已暫停（{hold}）：{reason}。"),
    "NO-CHANNEL": ("No usable address on any channel: {what}.", "没有可用的联系渠道：{what}。", "沒有可用的聯絡管道：{what}。"),
    "RUN-MAX": (
        "This run would send {count} messages, run_max_messages allows {most}.",
        "本次将发送 {count} 封，run_max_messages 只允许 {most} 封。",
        "本次將寄送 {count} 封，run_max_messages 只允許 {most} 封。",
    ),
    "BRAKE-MEDIAN": (
        "This run has {count} messages; the last four had {usual} in the middle, and this is more than twice as many.",
        "本次共 {count} 条消息；最近四次的中位数为 {usual}，已超过两倍。",
        "本次共 {count} 則訊息；最近四次的中位數為 {usual}，已超過兩倍。",
    ),
    "BRAKE-CHANGED": (
        "{count} of {of} {what} have changed since the last run, more than one in twenty.",
        "自上次执行以来，{of} 个{what}中有 {count} 个已变更，超过二十分之一。",
        "自上次執行以來，{of} 個{what}中有 {count} 個已變更，超過二十分之一。",
    ),
    "BRAKE-FIRST": (
        "These {count} messages would be the first that really leave this ledger by mail.",
        "这 {count} 封是本台账首次真正发出的邮件。",
        "這 {count} 封是本台帳首次真正寄出的郵件。",
    ),
    "BRAKED": (
        "{count} messages are parked and wait for a supervisor: {why} Release them with outbox approve --run {run}, or by the button Outbox.",
        "{count} 封邮件已搁置，等待主管放行：{why}放行方法：outbox approve --run {run}，或按“发件箱”按钮。",
        "{count} 封郵件已擱置，等待主管放行：{why}放行方法：outbox approve --run {run}，或按「寄件匣」按鈕。",
    ),
    "ADOPT": (
        "{count} messages were written to a folder and count as sent",
        "{count} 封邮件只写入了文件夹，并计为已发送",
        "{count} 封郵件只寫入了資料夾，並計為已寄送",
    ),
    "DAILY-CAP": (
        "The cap of {most} messages a day is used up; it goes with the next run.",
        "每日上限 {most} 封已用完，下次执行时发送。",
        "每日上限 {most} 封已用完，下次執行時寄送。",
    ),
    "STOPPED": (
        "The run was stopped before this message left; the next run makes it.",
        "本次运行在此邮件发出前已按要求停止；下次运行时再发。",
        "本次執行在此信件寄出前已依要求停止；下次執行時再寄。",
    ),
    "OUTCOME": (
        "The outcome {outcome} is typed and waits for approval and date: nothing is written meanwhile.",
        "已填写结案结果“{outcome}”，等待批准和日期：其间不发信。",
        "已填寫結案結果「{outcome}」，等待核准和日期：其間不寄信。",
    ),
    "SHARED-CONTACT": (
        "{place} stands on {others} too; nothing goes there until Shared contact is yes on each of them, or one is corrected.",
        "{place} 同时属于 {others}；各方“共用联系方式”均填“是”或更正之前，不向该处发送。",
        "{place} 同時屬於 {others}；各方「共用聯絡方式」均填「是」或更正之前，不向該處寄送。",
    ),
    "ADDRESS-CHANGED": (
        "The address was first seen changed on {on} and nobody has confirmed it since: no final demand until Address confirmed on is filled.",
        "地址于 {on} 发现变更，此后未经核实；填写“地址确认日”之前不发最后催款通知。",
        "地址於 {on} 發現變更，其後未經核實；填寫「地址確認日」之前不寄最後催款通知。",
    ),
    "BANK-UNMATCHED": (
        "Money on the bank statement may be this debtor's: line {line} of {on}, {amount} {currency}. Book it or ignore it (sheet Bank) before anybody is reminded.",
        "银行对账单上有一笔款项可能属于该债务人：{on} 的 {line}，{amount} {currency}。请先在 Bank 工作表入账或忽略，再发提醒。",
        "銀行對帳單上有一筆款項可能屬於該債務人：{on} 的 {line}，{amount} {currency}。請先在 Bank 工作表入帳或忽略，再寄催繳。",
    ),
    "BANK-WAITS": (
        "Nobody has booked or ignored: {lines}. Until then whose money it may be is not reminded.",
        "尚未入账或忽略：{lines}。在此之前，可能的付款人不会收到提醒。",
        "尚未入帳或忽略：{lines}。在此之前，可能的付款人不會收到催繳。",
    ),
    "BANK-DATA": (
        "Payments are entered only up to {until}; reminders wait for newer bank data.",
        "付款只录入到 {until}，等待更新的银行数据后再提醒。",
        "款項只登錄到 {until}，等待更新的銀行資料後再催繳。",
    ),
    "JOURNAL": (
        "Nothing is sent: {what}. A supervisor must run outbox adopt.",
        "未发送任何邮件：{what}。须由主管执行 outbox adopt。",
        "未寄送任何郵件：{what}。須由主管執行 outbox adopt。",
    ),
    "RUN-DATA": ("Nothing is sent in this run: {what}", "本次不发送任何邮件：{what}", "本次不寄送任何郵件：{what}"),
    "JOURNAL-MOVED": (
        "Nothing is sent: the journal was used elsewhere before ({what}), this may be a copy. If it was moved and the old one is not used any more, a"
        " supervisor runs outbox adopt --moved.",
        "未发送任何邮件：日志此前在别处使用（{what}），这里可能是副本。如确已搬移且旧文件不再使用，由主管执行 outbox adopt --moved。",
        "未寄送任何郵件：日誌先前在別處使用（{what}），這裡可能是複本。如確已搬移且舊檔案不再使用，由主管執行 outbox adopt --moved。",
    ),
    "JOURNAL-CONFLICT": (
        "Nothing is sent: {what} shows that two computers wrote at once. Compare, move the copies out of this folder, and let one computer send.",
        "未发送任何邮件：{what} 表明两台电脑同时写入。请核对后将副本移出此文件夹，并只由一台电脑发送。",
        "未寄送任何郵件：{what} 表示兩台電腦同時寫入。請核對後將複本移出此資料夾，並只由一台電腦寄送。",
    ),
    "FAILED": ("Not sent: {what}", "未发送：{what}", "未寄送：{what}"),
    "NEXT-LAWFUL": ("It may go from {local} ({zone}) on.", "最早可于 {local}（{zone}）发送。", "最早可於 {local}（{zone}）寄送。"),
    "NEEDS": ("What would lift it: {what}.", "解除条件：{what}。", "解除條件：{what}。"),
    "OVERRIDE": ("{rule} was passed by {by}: {reason}", "{rule} 由 {by} 放行：{reason}", "{rule} 由 {by} 放行：{reason}"),
    "CONTENT": (
        "The wording lacks what {rules} demand: {what}.",
        "信函缺少 {rules} 要求的内容：{what}。",
        "信函缺少 {rules} 要求的內容：{what}。",
    ),
    "APPROVAL": ("Waits for a supervisor's release.", "等待主管放行。", "等待主管放行。"),
    # what became of a message
    "SENT": ("Sent by {channel}.", "已通过{channel}发送。", "已透過{channel}寄出。"),
    "PASSED": ("Passed over: {what}.", "未采用的渠道：{what}。", "未採用的管道：{what}。"),
    "TASK": ("For a person, by {channel}: {fallback}.", "需人工处理（{channel}）：{fallback}。", "需人工處理（{channel}）：{fallback}。"),
    "WORDING": ("{what}", "{what}", "{what}"),
    "DEFERRED": (
        "Could not be handed over for the moment: {what}. It waits; the next try may be made from {when} on.",
        "暂时无法送出：{what}。邮件仍在等待，{when} 起可再次尝试。",
        "暫時無法送出：{what}。郵件仍在等候，{when} 起可再次嘗試。",
    ),
    "RELEASED": ("Released by {by}.", "由 {by} 放行。", "由 {by} 放行。"),
    "RELEASED-WAITS": (
        "Released by {by}; it leaves at an hour that is lawful where the debtor lives, within daily_cap.",
        "由 {by} 放行；将在债务人所在地允许联系的时段内、daily_cap 有余量时发出。",
        "由 {by} 放行；將在債務人所在地允許聯絡的時段內、daily_cap 尚有餘額時寄出。",
    ),
    "CANCELLED": ("Cancelled: {what}", "已取消：{what}", "已取消：{what}"),
    "ADOPTED-NOT-SENT": (
        "It was written to a folder only; a supervisor says that it was not sent.", "只写入了文件夹；主管确认并未发送。", "只寫入了資料夾；主管確認並未寄送。",
    ),
    "OUTDATED-WAY": (
        "The way of sending or the test address was changed since.", "此后发送方式或测试邮箱已更改。", "此後寄送方式或測試信箱已變更。",
    ),
    "OUTDATED-CASE": ("The case is no longer in the ledger.", "该案件已不在台账中。", "該案件已不在台帳中。"),
    "OUTDATED-ADDRESS": ("The debtor's address or channel has changed since.", "债务人的地址或渠道已变更。", "債務人的地址或管道已變更。"),
    "OUTDATED-PAID": ("Nothing is past due any more.", "已没有逾期款项。", "已沒有逾期款項。"),
    "OUTDATED-LEVEL": (
        "Level {level} begins {from_day} days past due; after a payment the oldest open installment is {days} days past due.",
        "第 {level} 级自逾期 {from_day} 天起；付款后最早未付一期逾期 {days} 天。",
        "第 {level} 級自逾期 {from_day} 天起；付款後最早未繳一期逾期 {days} 天。",
    ),
    "OUTDATED-PAYMENT": ("A payment has come in since.", "其间已有付款到账。", "其間已有款項入帳。"),
    "OUTDATED-REVERSED": ("The payment was taken back.", "该付款已被撤回。", "該款項已被撤回。"),
    "OUTDATED-PLAN": ("The plan is no longer as the message says.", "协议状况与信中所述已不符。", "協議狀況與信中所述已不符。"),
    "OUTDATED-PROMISE": ("The promise is no longer open.", "该承诺已不再有效。", "該承諾已不再有效。"),
    "OUTDATED-NOTICE": (
        "The installment is paid, or its date has come.", "该期已付，或已到期。", "該期已繳，或已到期。",
    ),
    "OUTDATED-DATE": (
        "The date to pay by that the message names has passed.",
        "信中写明的付款期限已过。",
        "信中寫明的付款期限已過。",
    ),
    "OUTDATED-NEAR": (
        "The message asks for the money by {until}, which is less than {least} days ahead.",
        "信中要求在 {until} 前付款，距今已不足 {least} 天。",
        "信中要求在 {until} 前付款，距今已不足 {least} 天。",
    ),
    "OUTDATED-AMOUNT": (
        "The amount that the message asks for is no longer right.",
        "信中要求的金额已不正确。",
        "信中要求的金額已不正確。",
    ),
    "NOT-POSTED": (
        "It was printed and not posted, says {by}. What is still due is made anew.", "{by} 注明：已打印但未寄出。仍应寄发的将另行制作。",
        "{by} 註明：已列印但未寄出。仍應寄發的將另行製作。",
    ),
    "NOT-POSTED-ASKED": (
        "It was printed and not posted, says {by}. No run makes it anew: ask for it again if it is still to go.", "{by} 注明：已打印但未寄出。运行不会另行制作：仍需寄发时请重新提出。",
        "{by} 註明：已列印但未寄出。執行不會另行製作：仍需寄發時請重新提出。",
    ),
    "PART-PAID": (
        "{amount} {currency} came in from {on} on: ask only for what is open now.", "{on} 起已收到 {amount} {currency}：只按目前未付金额催告。",
        "{on} 起已收到 {amount} {currency}：只按目前未繳金額催告。",
    ),
    "PART-PAID-MADE": (
        "{amount} {currency} came in after it was made on {on}: it asks for too much. Take it out and make it anew.",
        "{on} 制作之后又收到 {amount} {currency}：所列金额过高，请抽出并重新制作。",
        "{on} 製作之後又收到 {amount} {currency}：所列金額過高，請抽出並重新製作。",
    ),
    # judged rows
    "R15": ("Late fee of level {level} as the contract has it.", "按合同收取第 {level} 级逾期费。", "依契約收取第 {level} 級逾期費。"),
    "R22": ("Income less all costs and the agreed saving.", "收入减去各项支出和约定储蓄。", "收入減去各項支出和約定儲蓄。"),
    "R23": ("Received {received} by {deadline}.", "至 {deadline} 收到 {received}。", "至 {deadline} 收到 {received}。"),
    "R26": ("The plan counts as broken.", "协议视为违约。", "協議視為違約。"),
    "PLAN-REPLACED": ("Plan {plan} took its place on {on}.", "已于 {on} 由协议 {plan} 取代。", "已於 {on} 由協議 {plan} 取代。"),
    "PLAN-KEPT": ("Every installment of the plan is paid.", "协议各期均已付清。", "協議各期均已繳清。"),
    "HOLD-ENDED": ("{hold} no longer applies.", "“{hold}”不再适用。", "「{hold}」不再適用。"),
    "RUN": ("One row per run.", "每次执行记一行。", "每次執行記一列。"),
    "AS-OF": ("Computed as of this day.", "计算截至日。", "計算截至日。"),
}

HOLD_SAYS: Mapping[str, Words] = {
    "PROMISE": ("a promise to pay is open", "有未到期的还款承诺", "有未到期的還款承諾"),
    "SIGNED_PLAN": ("a signed plan is being kept", "已签署的分期协议正在履行", "已簽署的分期協議正在履行"),
    "DISPUTE": ("the debt is disputed", "债务有争议", "債務有爭議"),
    "MORATORIUM": ("a moratorium is in force", "处于暂缓期", "處於暫緩期"),
    "INSOLVENCY": ("insolvency was notified", "已通知破产", "已通知破產"),
    "DECEASED": ("the debtor has died", "债务人已去世", "債務人已過世"),
    "VULNERABLE": ("the debtor is vulnerable", "债务人处于弱势", "債務人處於弱勢"),
    "COMPLAINT": ("a complaint is open", "有未结投诉", "有未結申訴"),
    "CEASE": ("the debtor asked us to stop", "债务人要求停止联系", "債務人要求停止聯絡"),
    "COUNSEL": ("a lawyer represents the debtor", "债务人由律师代理", "債務人由律師代理"),
    "MINOR": ("the debtor is a minor", "债务人未成年", "債務人未成年"),
    "WRONG_PARTY": ("this is not the debtor's address", "此联系方式不属于债务人", "此聯絡方式不屬於債務人"),
    "IDENTITY": ("the debtor's identity is not confirmed", "债务人身份未核实", "債務人身分未核實"),
    "LITIGATION": ("the case is in court", "案件在诉讼中", "案件在訴訟中"),
    "MANUAL": ("a clerk has set a hold", "经办人已设置暂停", "承辦人已設定暫停"),
    "DATA": ("data is missing or was refused", "数据缺失或被拒", "資料缺失或被拒"),
    "OPT_OUT": ("the debtor opted out of this channel", "债务人已退订此渠道", "債務人已退訂此管道"),
}
"""What a hold of each type means."""
