"""Which back ends keep big bytes? Memory for tests, a folder for life; one contract suite judges both."""
