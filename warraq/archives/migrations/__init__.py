"""How did the archive's schema become what it is? One revision a step, applied when an archive is opened.

A new one, written by hand or from the difference between `archives/sql/schema/` and a database at the last one:
`alembic -c warraq/archives/migrations/alembic.ini -x url=sqlite:////tmp/a revision --autogenerate --rev-id 0002 -m what`.
Then `REVISION` in `schema/__init__.py` names it; the tests hold both sides together.
"""
