"""Pages that follow a lesson by Socket.IO: who may connect, what they ask, what waits for them."""
