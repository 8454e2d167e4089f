"""The school behind the lessons: people, classes, periods, accounts. Knows nothing of HTTP."""
