"""``bole serve``: the web server, the worker and the clock in one process, stopped together."""

import logging
import os
import signal
import socket
import sys
import threading
from datetime import timedelta

import typer

from bole.cli import demo
from bole.cli.start import Stop, ready_for_use, say

# Entries are chained this soon after they were written.
SEAL_EVERY = 2.0
TICK_EVERY = timedelta(seconds=30)
WORKER_PATIENCE = 30.0

log = logging.getLogger(__name__)


def serve(
    host: str = typer.Option("127.0.0.1", help="The address to listen on."),
    port: int = typer.Option(8000, help="The port to listen on."),
    threads: int = typer.Option(8, help="How many pages are made at the same time."),
) -> None:
    """Serve the pages, run queued jobs, and keep the clock, until told to stop."""
    ready_for_use()
    from django.conf import settings

    if (settings.DATA_DIR / demo.MARK).exists():
        raise Stop(
            f"{settings.DATA_DIR} holds a demonstration, whose password anybody may know. "
            "Serve it with `bole demo`, or name another folder by BOLE_DATA."
        )
    run_held(host, port, threads)


def run_held(host: str, port: int, threads: int) -> None:
    from bole.web.base.installation import InUse, data_folder_held

    try:
        with data_folder_held():
            run(host, port, threads)
    except InUse:
        raise Stop("Another `bole` command is at work on this data folder.") from None


def run(host: str, port: int, threads: int) -> None:
    from bole.web.base.worker import make_worker, requeue_interrupted, run_worker
    from bole.web.plan import charts

    server = listen(host, port, threads)
    if again := requeue_interrupted():
        say(f"{again} interrupted jobs queued again")
    stop, worker = threading.Event(), make_worker()
    helpers = [
        threading.Thread(target=run_worker, args=[worker], name="worker", daemon=True),
        threading.Thread(target=keep_time, args=[stop], name="clock", daemon=True),
        threading.Thread(target=charts.warm, name="charts", daemon=True),
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    for helper in helpers:
        helper.start()
    say(f"Bole listens on http://{host}:{port}/")
    try:
        server.run()  # ends by the exit that a signal asks for, after the pages under way are out
    finally:
        stop.set()
        worker.running = False
        server.close()
        for helper in helpers:
            helper.join(WORKER_PATIENCE)
        late = [helper.name for helper in helpers if helper.is_alive()]
        say(f"Stopped; {', '.join(late)} had to be cut off." if late else "Stopped.")


def listen(host: str, port: int, threads: int):
    """Bind the port before anything else starts."""
    from waitress import create_server

    from bole.web.wsgi import application

    options = {}
    if proxy := os.environ.get("BOLE_TRUSTED_PROXY"):
        headers = "x-forwarded-for x-forwarded-proto x-forwarded-host"
        options = {"trusted_proxy": proxy, "trusted_proxy_headers": headers}
    try:
        return create_server(
            application,
            host=host,
            port=port,
            threads=threads,
            ident="bole",
            clear_untrusted_proxy_headers=True,
            max_request_body_size=256 * 1024 * 1024,
            **options,
        )
    except OSError as error:
        raise Stop(f"Cannot listen on {host}:{port}: {error.strerror}.") from None


def demand_free(host: str, port: int) -> None:
    """Refuse an address that somebody listens on, before anything long is begun.

    :raises Stop: if it is taken.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(f"Cannot listen on {host}:{port}: {error.strerror}. Choose another port: --port.") from None


def keep_time(stop: threading.Event) -> None:
    """Seal what was written every few seconds, and queue what is due; once more when it is told to stop."""
    from django.db import close_old_connections, connections

    from bole.web.base.clock import now
    from bole.web.base.recurring import queue_due_jobs
    from bole.web.journal.services import seal_entries

    ticked = None
    while True:
        is_last = stop.wait(SEAL_EVERY)
        try:
            close_old_connections()
            moment = now()
            seal_entries(now=moment)
            if not is_last and (ticked is None or moment - ticked >= TICK_EVERY):
                queue_due_jobs(now=moment)
                ticked = moment
        except Exception:
            log.exception("The clock stumbled and goes on")
        if is_last:
            break
    connections.close_all()


def tick() -> None:
    """Queue the daily jobs that are due and were not queued today; safe to run as often as one likes."""
    ready_for_use()
    from bole.web.base.clock import now
    from bole.web.base.recurring import queue_due_jobs

    for name in queue_due_jobs(now=now()):
        say(name)
