"""The job as a task of the Windows Task Scheduler: of this user, while logged on, without an administrator."""

from __future__ import annotations

import os
import subprocess
from xml.sax.saxutils import escape

from pyaddin.entrypoints.service.job import EVERY_MINUTES, Job


def user() -> str:
    """The account as Windows writes it: domain (or computer) and name."""
    domain, name = os.environ.get("USERDOMAIN", ""), os.environ.get("USERNAME", "")
    return f"{domain}\\{name}" if domain and name else name


def task(job: Job, account: str) -> str:
    """The task's XML, to be stored as UTF-16. A look that was missed while the computer slept is made when it wakes; two never run at once."""
    arguments = subprocess.list2cmdline(job.words)
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{_text(f"Collections ledger {job.ledger}: makes the follow-up run that is due.")}</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Repetition>
        <Interval>PT{EVERY_MINUTES}M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <StartBoundary>2026-01-01T00:00:00</StartBoundary>
      <Enabled>true</Enabled>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{_text(account)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>false</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{_text(job.python)}</Command>
      <Arguments>{_text(arguments)}</Arguments>
      <WorkingDirectory>{_text(job.folder)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def create(job: Job, file: str) -> tuple[str, ...]:
    """The command that makes or replaces the task."""
    return ("schtasks", "/Create", "/TN", job.name, "/XML", file, "/F")


def delete(job: Job) -> tuple[str, ...]:
    return ("schtasks", "/Delete", "/TN", job.name, "/F")


def query(job: Job) -> tuple[str, ...]:
    return ("schtasks", "/Query", "/TN", job.name)


def _text(text: str) -> str:
    return escape("".join(char for char in text if char.isprintable()))
