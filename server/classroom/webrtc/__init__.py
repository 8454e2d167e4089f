"""People's WebRTC connections as control knows them, and the line to the media worker."""
