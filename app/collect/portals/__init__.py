"""Portals' own descriptions of datasets: what an address is, and where its files are."""
