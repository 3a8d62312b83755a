"""Every way in which the connection can fail: a sentence says so, and the page recovers with the same selection."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.gate import Gate
from tests.helpers.serving import free_port, serve
from tests.helpers.visitor import IDLE, click_place, heading, open_dashboard

pytestmark = pytest.mark.ui

BACK_MS = 60_000
"""The page waits up to 10 s between two attempts, and a server takes time to start."""


class Wire:
    """A TCP proxy that can be cut, can refuse websockets or stall them, in its own thread with its own loop."""

    def __init__(self, to: int):
        self.to, self.port = to, free_port()
        self._open: set[asyncio.StreamWriter] = set()
        self._is_cut = False
        self.has_websockets = True
        self._sockets: set[asyncio.StreamWriter] = set()
        self._stalled: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._call(self._start())

    def cut(self) -> None:
        """Drop every connection, and every new one until `restore`."""
        self._is_cut = True
        self._call(self._drop())

    def restore(self) -> None:
        self._is_cut = False

    def stall(self) -> None:
        """Pass nothing more on through the websockets that are open now, without closing them."""
        self._stalled |= self._sockets

    def close(self) -> None:
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, doing):
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(20)

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._take, "localhost", self.port)

    async def _end(self) -> None:
        """End every connection, those that are just being made too, and then accept nothing more.

        One that outlives the loop is reported as never closed, in whichever test comes next. So is one that is being
        accepted while the server closes: asyncio (3.11) makes its transport and then fails, without closing it.
        """
        self._is_cut = True
        while rest := asyncio.all_tasks() - {asyncio.current_task()}:
            await self._drop()
            await asyncio.wait(rest, timeout=0.05)
        self._server.close()

    async def _drop(self) -> None:
        while self._open:  # each leaves the set when its connection has ended; one just made may come into it
            for writer in self._open:
                writer.transport.abort()
            await asyncio.sleep(0.001)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        both = {writer}
        try:
            if self._is_cut:
                return
            server_reader, server_writer = await asyncio.open_connection("localhost", self.to)
            both.add(server_writer)
            self._open |= both
            await asyncio.gather(self._pass(reader, server_writer, both), self._pass(server_reader, writer, both))
        except OSError:
            pass  # no server listens; the visitor's side is dropped below
        finally:
            for each in both:
                each.transport.abort()
            # A connection has ended when its socket is closed, which is after `abort`.
            await asyncio.gather(*(each.wait_closed() for each in both), return_exceptions=True)
            for group in (self._open, self._sockets, self._stalled):
                group -= both

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, both: set[asyncio.StreamWriter]
    ) -> None:
        try:
            while part := await reader.read(65_536):
                if b"Upgrade: websocket" in part:
                    if not self.has_websockets:
                        break
                    self._sockets |= both
                if writer in self._stalled:
                    continue
                writer.write(part)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()


@pytest.fixture
def wire(server: str) -> Iterator[Wire]:
    wire = Wire(int(server.rstrip("/").rpartition(":")[2]))
    yield wire
    wire.close()


def test_a_brief_disconnection_keeps_the_selection(page: Page, wire: Wire):
    open_dashboard(page, f"http://localhost:{wire.port}/?country=NOR&indicator=SP.POP.TOTL")
    wire.cut()
    away = page.locator("#away")
    expect(away).to_contain_text("Connection lost. Reconnecting … Your selection is saved in the address.")
    wire.restore()
    expect(away).to_be_hidden(timeout=BACK_MS)
    expect(page.locator("#live")).to_contain_text("Reconnected")
    expect(heading(page)).to_have_text("Norway", timeout=BACK_MS)
    expect(page).to_have_url(f"http://localhost:{wire.port}/?country=NOR&indicator=SP.POP.TOTL")
    page.wait_for_function(IDLE)
    click_place(page, -53.0, -10.0)
    expect(heading(page)).to_have_text("Brazil")


def test_choices_made_while_disconnected_are_shown_after_reconnection(page: Page, wire: Wire):
    open_dashboard(page, f"http://localhost:{wire.port}/?country=NOR")
    wire.cut()
    expect(page.locator("#away")).to_be_visible()
    page.evaluate("() => window.app.address.go({ country: 'KEN' })")
    expect(page).to_have_url(f"http://localhost:{wire.port}/?country=KEN")
    wire.restore()
    expect(heading(page)).to_have_text("Kenya", timeout=BACK_MS)
    expect(page).to_have_url(f"http://localhost:{wire.port}/?country=KEN")


def test_after_a_restart_of_the_server_the_page_shows_the_same(page: Page, tmp_path: Path):
    port = free_port()
    with serve(tmp_path, port=port) as url:
        open_dashboard(page, f"{url}?country=NOR")
        click_place(page, -53.0, -10.0)
        expect(heading(page)).to_have_text("Brazil")
    expect(page.locator("#away")).to_contain_text("Connection lost")
    with serve(tmp_path, port=port):
        expect(page.locator("#away")).to_be_hidden(timeout=BACK_MS)
        expect(heading(page)).to_have_text("Brazil", timeout=BACK_MS)
        page.wait_for_function(IDLE)
        click_place(page, 9.0, 61.5)
        expect(heading(page)).to_have_text("Norway")


def test_where_websockets_are_blocked_the_page_has_a_note_and_recovers_when_they_are_not(page: Page, wire: Wire):
    wire.has_websockets = False
    page.goto(f"http://localhost:{wire.port}/?country=NOR")
    away = page.locator("#away")
    expect(away).to_contain_text("this network or browser blocks websockets")
    expect(away.get_by_role("button", name="Reload")).to_be_visible()
    wire.has_websockets = True
    expect(heading(page)).to_have_text("Norway", timeout=BACK_MS)
    expect(away).to_be_hidden(timeout=BACK_MS)


def test_a_silently_dead_websocket_is_noticed_at_the_next_change(page: Page, wire: Wire):
    open_dashboard(page, f"http://localhost:{wire.port}/?country=NOR")
    wire.stall()
    page.evaluate("() => window.app.address.go({ country: 'KEN' })")
    away = page.locator("#away")
    expect(away).to_contain_text("The server does not answer.")
    expect(away).to_contain_text("Charts and texts still show the previous selection.")
    expect(heading(page)).to_have_text("Kenya", timeout=BACK_MS)
    expect(away).to_be_hidden(timeout=BACK_MS)
    expect(page).to_have_url(f"http://localhost:{wire.port}/?country=KEN")


FORGED_ONCE = """
  const Own = WebSocket;
  window.WebSocket = class extends Own {
    constructor(url, protocols) {
      const isFirst = protocols && !sessionStorage.getItem("forged");
      if (isFirst) sessionStorage.setItem("forged", "yes");
      super(url, ...(protocols ? [isFirst ? ["bokeh", protocols[1].slice(0, -5) + "AAAAA"] : protocols] : []));
    }
  };
"""
"""A script by which the first page's token is refused, as one that has expired is."""


def test_a_page_whose_token_is_refused_is_loaded_again(page: Page, server: str):
    page.add_init_script(FORGED_ONCE)
    loaded: list[str] = []
    page.on("domcontentloaded", lambda one: loaded.append(one.url))
    page.goto(f"{server}?country=NOR")
    expect(heading(page)).to_have_text("Norway", timeout=BACK_MS)
    page.wait_for_function(IDLE)
    assert loaded == [f"{server}?country=NOR"] * 2


def test_a_session_that_does_not_come_is_reported_and_used_when_it_comes(page: Page, server: str):
    gate = Gate(page, "server", 0)
    page.goto(f"{server}?country=NOR")
    away = page.locator("#away")
    expect(away).to_contain_text("Still connecting … The map, links and downloads already work.")
    gate.open()
    expect(away).to_be_hidden()
    page.wait_for_function(IDLE)
    page.evaluate("() => window.app.address.go({ country: 'KEN' })")
    expect(heading(page)).to_have_text("Kenya")


def test_menus_look_dead_while_the_connection_is(page: Page, wire: Wire):
    page.goto(f"http://localhost:{wire.port}/?view=data&country=NOR")
    page.wait_for_function(IDLE)
    menu = page.locator("#view-data").get_by_label("Table", exact=True).first
    expect(menu).to_be_enabled()
    wire.cut()
    expect(page.locator("#away")).to_be_visible()
    expect(menu).to_be_disabled()


def test_offline_is_reported_and_recovers_without_the_reader(page: Page, wire: Wire):
    open_dashboard(page, f"http://localhost:{wire.port}/?country=NOR")
    wire.stall()
    page.context.set_offline(True)
    away = page.locator("#away")
    expect(away).to_contain_text("You are offline.")
    page.context.set_offline(False)
    expect(away).to_be_hidden(timeout=BACK_MS)
    expect(heading(page)).to_have_text("Norway", timeout=BACK_MS)


def test_a_choice_made_while_the_page_loads_again_is_kept(page: Page, server: str):
    open_dashboard(page, f"{server}?country=NOR")
    page.evaluate(
        """() => {
          document.querySelector("#away button").click();
          app.address.go({ country: "KEN" });
        }"""
    )
    expect(page.locator("#live")).to_contain_text("Reconnected", timeout=BACK_MS)
    expect(heading(page)).to_have_text("Kenya", timeout=BACK_MS)
    expect(page).to_have_url(f"{server}?country=KEN")
