"""One WebRTC connection: what it publishes, what it receives, what its line carries; and the table of all of them."""
