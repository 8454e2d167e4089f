"""The wire: sockets, ICE-lite, DTLS-SRTP, SDP, RTP and RTCP as bytes."""
