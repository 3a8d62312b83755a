"""Run nginx with the configuration of DEPLOY.md, on free ports."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.helpers.serving import ROOT, free_port
from tests.helpers.waiting import wait_until

FRAME = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{configuration}
}}
"""


def program() -> str | None:
    """Return the path of nginx, or None; Debian has it where only root's PATH leads."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def documented() -> str:
    """Return the configuration that DEPLOY.md recommends."""
    (block,) = re.findall(r"```nginx\n(.*?)```", (ROOT / "DEPLOY.md").read_text("utf-8"), re.DOTALL)
    return block


def round_robin(configuration: str) -> str:
    """Return the configuration without the cookie: each request goes to the next process."""
    changed = re.sub(r"(upstream first \{.*?) backup;", r"\1;", configuration)
    changed = changed.replace("proxy_pass http://$replica;", "proxy_pass http://first;")
    changed = re.sub(r" *add_header Set-Cookie.*\n", "", changed)
    assert changed.count("backup") == 1
    return changed


def without_websockets(configuration: str) -> str:
    """Return the configuration without the headers that a websocket needs."""
    changed = re.sub(r" *proxy_set_header (Upgrade|Connection) .*\n", "", configuration)
    assert "Upgrade" not in changed
    return changed


@contextmanager
def running(folder: Path, configuration: str, ports: tuple[int, int]) -> Iterator[str]:
    """Run nginx before the processes on these ports for the length of the block, and give its URL without a path."""
    nginx, port = program(), free_port()
    assert nginx
    for old, new in (("127.0.0.1:5006", ports[0]), ("127.0.0.1:5007", ports[1])):
        configuration = configuration.replace(old, f"127.0.0.1:{new}")
    configuration = configuration.replace("listen 80;", f"listen 127.0.0.1:{port};")
    folder.mkdir()
    file = folder / "nginx.conf"
    file.write_text(FRAME.format(folder=folder, configuration=configuration))
    server = subprocess.Popen([nginx, "-c", str(file), "-p", str(folder)], stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: (folder / "nginx.pid").exists() or server.poll() is not None)
        assert server.poll() is None, (folder / "error.log").read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)
