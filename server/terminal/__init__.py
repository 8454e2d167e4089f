"""What a person at the machine asks for: printed links, the check of the machine, the cast of the demo lesson."""
