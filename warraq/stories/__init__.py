"""Who tells the same story? Pure."""
