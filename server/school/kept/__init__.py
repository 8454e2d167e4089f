"""What stays of a lesson: its record with all versions, its sheet, its chat and events."""
