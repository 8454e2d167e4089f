"""What is kept of lessons going on: recordings, their orders, how far each lesson is."""
