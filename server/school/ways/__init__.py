"""Pupils' and guests' ways in: the class's link, birth digits or a card's PIN, cards with their QR, guests' names."""
