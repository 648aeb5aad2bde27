"""What the tests share: scenarios, a started server, a browser."""
