"""Simulations: what the figures that speak of chance promise, held against made files by the thousand."""
