"""Who and where is an article about? The places of each country, so far."""
