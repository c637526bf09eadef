"""Who does the work? The desks: each follows one port and calls the pure rooms."""
