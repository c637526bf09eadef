"""Which desk is an article from? One short list of desks, and the many names by which papers call them."""
