"""Rasa graph components that read French messages."""
