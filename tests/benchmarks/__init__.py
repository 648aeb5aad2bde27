"""Cap Soutien beside the bot that `rasa init` makes: speed and memory, in one run (`make bench`)."""
