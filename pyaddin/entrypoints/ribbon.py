"""The ribbon's buttons: one function each, named like the button, called by the workbook without arguments.

What a button is called, where it stands and which task it runs is said in ``pyaddin/buttons.py``; what happens when it is pressed in
``entrypoints/live``. No function raises: the clerk is told in a message.
"""

from __future__ import annotations

from pyaddin.entrypoints.live.press import press


def refresh() -> None:
    """Refresh: figures, flags, stages and the queue; nothing is sent."""
    press("refresh")


def queue() -> None:
    """My queue: the sheet Today."""
    press("queue")


def explain() -> None:
    """Explain: the steps behind the selected case's figures, on the sheet Result."""
    press("explain")


def changes() -> None:
    """Changes: who changed what of the selected case, on the sheet Result."""
    press("changes")


def undo() -> None:
    """Take back last action; what has changed since or was sent stays and is named."""
    press("undo")


def preview() -> None:
    """Preview: the messages of the selected cases, on the sheet Result; nothing is sent."""
    press("preview")


def preview_wording() -> None:
    """Preview a wording, by the Form: any message as the selected case would get it, on the sheet Result; nothing is sent."""
    press("preview_wording")


def remind() -> None:
    """Remind selected: after a question, the reminders of the selected cases."""
    press("remind")


def send_due() -> None:
    """Send all due: after a question, every reminder that is due."""
    press("send_due")


def may_contact() -> None:
    """May I contact? Every channel of the selected case, on the sheet Result."""
    press("may_contact")


def log() -> None:
    """Log a contact, by the Form."""
    press("log")


def talk() -> None:
    """Talk, by the Form: contact, budget and new data in one step; what to ask and do next stands on the sheet Result."""
    press("talk")


def call_list() -> None:
    """Call list, by the Form: made, or a filled-in one read back."""
    press("call_list")


def sms_batch() -> None:
    """SMS batch, by the Form: made, or what became of it read back."""
    press("sms_batch")


def letter() -> None:
    """Letter: the selected case's, as a PDF on the screen; it counts as nothing sent."""
    press("letter")


def print_letters() -> None:
    """Print letters: all that wait, as one file."""
    press("print_letters")


def letters_posted() -> None:
    """Letters posted: after a question, what was printed counts as sent."""
    press("letters_posted")


def stop_sends() -> None:
    """Stop pending sends: messages that wait for the sender are taken back."""
    press("stop_sends")


def outbox() -> None:
    """Outbox: what waits or failed, on the sheet Result; selected rows are released or cancelled by the Form."""
    press("outbox")


def new_case() -> None:
    """New case, by the Form."""
    press("new_case")


def import_list() -> None:
    """Import a list, by the Form: shown first, then asked, then taken over."""
    press("import_list")


def my_cases() -> None:
    """My cases: only those of the user; once more, all."""
    press("my_cases")


def tidy() -> None:
    """Tidy the sheets; what was restored stands on the sheet Result."""
    press("tidy")


def offers() -> None:
    """Offers of the selected case side by side on the sheet Result; from there, by the Form, what if."""
    press("offers")


def promise() -> None:
    """Promise to pay, by the Form."""
    press("promise")


def pay() -> None:
    """Record payment, by the Form."""
    press("pay")


def agree() -> None:
    """Agree a plan, by the Form: from an offer or from terms; the versions stand on the sheet Result."""
    press("agree")


def sign_plan() -> None:
    """Record signature, by the Form: signatures, approval or withdrawal of the plan that waits."""
    press("sign_plan")


def versions() -> None:
    """Plan versions of the selected case, on the sheet Result."""
    press("versions")


def agreement() -> None:
    """Make agreement: the selected plan, or the newest one of the selected case, as a PDF that is opened."""
    press("agreement")


def daily() -> None:
    """Check missed: the daily run, after a question."""
    press("daily")


def weekly() -> None:
    """Weekly run, after a question."""
    press("weekly")


def answers() -> None:
    """Read answers: replies and returned mail, filed; what they stop stands on the sheet Result."""
    press("answers")


def bank_statement() -> None:
    """Bank statement, by the Form: shown first, then asked, then read into the sheet Bank."""
    press("bank_statement")


def book_bank_lines() -> None:
    """Book bank lines: the selected rows of the sheet Bank and what was typed there, shown first, then asked, then booked."""
    press("book_bank_lines")


def hold() -> None:
    """Hold, by the Form."""
    press("hold")


def demand() -> None:
    """Final demand to the selected cases, after a question."""
    press("demand")


def handover() -> None:
    """Handover notice to the selected cases, after a question."""
    press("handover")


def review() -> None:
    """Review: cases ripe for final disposition, on the sheet Result."""
    press("review")


def advice() -> None:
    """Legal advice, by the Form."""
    press("advice")


def dispose() -> None:
    """Dispose, by the Form: handed over, a settlement offered, or ended by an outcome."""
    press("dispose")


def legal() -> None:
    """Legal dossier of the selected case, as a PDF that is opened; what is missing stands on the sheet Result."""
    press("legal")


def dashboard() -> None:
    """The sheet Dashboard."""
    press("dashboard")


def report() -> None:
    """Last report, in the browser."""
    press("report")


def figure_rows() -> None:
    """Rows of a figure: what the selected row of the sheet Figures is made of, on the sheet Result."""
    press("figure_rows")


def weekly_report() -> None:
    """Weekly report, opened as a page; the PDF lies beside it."""
    press("weekly_report")


def month_end() -> None:
    """Month end, by the Form: from opening to closing balance, closed for good by a supervisor."""
    press("month_end")


def statement() -> None:
    """Statement of account of the selected case, as a PDF that is opened."""
    press("statement")


def simulate() -> None:
    """Simulate, by the Form: the coming weeks played on a copy, opened as a page."""
    press("simulate")


def archive() -> None:
    """Archive closed cases, by the Form: shown first, then asked, then done as soon as the workbook is closed."""
    press("archive")


def privacy() -> None:
    """A debtor's data, by the Form: handed out, or erased as soon as the workbook is closed."""
    press("privacy")


def doctor() -> None:
    """Check this computer; what to do stands on the sheet Result."""
    press("doctor")


def mail_test() -> None:
    """Test mail: one message to yourself, each step told."""
    press("mail_test")


def setup() -> None:
    """First questions, by the Form."""
    press("setup")


def settings() -> None:
    """The sheet Settings."""
    press("settings")


def about() -> None:
    """Version, folder, ledger id and the day of the figures."""
    press("about")
