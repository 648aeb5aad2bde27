"""Orientation: the needs, the directory of services, and which service answers which need."""
