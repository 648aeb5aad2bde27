"""Scenarios of conversation, as data, and what runs them."""
