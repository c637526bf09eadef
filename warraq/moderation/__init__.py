"""What may be shown? Decides, never shows: pure."""
