"""Warraq: an Arabic-first news aggregator, press archive and press search engine."""

__version__ = "0.1.0"
