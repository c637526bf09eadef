"""What did the operator set? Loads Settings from TOML and WARRAQ_* variables."""
