"""Keys, access codes and masking: what keeps a person's words theirs. Pure."""
