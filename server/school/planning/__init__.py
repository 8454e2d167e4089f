"""What the school plans: its calendar, bells, assignments, programmes (PPCT), timetables; lessons made of them."""
