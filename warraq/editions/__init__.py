"""Which papers does each country read? The catalogue, as data."""
