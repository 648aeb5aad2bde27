"""One module a change of the tables; a published one is never edited."""
