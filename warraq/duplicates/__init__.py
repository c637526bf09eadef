"""Have we printed this already? Pure."""
