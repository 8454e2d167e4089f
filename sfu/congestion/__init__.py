"""What one receiver's line carries, and what of it each slot gets: pure, fed with reports and `now`, no packets."""
