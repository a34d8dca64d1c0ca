"""The generators of the shipped suites, one module (or a few) a suite."""
