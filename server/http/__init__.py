"""The web side of the school: pages, the JSON API, its tokens and its errors."""
