"""Catalogues at the edge: calls, pages, exports, linked data."""
