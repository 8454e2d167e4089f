"""How lessons are made of the plan: what it says, which lessons it wants, which units they get."""
