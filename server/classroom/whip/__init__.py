"""WHIP (RFC 9725) and WHEP over HTTP: how browsers and standard clients ask for their WebRTC connections."""
