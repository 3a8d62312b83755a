"""`python -m dashboard`: run the production server, on $PORT and on every interface.

`python -m dashboard mcp` serves tools for language models on standard input and output instead.
`python -m dashboard static OUT` writes the static edition, without a server.
"""

import sys


def main() -> None:
    """Run what is asked for; the server is imported only where it is needed."""
    if sys.argv[1:2] == ["mcp"]:
        from dashboard.server.mcp import main as serve_tools

        return serve_tools()
    if sys.argv[1:2] == ["static"]:
        from dashboard.documents.static.command import main as write_edition

        sys.exit(write_edition(sys.argv[2:]))
    from dashboard.server.run import main as serve

    return serve()


if __name__ == "__main__":
    main()
