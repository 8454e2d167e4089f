"""Who of the school may do what: the one table, the people it is asked for, and the log of what they did."""
