"""Warraq: an Arabic-first news aggregator, press archive and press search engine."""
