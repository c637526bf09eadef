"""Which back end stands behind which port? The only module that knows."""
