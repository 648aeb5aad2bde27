"""The HTTP surface: the contract's routes and the pages."""
