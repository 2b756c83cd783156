"""Expectations judged by ourselves, block by block: what Great Expectations would say of the same cells.

Built on Arrow and NumPy alone, which the warm parent of small jobs holds already. The proof is a
differential test against Great Expectations itself (``tests/table_expect``).
"""
