"""Qualidata: grades open data files, explains the grade, says what to change."""

__version__ = "0.1.0"
