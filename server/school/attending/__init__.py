"""Attendance of the school: what the system found, what people wrote about it, leave notes, closed weeks, sheets."""
