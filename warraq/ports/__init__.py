"""What we need from the world, as Protocols only. Back ends stand on floor 4; `wiring` alone knows which is behind which."""
