"""How the workbook is made: from ``ledger.schema`` and ``settings`` to ``workbook/collections.xlsm``, and the sample in it."""
