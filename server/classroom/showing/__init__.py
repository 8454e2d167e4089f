"""Who is seen and heard where, and how large: pure decisions over the lesson and its devices."""
