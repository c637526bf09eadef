"""The site: one module a page. `routes.py` is the first file to read."""
