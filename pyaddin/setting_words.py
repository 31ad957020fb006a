"""What each setting means, in Simplified and Traditional Chinese; the English words stand in ``settings.KEYS``."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import language_index
from pyaddin.settings import Key

_MEANINGS: Mapping[str, tuple[str, str]] = {
    "as_of": ("各计算列上次计算的截至日。由程序写入，名称为 AsOf。", "各計算欄上次計算的截至日。由程式寫入，名稱為 AsOf。"),
    "ledger_language": ("本工作簿的语言。", "本活頁簿的語言。"),
    "creditor_name": ("债权人名称，写入每封信函。", "債權人名稱，寫入每封信函。"),
    "creditor_address": ("债权人通信地址。", "債權人通訊地址。"),
    "creditor_phone": ("供债务人拨打的电话。", "供債務人撥打的電話。"),
    "contact_person": ("债务人可以联系的人。", "債務人可以聯絡的人。"),
    "reply_to": ("接收回信的邮箱；没有它不发送任何邮件。", "接收回信的信箱；沒有它不寄送任何郵件。"),
    "payment_instructions": ("付款方式：账号、注明事项、柜台……", "付款方式：匯款帳號、註明事項、臨櫃……"),
    "complaint_line": ("债务人投诉的渠道。", "債務人申訴的管道。"),
    "logo": (
        "信头中的图片：与台账同一文件夹中的 PNG 或 JPEG 文件名；留空 = 显示债权人名称。",
        "信頭中的圖片：與台帳同一資料夾中的 PNG 或 JPEG 檔名；留空 = 顯示債權人名稱。",
    ),
    "iban": ("信函付款单上的账号（IBAN），会核对校验位；欧元款项附转账二维码。", "信函繳款單上的帳號（IBAN），會核對檢查碼；歐元款項附轉帳 QR 碼。"),
    "bic": ("该账号的 BIC；留空 = 不印。", "該帳號的 BIC；留空 = 不印。"),
    "payment_url": (
        "付款单二维码指向的付款页面（https）；{reference}、{amount}、{currency} 自动填入；留空 = 不印二维码。",
        "繳款單 QR 碼指向的繳款頁面（https）；{reference}、{amount}、{currency} 自動填入；留空 = 不印 QR 碼。",
    ),
    "letter_paper": ("信函用纸：a4 或 us-letter。", "信函用紙：a4 或 us-letter。"),
    "letter_window": (
        "信封：din-b 左侧开窗（DIN 5008 B）、us-10 美式 10 号开窗、china 中文版式、none 无窗。",
        "信封：din-b 左側開窗（DIN 5008 B）、us-10 美式 10 號開窗、china 中文版式、none 無窗。",
    ),
    "office_language": ("报告的语言。", "報告的語言。"),
    "time_zone": ("办公室时区（IANA）：决定何为“今天”。", "辦公室時區（IANA）：決定何為「今天」。"),
    "send_time": ("计划发送时刻，按债务人当地时间。", "計畫寄送時刻，按債務人當地時間。"),
    "jurisdiction": ("债务人未填国家时适用其规则的国家；留空 = 必须填写债务人的国家。", "債務人未填國家時適用其規則的國家；留空 = 必須填寫債務人的國家。"),
    "actor_role": (
        "我方身份：creditor 债权人、agency 催收机构、debt_buyer 受让方；留空时适用最严规则。",
        "我方身分：creditor 債權人、agency 催收機構、debt_buyer 受讓人；留空時適用最嚴規則。",
    ),
    "debt_class": ("谁的债务：consumer 个人、business 企业；留空时适用最严规则。", "誰的債務：consumer 個人、business 企業；留空時適用最嚴規則。"),
    "current_creditor": (
        "美国催收机构：本台账的债务现在欠谁。受让方留空，即 creditor_name。", "美國催收機構：本台帳的債務現在欠誰。受讓人留空，即 creditor_name。",
    ),
    "itemization_creditor": (
        "美国催收机构或受让方：在列明日（docs/united-states.md）债务欠谁。", "美國催收機構或受讓人：在列明日（docs/united-states.md）債務欠誰。",
    ),
    "tolerance_mode": ("金额与百分比两者如何取用。", "金額與百分比兩者如何取用。"),
    "grace_days": ("到期日之后多少天才算逾期未付。", "到期日之後多少天才算逾期未繳。"),
    "tolerance_amount": ("每期和每案的容许差额，在此以内不发信。", "每期和每案的容許差額，在此以內不寄信。"),
    "tolerance_percent": ("按分期百分比的容许差额；两者取大。", "按分期百分比的容許差額；兩者取大。"),
    "allocation_order": ("一期之内款项的抵充顺序：penalty 违约金、fee 费用、interest 利息、principal 本金。", "一期之內款項的抵充順序：penalty 違約金、fee 費用、interest 利息、principal 本金。"),
    "allocation_order_late": ("自 allocation_late_from 起的另一顺序，例如 principal,interest,fee,penalty。", "自 allocation_late_from 起的另一順序，例如 principal,interest,fee,penalty。"),
    "allocation_late_from": ("allocation_order_late 自逾期第几天起适用。", "allocation_order_late 自逾期第幾天起適用。"),
    "future_payments": ("提前的款项计入：next 下一期、last 最后一期、re-amortize 摊到各期。", "提前的款項計入：next 下一期、last 最後一期、re-amortize 攤入各期。"),
    "buckets": ("逾期天数区间。", "逾期天數區間。"),
    "min_gap_days": ("同一债务两次提醒之间最少天数，不论渠道。", "同一債務兩次催繳之間最少天數，不論管道。"),
    "upset_gap_days": (
        "债务人情绪激动或拒绝之后，至少隔这么多天才再发提醒。", "債務人情緒激動或拒絕之後，至少隔這麼多天才再寄催繳。",
    ),
    "first_contact_days": ("到期后超过这么多天仍未尝试联系即为首次联系过迟。", "到期後超過這麼多天仍未嘗試聯絡即為首次聯絡過遲。"),
    "level_mode": ("next = 每次一级；highest = 到期的最高级。", "next = 每次一級；highest = 到期的最高級。"),
    "promise_grace_days": ("承诺日之后多少个工作日才判定。", "承諾日之後多少個工作日才判定。"),
    "waiver_limit": ("超过此额的减免须主管批准。", "超過此額的減免須主管核准。"),
    "round_money": ("利息的较粗进位，例如 1 或 0.05；留空 = 币种的最小单位。", "利息的較粗進位，例如 1 或 0.05；留空 = 幣別的最小單位。"),
    "interest_during_dispute": ("有争议期间是否计逾期利息（yes/no）。", "有爭議期間是否計逾期利息（yes/no）。"),
    "bank_data_until": ("付款录入到这一天；印在每封信上。", "款項登錄到這一天；印在每封信上。"),
    "bank_data_max_age_days": ("bank_data_until 早于这么多天时不发提醒；留空 = 不检查。", "bank_data_until 早於這麼多天時不寄催繳；留空 = 不檢查。"),
    "bank_book_from": ("银行流水的把握（0 至 100）达到此值时自动记入建议的案件；留空 = 绝不自动入账。", "銀行明細的把握（0 至 100）達到此值時自動記入建議的案件；留空 = 絕不自動入帳。"),
    "transport": ("folder = 将邮件写入文件夹，不实际发送；smtp = 通过下列邮箱账户实际发送。", "folder = 將郵件寫入資料夾，不實際寄送；smtp = 透過下列郵件帳戶實際寄送。"),
    "smtp_host": ("发件服务器名称，仅 transport 为 smtp 时使用；密码用 mail-password 保存，绝不写在这里。", "寄件伺服器名稱，僅 transport 為 smtp 時使用；密碼以 mail-password 保存，絕不寫在這裡。"),
    "smtp_port": ("邮件服务器端口；留空 = tls 用 465，starttls 用 587。", "郵件伺服器連接埠；留空 = tls 用 465，starttls 用 587。"),
    "smtp_security": ("连接如何加密：tls 从一开始即加密，starttls 在问候之后加密；没有不加密的方式。", "連線如何加密：tls 一開始即加密，starttls 在問候之後加密；沒有不加密的方式。"),
    "smtp_user": ("邮箱账户的登录名。", "郵件帳戶的登入名稱。"),
    "smtp_login": ("password 密码（含应用专用密码）、xoauth2（由发送者本人的令牌命令取得）、none 无须登录的中继。", "password 密碼（含應用程式密碼）、xoauth2（由寄件者本人的權杖命令取得）、none 無須登入的轉送伺服器。"),
    "smtp_from": ("发件地址，退信也寄到这里；留空 = reply_to。", "寄件地址，退信也寄到這裡；留空 = reply_to。"),
    "smtp_failures": ("连续失败这么多次后本次运行停止发送；其余邮件继续排队。", "連續失敗這麼多次後本次執行停止寄送；其餘郵件繼續排隊。"),
    "imap_host": ("读取回信的邮件服务器；留空 = 不从邮箱读取回信。", "讀取回信的郵件伺服器；留空 = 不從信箱讀取回信。"),
    "imap_port": ("其端口：tls 为 993，starttls 为 143。", "其連接埠：tls 為 993，starttls 為 143。"),
    "imap_security": ("连接的加密方式：tls 或 starttls。", "連線的加密方式：tls 或 starttls。"),
    "imap_user": ("邮箱登录名；留空 = reply_to。密码从不保存在工作簿中。", "信箱登入名稱；留空 = reply_to。密碼絕不存放在活頁簿中。"),
    "imap_login": ("登录方式：password 用已保存的密码，xoauth2 用命令取得的令牌。", "登入方式：password 用已儲存的密碼，xoauth2 用命令取得的權杖。"),
    "imap_folder": ("回信所在的邮箱文件夹。", "回信所在的信箱資料夾。"),
    "redirect_all_to": ("测试邮箱：代替债务人接收所有邮件。", "測試信箱：代替債務人接收所有郵件。"),
    "daily_cap": ("每天最多发送封数；留空 = 不限。", "每天最多寄送封數；留空 = 不限。"),
    "run_max_messages": ("一次超过此数则停下询问；留空 = 不限。", "一次超過此數則停下詢問；留空 = 不限。"),
    "recall_minutes": ("排队的邮件可撤回的分钟数。", "排隊的郵件可撤回的分鐘數。"),
    "least_days_to_pay": (
        "邮件较晚放行或一时未能送出时，距信中付款期限至少还剩几天才仍可发送；不足则重新制作。",
        "郵件較晚放行或一時未能送出時，距信中付款期限至少還剩幾天才仍可寄送；不足則重新製作。",
    ),
    "weekly_on": ("定时程序每周执行跟进的星期几。", "排程程式每週執行跟進的星期幾。"),
    "weekly_at": ("每周跟进的时刻，按 time_zone 的时区。", "每週跟進的時刻，依 time_zone 的時區。"),
    "daily_at": ("其余各日每日检查的时刻，按 time_zone 的时区；留空 = 不做每日检查。", "其餘各日每日檢查的時刻，依 time_zone 的時區；留空 = 不做每日檢查。"),
    "report_to": ("定时程序每次运行后接收报告的邮箱；留空 = 不寄给任何人。", "排程程式每次執行後接收報告的信箱；留空 = 不寄給任何人。"),
    "send_while_open": ("yes = 台账打开时（可能缺少刚录入的内容）仍照样发送；no = 邮件排队，待台账关闭并重新核对后再发。", "yes = 台帳開啟時（可能缺少剛輸入的內容）仍照樣寄送；no = 信件排隊，待台帳關閉並重新核對後再寄。"),
    "retention_months": ("结案后保留债务人资料的月数；留空按规则包。", "結案後保留債務人資料的月數；留空依規則包。"),
    "supervisors": ("可以批准的人，以逗号分隔。", "可以核准的人，以逗號分隔。"),
    "watch_days": ("还清后这么多天内再次拖欠则恢复同一轮。", "繳清後這麼多天內再次積欠則恢復同一輪。"),
    "notice_days": (
        "已签协议的每期在到期前几天提示；未设每日检查时，每周跟进会提前一周；0 = 不提示。",
        "已簽協議的每期在到期前幾天提示；未設每日檢查時，每週跟進會提前一週；0 = 不提示。",
    ),
    "plan_check_days": (
        "协议履行期间，与债务人这么多天没有联系即安排一次回访；0 = 不回访。",
        "協議履行期間，與債務人這麼多天沒有聯絡即安排一次回訪；0 = 不回訪。",
    ),
    "archived_ids": ("已归档行的最大编号，以免重复编号。由程序写入。", "已封存列的最大編號，以免重複編號。由程式寫入。"),
    "offer_days": ("协商超过这么多天仍无签署协议则退回深入沟通。", "協商超過這麼多天仍無簽署協議則退回深入溝通。"),
    "replan_cap": ("十二个月内最多新增协议版本数。", "十二個月內最多新增協議版本數。"),
    "plan_cap_months": ("期限超过此月数的协议须主管批准。", "期限超過此月數的協議須主管核准。"),
    "plan_rate": ("协议计收的年利率，0.06 = 6 %；留空 = 不计息，逾期利息自签订之日停止。", "協議計收的年利率，0.06 = 6 %；留空 = 不計息，逾期利息自簽訂之日停止。"),
    "pay_now_days": ("方案中几天内还款算作立即还款。", "方案中幾天內還款算作立即還款。"),
    "offer_counts": ("除可负担金额外，另行提供的按月分期期数。", "除可負擔金額外，另行提供的按月分期期數。"),
    "deferral_months": ("延期方案中暂不还款的月数。", "延期方案中暫不還款的月數。"),
    "waive_percent": ("立即还款方案减免逾期利息和费用的百分比。", "立即還款方案減免逾期利息和費用的百分比。"),
    "settlement_percent": ("部分还款结清时收取全部欠款的百分比。", "部分還款結清時收取全部欠款的百分比。"),
    "settlement_from": ("逾期满多少天方可提出部分还款结清。", "逾期滿多少天方可提出部分還款結清。"),
    "token_amount": (
        "结余在各债权人之间分摊时每月的最低金额；结余足够时不足者提高到此金额。", "結餘在各債權人之間分攤時每月的最低金額；結餘足夠時不足者提高到此金額。",
    ),
    "budget_max_age_days": ("收支情况超过此天数须重新询问。", "收支情況超過此天數須重新詢問。"),
}


def meaning(key: Key, language: str) -> str:
    """What the setting does, in a language of the ledger."""
    place = language_index(language)
    return key.meaning if place == 0 or key.name not in _MEANINGS else _MEANINGS[key.name][place - 1]
