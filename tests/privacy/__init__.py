"""What Cap Soutien promises about people's words, each promise against really started servers."""
