"""Where does what was printed stand? In memory for tests, in SQL for life; one contract suite judges both."""
