"""With what pupils learn at home: own, shared or no device, the line, help given, and when sharing does not work."""
