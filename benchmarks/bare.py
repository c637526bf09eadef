"""A bare template page: the yardstick of `benchmarks.serving`.

    python -m benchmarks.bare FOLDER --port N

Serves each `<name>.html` of the folder at `/<name>`, printed line by line by a precompiled Jinja template.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import uvicorn
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

_TEMPLATE = Environment(autoescape=True).from_string("{% for line in lines %}{{ line }}\n{% endfor %}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    from markupsafe import Markup

    pages = {
        path.stem: [Markup(line) for line in path.read_text().splitlines()]
        for path in arguments.folder.glob("*.html")
    }

    async def page(request: Request) -> Response:
        return HTMLResponse(_TEMPLATE.render(lines=pages[request.path_params["name"]]))

    uvicorn.run(
        Starlette(routes=[Route("/{name}", page)]), port=arguments.port, log_level="error", access_log=False
    )


if __name__ == "__main__":
    main()
