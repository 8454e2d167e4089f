"""How people's lines do: lights, notices, numbers for Prometheus."""
