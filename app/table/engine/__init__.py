"""Big delimited files, block by block with Polars: the same answers as ``app.table.validate``.

Polars starts threads when imported, and a process with threads must not fork: nothing in here is
imported before a job runs in its own process.
"""
