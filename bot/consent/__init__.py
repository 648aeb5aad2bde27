"""What a person agrees to leave: the questions, the yes, the code, the rights, the end."""
