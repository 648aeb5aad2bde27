"""Cap Soutien: the French conversation that orients school heads to the right door."""
