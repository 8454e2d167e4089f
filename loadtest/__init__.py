"""Light real WebRTC clients, the demo lesson and the measured scenarios. Knows the wire only, not the server."""
