"""How is text seen by those who read it? Fold, tokens, stem: pure, and never on stored text."""
