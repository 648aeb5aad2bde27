"""Emergencies: pure detection and wording, apart from the intents."""
