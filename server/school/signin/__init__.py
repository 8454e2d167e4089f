"""What opens doors: passwords, sessions, one-time secrets, the provider, withdrawn tokens."""
