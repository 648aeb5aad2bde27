"""Sessions, the ephemeral tracker store and the one way through for a message."""
