"""What is kept after a person's explicit yes, and nothing else: no time finer than a day, no session, no transcript."""
