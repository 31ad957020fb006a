"""Ways out of the office: ``folder`` writes emails to files (the default of a new ledger), ``smtp`` hands them to the office's mail account."""

from pyaddin.correspondence.send.folder import WRITTEN as WRITTEN
from pyaddin.correspondence.send.folder import FolderTransport as FolderTransport
