"""Whole catalogues: asked page by page, read in the sandbox, one entry after the other."""
