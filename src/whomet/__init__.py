"""Whomet: a cited register of who met whom, according to whom."""

__version__ = "0.1.0"
