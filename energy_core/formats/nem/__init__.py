"""Meter data files of Australia's market operator."""
