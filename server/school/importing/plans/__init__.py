"""The school's plan from files: programmes (PPCT), assignments, timetables as schools have them."""
