"""What happens in a lesson: messages, rules, folds. Pure: no I/O, no clock, imports nothing of ours."""
