"""How well is it done, on data that others judged? Gates with pinned floors; each command prints one JSON object last."""
