"""What the fields of the Form are called: an option's name in the three languages, and its help in Chinese (the English one is the option's own)."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.commands import Option
from pyaddin.labels import LANGUAGES, language_index

_LABELS: Mapping[str, tuple[str, str, str]] = {
    "case": ("Case ID", "案件编号", "案件編號"), "cases": ("Case IDs", "案件编号", "案件編號"), "debtor": ("Debtor ID", "债务人编号", "債務人編號"),
    "amount": ("Amount", "金额", "金額"), "on": ("Value date", "起息日", "入帳日"), "method": ("Method", "付款方式", "付款方式"),
    "reference": ("Reference", "银行摘要", "銀行摘要"), "payment_id": ("Payment ID", "付款编号", "款項編號"), "reverse": ("Taken back: payment", "退回的还款编号", "退回的還款編號"),
    "due_on": ("Promised for", "承诺还款日", "承諾還款日"), "made_on": ("Promised on", "承诺日期", "承諾日期"), "grace_days": ("Grace days", "宽限工作日", "寬限工作日"),
    "lift": ("Hold to lift", "要解除的暂停编号", "要解除的暫停編號"), "type": ("Type", "类型", "類型"), "reason": ("Reason", "原因", "原因"),
    "start": ("Start", "开始", "開始"), "end": ("End", "结束", "結束"), "channel": ("Channel", "渠道", "管道"), "direction": ("Direction", "方向", "方向"),
    "result": ("Result", "结果", "結果"), "at": ("When", "时间", "時間"), "message_class": ("Class", "性质", "性質"), "reason_code": ("Reason code", "欠款原因", "欠款原因"),
    "notes": ("Notes", "备注", "備註"), "follow_up_on": ("Follow up on", "回访日", "回訪日"), "sentiment": ("Sentiment", "情绪", "情緒"),
    "overrides": ("Rule to pass", "放行的规则", "放行的規則"), "action": ("Action", "操作", "動作"), "keys": ("Messages", "消息编号", "訊息編號"),
    "run_id": ("Run", "运行编号", "執行編號"), "everything": ("All that wait (yes)", "全部待放行（是）", "全部待放行（是）"),
    "moved": ("Moved here (yes)", "已搬到此处（是）", "已搬到此處（是）"), "adopt_as": ("Counts as", "视为", "視為"), "number": ("Number of messages", "消息条数", "訊息則數"),
    "role": ("Who we are", "我方身份", "我方身分"), "debt_class": ("Whose debts", "债务类别", "債務類別"), "jurisdiction": ("Country of the rules", "适用国家", "適用國家"),
    "creditor_name": ("Creditor", "债权人", "債權人"), "reply_to": ("Reply-to address", "回复邮箱", "回覆信箱"), "time_zone": ("Time zone", "时区", "時區"),
    "name": ("Name", "姓名", "姓名"), "kind": ("Kind", "类型", "類型"), "language": ("Language", "语言", "語言"),
    "preferred_channel": ("Preferred channel", "首选渠道", "偏好管道"), "email": ("Email", "电子邮箱", "電子信箱"), "phone": ("Phone", "电话", "電話"),
    "address": ("Address", "地址", "地址"), "city": ("City", "城市", "縣市"), "postal_code": ("Postal code", "邮编", "郵遞區號"),
    "country": ("Country", "国家/地区", "國家/地區"), "region": ("Region", "省/州", "省/州"), "case_id": ("Case ID", "案件编号", "案件編號"),
    "product": ("Product", "产品", "產品"), "currency": ("Currency", "币种", "幣別"), "opened_on": ("Opened on", "合同日期", "契約日期"),
    "owner": ("Owner", "经办人", "承辦人"), "annual_rate": ("Annual rate", "年利率", "年利率"), "day_count": ("Day count", "计息天数", "計息天數"),
    "late_fee": ("Late fee", "逾期费", "逾期費"), "total": ("Total", "总额", "總額"), "count": ("Number of installments", "期数", "期數"),
    "first_due": ("First due", "首期到期日", "首期到期日"), "frequency": ("Frequency", "周期", "週期"), "contract_rate": ("Contract rate", "合同利率", "契約利率"),
    "case.method": ("Shape of payments", "还款方式", "還款方式"), "working_day": ("Day off", "遇休息日", "遇休息日"), "holidays": ("Holiday calendar", "节假日历", "假日行事曆"),
    "offer": ("Offer number", "方案编号", "方案編號"), "plan": ("Plan ID", "协议编号", "協議編號"), "waive": ("Waived", "减免", "減免"),
    "agree.amount": ("Regular installment", "每期金额", "每期金額"), "debtor_signed": ("Debtor signed on", "债务人签署日", "債務人簽署日"),
    "creditor_signed": ("Creditor signed on", "债权人签署日", "債權人簽署日"),
    "payment_method": ("Payment method", "付款方式", "付款方式"),
    "agree.withdraw": ("Withdraw it (yes)", "撤回（是）", "撤回（是）"), "promise.withdraw": ("Taken back: promise", "撤回的承诺编号", "撤回的承諾編號"),
    "plan_kind": ("Kind of plan", "协议类型", "協議類型"),
    "installments": ("Installments", "分期", "分期"), "pay.on": ("Value date", "起息日", "入帳日"), "hold.debtor": ("Debtor ID", "债务人编号", "債務人編號"),
    "source": ("File of the list", "名单文件", "名單檔案"), "mapping": ("File of headers", "表头对照文件", "表頭對照檔"), "full": ("List is complete (yes)", "名单完整（是）", "名單完整（是）"),
    "encoding": ("Character set", "字符集", "字元集"), "sheets": ("Sheets", "工作表", "工作表"), "columns": ("Headers", "表头含义", "表頭含義"),
    "fixed": ("Fixed values", "固定值", "固定值"), "split_payments": ("Share payments (yes)", "分摊还款（是）", "分攤還款（是）"),
    "bank.source": ("Bank statement", "银行对账单文件", "銀行對帳單檔案"), "bank.mapping": ("File of headers", "表头对照文件", "表頭對照檔"),
    "calls.source": ("Filled-in list", "已填写的清单", "已填寫的清單"), "sms.source": ("Batch that was sent", "已发送的批次", "已傳送的批次"),
    "calls.owner": ("Only cases of", "仅限经办人", "僅限承辦人"), "csv": ("File for a gateway (yes)", "同时生成平台文件（是）", "同時產生平台檔案（是）"),
    "again": ("Lost batch again (yes)", "重做丢失的批次（是）", "重做遺失的批次（是）"),
    "answers.source": ("Folder of answers", "回信文件夹", "回信資料夾"),
    "income": ("Income", "收入", "收入"), "housing": ("Housing", "住房", "住房"), "utilities": ("Utilities", "水电燃气", "水電瓦斯"), "food": ("Food", "饮食", "飲食"),
    "transport": ("Transport", "交通", "交通"), "health": ("Health", "医疗", "醫療"), "dependents": ("Dependents", "受抚养人数", "受扶養人數"),
    "other_debts": ("Other debts", "其他债务", "其他債務"), "other_costs": ("Other costs", "其他支出", "其他支出"),
    "agreed_saving": ("Agreed saving", "约定储蓄", "約定儲蓄"), "owed_to_others": ("Owed to others", "欠他方总额", "欠他方總額"),
    "evidence": ("Evidence", "凭证", "憑證"), "budget_notes": ("Notes on the budget", "收支备注", "收支備註"), "new_email": ("New email", "新邮箱", "新信箱"),
    "new_phone": ("New phone", "新电话", "新電話"), "new_address": ("New address", "新地址", "新地址"), "new_data_source": ("Source", "来源", "來源"),
    "new_data_on": ("New data on", "获得日期", "取得日期"), "new_data_confirmed": ("Confirmed", "已确认", "已確認"),
    "income_change": ("If income falls by", "收入减少", "收入減少"), "counts": ("Numbers of installments", "期数", "期數"),
    "counsel": ("Counsel", "律师", "律師"), "asked_on": ("Asked on", "咨询日", "諮詢日"), "advice_on": ("Advice on", "答复日", "答覆日"),
    "recommendation": ("Recommendation", "律师建议", "律師建議"), "demand_delivered_on": ("Demand delivered on", "最后催款送达日", "最後催款送達日"),
    "proof": ("Proof", "送达证明", "送達證明"), "court": ("Court", "法院", "法院"), "filed_on": ("Filed on", "起诉日", "起訴日"),
    "court_number": ("Court number", "案号", "案號"), "next_hearing": ("Next hearing", "下次开庭", "下次開庭"), "costs": ("Costs so far", "已发生费用", "已發生費用"),
    "expected_costs": ("Expected costs", "预计费用", "預計費用"), "expected_months": ("Expected months", "预计月数", "預計月數"), "chance": ("Chance", "把握", "把握"),
    "restarted_on": ("Limitation restarted on", "时效重算日", "時效重算日"), "restart_event": ("Restart event", "时效事由", "時效事由"),
    "restart_proof": ("Restart proof", "时效凭证", "時效憑證"), "judgment_on": ("Judgment on", "判决日", "判決日"), "judgment_amount": ("Judgment amount", "判决金额", "判決金額"),
    "debtor_legal_id": ("Debtor legal ID", "证件号码", "證件號碼"), "approved_by": ("Approved by", "批准人", "核准人"), "document": ("Document", "依据文件", "依據文件"),
    "outcome": ("Outcome", "结案结果", "結案結果"), "to_disposition": ("Hand over (yes)", "移送处置（是）", "移送處置（是）"),
    "settlement_offer": ("Settlement offer (yes)", "提出和解（是）", "提出和解（是）"), "withdraw": ("Take back (yes)", "撤回（是）", "撤回（是）"),
    "dispose.on": ("Decided on", "决定日期", "決定日期"),
    "year": ("Closed in the year", "结案年份", "結案年份"), "before": ("Closed before", "结案早于", "結案早於"), "to": ("One file for all", "全部放入一个文件", "全部放入一個檔案"),
    "privacy.export": ("New folder of the package", "数据包的新文件夹", "資料包的新資料夾"), "privacy.erase": ("Erase (yes)", "删除（是）", "刪除（是）"),
    "privacy.due": ("List who may go (yes)", "列出可删除者（是）", "列出可刪除者（是）"),
    "weeks": ("Weeks", "周数", "週數"), "seed": ("Seed", "随机种子", "亂數種子"), "simulate.pay": ("Paying, times", "还款概率倍数", "還款機率倍數"),
    "simulate.kept": ("Promises kept", "承诺兑现率", "承諾兌現率"), "simulate.reached": ("Calls that reach", "电话接通率", "電話接通率"),
    "no_release": ("Nobody releases (yes)", "无人放行（是）", "無人放行（是）"), "changes": ("Settings to try", "试用的设置", "試用的設定"),
    "file": ("File", "文件", "檔案"), "files": ("File", "文件", "檔案"), "table": ("Sheet", "工作表", "工作表"),
}  # fmt: skip

_HELP: Mapping[str, tuple[str, str]] = {
    "pay.case": ("还款所属的案件。", "還款所屬的案件。"), "pay.amount": ("收到的金额。", "收到的金額。"),
    "pay.on": ("款项起算日；退回时为退回日。", "款項起算日；退回時為退回日。"), "pay.method": ("银行转账、银行卡、现金等。", "銀行轉帳、信用卡、現金等。"),
    "pay.reference": ("银行流水上的文字。", "銀行明細上的文字。"), "pay.payment_id": ("仅当第二笔与第一笔看似相同时填写自编号。", "僅當第二筆與第一筆看似相同時填寫自編號。"),
    "pay.reverse": ("被银行退回的还款，填写后不再登记新还款。", "被銀行退回的還款，填寫後不再登記新還款。"),
    "promise.case": ("所属案件。", "所屬案件。"), "promise.amount": ("承诺的金额。", "承諾的金額。"), "promise.due_on": ("承诺在哪一天还款。", "承諾在哪一天還款。"),
    "promise.made_on": ("作出承诺的日期；留空为今天。", "作出承諾的日期；留空為今天。"), "promise.grace_days": ("宽限的工作日数；留空用设置值。", "寬限的工作日數；留空用設定值。"),
    "promise.withdraw": ("债务人收回的承诺，填写后不再登记新承诺。", "債務人收回的承諾，填寫後不再登記新承諾。"),
    "agree.case": ("要约定计划的案件。", "要約定計畫的案件。"), "agree.plan": ("待签署、批准或撤回的协议。", "待簽署、核准或撤回的協議。"),
    "agree.offer": ("方案的编号；留空则填写下面的条件。", "方案的編號；留空則填寫下面的條件。"), "agree.count": ("分几期。", "分幾期。"),
    "agree.amount": ("每期金额，代替期数。", "每期金額，代替期數。"), "agree.first_due": ("首期到期日。", "首期到期日。"), "agree.frequency": ("付款周期。", "付款週期。"),
    "agree.working_day": ("到期日遇休息日时移到哪天；留空为之后的工作日。", "到期日遇休息日時移到哪天；留空為之後的工作日。"),
    "agree.plan_kind": ("留空：有减免为减免一次结清，否则为分期。", "留空：有減免為減免一次結清，否則為分期。"),
    "agree.waive": ("债权人放弃的金额；超过设置 waiver_limit 须主管批准。", "債權人放棄的金額；超過設定 waiver_limit 須主管核准。"),
    "agree.debtor_signed": ("债务人签署或在录音电话中同意的日期。", "債務人簽署或在錄音電話中同意的日期。"),
    "agree.creditor_signed": ("债权人签署的日期。", "債權人簽署的日期。"), "agree.evidence": ("签署文件或录音存放处。", "簽署文件或錄音存放處。"),
    "agree.payment_method": ("债务人如何付款；留空用设置 payment_instructions。", "債務人如何付款；留空用設定 payment_instructions。"),
    "agree.reason": ("采用此方案或版本的原因；更换已签协议或撤回时必填。", "採用此方案或版本的原因；更換已簽協議或撤回時必填。"),
    "agree.approved_by": ("批准减免或超长期限的主管，不得为提案人。", "核准減免或超長期限的主管，不得為提案人。"),
    "agree.withdraw": ("该提案作废。", "該提案作廢。"),
    "hold.case": ("被暂停的案件。", "被暫停的案件。"), "hold.debtor": ("被暂停的债务人及其全部案件。", "被暫停的債務人及其全部案件。"),
    "hold.lift": ("要解除的暂停；今天为最后一天。", "要解除的暫停；今天為最後一天。"), "hold.type": ("暂停的种类。", "暫停的種類。"),
    "hold.reason": ("用文字说明原因。", "用文字說明原因。"), "hold.start": ("首日，可早于今天；留空为今天。", "首日，可早於今天；留空為今天。"),
    "hold.end": ("末日；留空为直到解除，人工暂停 30 天，延期令 60 天。", "末日；留空為直到解除，人工暫停 30 天，寬限令 60 天。"),
    "log.case": ("所属案件。", "所屬案件。"), "log.channel": ("联系方式。", "聯絡方式。"), "log.direction": ("out = 我方发出，in = 债务人来。", "out = 我方發出，in = 債務人來。"),
    "log.result": ("联系的结果。", "聯絡的結果。"), "log.at": ("办公室时间；留空为现在。", "辦公室時間；留空為現在。"), "log.message_class": ("联系的性质；留空为催收。", "聯絡的性質；留空為催收。"),
    "log.reason_code": ("债务人未还款的原因。", "債務人未還款的原因。"), "log.notes": ("谈话内容。", "談話內容。"), "log.follow_up_on": ("约定再联系的日期。", "約定再聯絡的日期。"),
    "log.sentiment": ("债务人的情绪。", "債務人的情緒。"), "remind.number": ("请输入将要发送的条数以确认。", "請輸入將要寄送的則數以確認。"),
    "talk.case": ("所属案件。", "所屬案件。"), "talk.channel": ("联系方式；必填。", "聯絡方式；必填。"),
    "talk.direction": ("out = 我方发起，in = 债务人发起；必填。", "out = 我方發起，in = 債務人發起；必填。"), "talk.result": ("联系的结果；必填。", "聯絡的結果；必填。"),
    "talk.reason_code": ("债务人未还款的原因。", "債務人未還款的原因。"), "talk.sentiment": ("债务人的情绪。", "債務人的情緒。"), "talk.notes": ("谈话内容。", "談話內容。"),
    "talk.follow_up_on": ("约定再联系的日期。", "約定再聯絡的日期。"), "talk.income": ("每月总收入；留空 = 未谈及。", "每月總收入；留空 = 未談及。"),
    "talk.housing": ("每月。", "每月。"), "talk.utilities": ("每月。", "每月。"), "talk.food": ("每月。", "每月。"), "talk.transport": ("每月。", "每月。"),
    "talk.health": ("每月。", "每月。"), "talk.dependents": ("靠此收入生活的其他人数。", "靠此收入生活的其他人數。"), "talk.other_debts": ("每月偿还其他债权人的金额。", "每月償還其他債權人的金額。"),
    "talk.other_costs": ("每月。", "每月。"), "talk.agreed_saving": ("每月可留存的金额。", "每月可留存的金額。"),
    "talk.owed_to_others": ("欠其他债权人的总额；0 = 没有。", "欠其他債權人的總額；0 = 沒有。"), "talk.evidence": ("工资单、流水等。", "薪資單、明細等。"),
    "talk.budget_notes": ("某项支出较高的原因等。", "某項支出較高的原因等。"), "talk.new_email": ("未确认前不用于发送。", "未確認前不用於寄送。"),
    "talk.new_phone": ("含国家代码；未确认前不使用。", "含國碼；未確認前不使用。"), "talk.new_address": ("街道和门牌；未确认前不使用。", "街道和門牌；未確認前不使用。"),
    "talk.new_data_source": ("新资料的来源；有新资料时必填。", "新資料的來源；有新資料時必填。"), "talk.new_data_on": ("留空为今天。", "留空為今天。"),
    "talk.new_data_confirmed": ("是 = 本人已确认，取代旧资料。", "是 = 本人已確認，取代舊資料。"), "talk.at": ("办公室时间；留空为现在。", "辦公室時間；留空為現在。"),
    "talk.message_class": ("联系的性质；留空为催收。", "聯絡的性質；留空為催收。"),
    "offers.case": ("所属案件。", "所屬案件。"), "offers.income_change": ("例如 300 或 20%；前加 + 表示增加。", "例如 300 或 20%；前加 + 表示增加。"),
    "offers.counts": ("用逗号分隔；留空用设置 offer_counts。", "以逗號分隔；留空用設定 offer_counts。"), "offers.first_due": ("首期到期日；留空为一个月后。", "首期到期日；留空為一個月後。"),
    "advice.case": ("所属案件。", "所屬案件。"), "advice.counsel": ("咨询的律师。", "諮詢的律師。"), "advice.asked_on": ("提出咨询的日期。", "提出諮詢的日期。"),
    "advice.advice_on": ("收到意见的日期。", "收到意見的日期。"), "advice.recommendation": ("律师的建议。", "律師的建議。"),
    "advice.demand_delivered_on": ("最后催款通知的送达日；须同时填写证明。", "最後催款通知的送達日；須同時填寫證明。"), "advice.proof": ("送达证明存放处。", "送達證明存放處。"),
    "advice.court": ("法院名称。", "法院名稱。"), "advice.filed_on": ("起诉日期。", "起訴日期。"), "advice.court_number": ("法院案号。", "法院案號。"),
    "advice.next_hearing": ("下次开庭日。", "下次開庭日。"), "advice.costs": ("目前已发生的费用。", "目前已發生的費用。"),
    "advice.expected_costs": ("律师估计的诉讼费用。", "律師估計的訴訟費用。"), "advice.expected_months": ("预计多少个月后收到款项。", "預計多少個月後收到款項。"),
    "advice.chance": ("胜诉并收回的把握，0.6 = 60 %。", "勝訴並收回的把握，0.6 = 60 %。"), "advice.restarted_on": ("使时效重新计算的事件日期。", "使時效重新計算的事件日期。"),
    "advice.restart_event": ("是什么事件。", "是什麼事件。"), "advice.restart_proof": ("其证明存放处。", "其證明存放處。"), "advice.judgment_on": ("判决日期。", "判決日期。"),
    "advice.judgment_amount": ("判定金额：自该日起取代本金和利息。", "判定金額：自該日起取代本金和利息。"), "advice.debtor_legal_id": ("法院需要的证件或登记号。", "法院需要的證件或登記號。"),
    "advice.approved_by": ("批准判决金额的主管，不得为录入人。", "核准判決金額的主管，不得為輸入人。"), "advice.document": ("判决书。", "判決書。"),
    "dispose.case": ("所属案件。", "所屬案件。"), "dispose.outcome": ("如何结束；留空并填写批准人 = 批准先前的提议。", "如何結束；留空並填寫核准人 = 核准先前的提議。"),
    "dispose.to_disposition": ("移送最终处置（T8）：须有最后催款、律师意见且无暂停。", "移送最終處置（T8）：須有最後催款、律師意見且無暫停。"),
    "dispose.settlement_offer": ("以和解提议退回协商（T9）。", "以和解提議退回協商（T9）。"), "dispose.withdraw": ("撤回提议，或撤回已结案的结果。", "撤回提議，或撤回已結案的結果。"),
    "dispose.on": ("决定日期；留空为今天。", "決定日期；留空為今天。"), "dispose.approved_by": ("批准的主管，不得为提议人。", "核准的主管，不得為提議人。"),
    "dispose.document": ("所依据的文件：决定、和解书、法院通知、证明、转让合同、律师意见。", "所依據的文件：決定、和解書、法院通知、證明、轉讓契約、律師意見。"),
    "dispose.reason": ("用文字说明理由。", "以文字說明理由。"),
    "bank.source": ("MT940、CAMT.053，或网上银行导出的 CSV、TSV、xlsx。", "MT940、CAMT.053，或網路銀行匯出的 CSV、TSV、xlsx。"),
    "bank.mapping": ("说明清单各列含义的文件；留空为台账旁的 <台账>.mapping.txt。", "說明清單各欄含義的檔案；留空為台帳旁的 <台帳>.mapping.txt。"),
    "bank.currency": ("账户币种，文件未写明时填写，例如 CNY；会记住。", "帳戶幣別，檔案未寫明時填寫，例如 TWD；會記住。"),
    "bank.encoding": ("文本文件的字符集；留空则自动判断。", "文字檔的字元集；留空則自動判斷。"),
    "calls.source": ("要读回的清单文件；留空则生成清单。", "要讀回的清單檔案；留空則產生清單。"), "calls.owner": ("只列该经办人的案件。", "只列該承辦人的案件。"),
    "sms.source": ("要读回的批次或平台结果文件；留空则生成批次。", "要讀回的批次或平台結果檔案；留空則產生批次。"),
    "sms.csv": ("另存一份供短信平台上传的 CSV。", "另存一份供簡訊平台上傳的 CSV。"),
    "sms.again": ("也包括此前批次中的短信：仅当该批次丢失且一条未发时。", "也包括先前批次中的簡訊：僅當該批次遺失且一則未傳時。"),
    "archive.year": ("该年结案的案件；留空为今年之前。", "該年結案的案件；留空為今年之前。"), "archive.before": ("此日之前结案的案件。", "此日之前結案的案件。"),
    "archive.to": ("留空则每年一个文件，位于台账旁。", "留空則每年一個檔案，位於台帳旁。"),
    "privacy.debtor": ("所涉债务人。", "所涉債務人。"), "privacy.export": ("尚不存在的文件夹：首页、JSON、消息和文件。", "尚不存在的資料夾：首頁、JSON、訊息和文件。"),
    "privacy.erase": ("从台账、日志、审计链、文件和备份中删除；须双人批准。", "從台帳、日誌、稽核鏈、文件和備份中刪除；須雙人核准。"),
    "privacy.due": ("列出保存期已满、现在可以删除的债务人。", "列出保存期已滿、現在可以刪除的債務人。"), "privacy.approved_by": ("批准删除的另一名主管。", "核准刪除的另一名主管。"),
    "privacy.reason": ("删除的原因；不写个人数据，将留在审计链中。", "刪除的原因；不寫個人資料，將留在稽核鏈中。"),
    "simulate.weeks": ("推演多少周，1 至 52。", "推演多少週，1 至 52。"), "simulate.seed": ("种子相同，推演相同。", "種子相同，推演相同。"),
    "simulate.pay": ("每周还款概率的倍数；1 = 内置表。", "每週還款機率的倍數；1 = 內建表。"), "simulate.kept": ("承诺兑现的比例。", "承諾兌現的比例。"),
    "simulate.reached": ("电话接通的比例。", "電話接通的比例。"), "simulate.no_release": ("等待主管放行的消息无人放行。", "等待主管放行的訊息無人放行。"),
    "simulate.changes": ("例如 min_gap_days=10；多项用逗号分隔。", "例如 min_gap_days=10；多項以逗號分隔。"),
    "outbox.action": ("approve 批准，cancel 取消，resolve 认定，retry 重试。", "approve 核准，cancel 取消，resolve 認定，retry 重試。"), "outbox.keys": ("用逗号分隔。", "用逗號分隔。"),
    "outbox.run_id": ("该次执行中等待放行的全部消息。", "該次執行中等待放行的全部訊息。"), "outbox.everything": ("等待放行的全部消息。", "等待放行的全部訊息。"),
    "outbox.moved": ("仅用于 adopt：台账与日志已一起搬到此处。", "僅用於 adopt：台帳與日誌已一起搬到此處。"),
    "outbox.adopt_as": ("resolve：sent 已收到，not-sent 未收到，再发一次。", "resolve：sent 已收到，not-sent 未收到，再寄一次。"),
}  # fmt: skip


def name(option: str, language: str) -> str:
    """What the option is called by itself; blank where no field has this name."""
    words = _LABELS.get(option)
    return words[LANGUAGES.index(language) if language in LANGUAGES else 0] if words else ""


def label(command: str, option: Option, language: str) -> str:
    """The field's name; an option that has no name yet shows its flag in words."""
    place = language_index(language)
    words = _LABELS.get(f"{command}.{option.name}") or _LABELS.get(option.name)
    return words[place] if words else option.flag.lstrip("-").replace("-", " ").capitalize()


def help_text(command: str, option: Option, language: str) -> str:
    """What the field means."""
    words = _HELP.get(f"{command}.{option.name}")
    if words is None or language not in LANGUAGES[1:]:
        return option.help
    return words[LANGUAGES.index(language) - 1]
