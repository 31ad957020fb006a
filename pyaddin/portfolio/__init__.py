"""Portfolios that no workbook holds: tables in Parquet files or a database, cut into partitions by debtor, and the shared store of many clerks."""
