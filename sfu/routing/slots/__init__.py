"""A track somebody receives: what it shows, which frames it leaves out, its numbers, what it sends again."""
