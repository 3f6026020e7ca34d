"""A small Discord on loopback, gateway and REST, which drives the real bot process in fault tests and benchmarks."""
