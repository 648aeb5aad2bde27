"""Rasa's custom actions, one module a topic: slots in, one call to `bot`, messages and events out."""
