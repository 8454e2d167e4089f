"""What people ask and time brings about, decided: a command becomes events or is refused, by noun; pure."""
