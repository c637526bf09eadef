"""What to visit, when, and how politely? Decides, never fetches: pure."""
