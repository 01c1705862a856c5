"""One command serves pages, runs jobs and keeps the clock, and stops them all."""

import json
import signal
import socket
import time
import urllib.request

import pytest


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(question, *, seconds=90):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def page(port, path="/healthz"):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.read().decode()
    except OSError:  # refused, or too slow on a busy machine
        return ""


@pytest.fixture
def served(in_use):
    in_use.port = free_port()
    in_use.process = in_use.start("serve", "--port", str(in_use.port))
    eventually(lambda: page(in_use.port))
    yield in_use
    if in_use.process.poll() is None:
        in_use.process.kill()
    in_use.process.communicate()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_cleanly(served, how):
    assert "<form" in page(served.port, "/accounts/sign-in/")

    served.process.send_signal(how)
    out, err = served.process.communicate(timeout=30)

    assert served.process.returncode == 0
    assert out.rstrip().endswith("Stopped.")
    assert "Traceback" not in err
    assert page(served.port) == ""


def test_acts_are_sealed_within_seconds_and_jobs_are_run(served):
    served.must("user", "add", "wu", "--role", "leader")
    served.python("from bole.web.accounts.jobs import sweep_sessions; sweep_sessions.enqueue()")
    ask = (
        "from django_tasks_db.models import DBTaskResult as R\n"
        "print(R.objects.filter(task_path__endswith='sweep_sessions').last().status)"
    )

    eventually(lambda: not json.loads(served.must("journal", "verify", "--json"))["unsealed"])
    eventually(lambda: "SUCCESSFUL" in served.python(ask))


def test_styles_and_scripts_are_served_from_here(served):
    assert "--paper" in page(served.port, "/static/base/bole.css")
    assert "bootstrap" in page(served.port, "/static/bootstrap/css/bootstrap.min.css").lower()


def test_a_second_server_or_a_restore_on_the_same_folder_is_refused(served, tmp_path):
    status, said = served.run("serve", "--port", str(free_port()))
    assert status == 1
    assert "Another" in said

    served.must("backup", tmp_path / "one.zip")
    assert served.run("restore", "--replace", tmp_path / "one.zip")[0] == 1
    assert served.run("upgrade")[0] == 1


def test_a_taken_port_is_said_in_a_sentence(in_use):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, said = in_use.run("serve", "--port", str(taken.getsockname()[1]))

    assert status == 1
    assert "Cannot listen" in said


def test_jobs_a_crash_interrupted_are_queued_again(in_use):
    program = (
        "from bole.web.accounts.jobs import sweep_sessions; from bole.web.base import worker\n"
        "from django_tasks_db.models import DBTaskResult as R\n"
        "result = sweep_sessions.enqueue(); row = R.objects.get(id=result.id); row.claim(worker.worker_name() + '1')\n"
        "print(worker.requeue_interrupted(), R.objects.get(id=result.id).status)\n"
        "for n in (2, 3): R.objects.get(id=result.id).claim(worker.worker_name() + str(n))\n"
        "print(worker.requeue_interrupted(), R.objects.get(id=result.id).status)\n"
    )

    assert in_use.python(program).split() == ["1", "READY", "0", "FAILED"]


def test_the_day_s_jobs_are_queued_once_however_often_the_clock_ticks(in_use):
    count = "from django_tasks_db.models import DBTaskResult as R; print(R.objects.count())"
    first = in_use.must("tick").split()
    queued = int(in_use.python(count))

    assert in_use.must("tick") == ""
    assert int(in_use.python(count)) == queued == len(first)
