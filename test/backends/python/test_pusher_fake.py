import json
import os
import subprocess
import sys

import pytest
import signed
from pusher_fake import PusherFakeError


def test_an_sdk_finds_it_by_the_environment(pusher_fake):
    app = pusher_fake.app
    assert app.id.isdigit()
    assert os.environ["PUSHER_URL"] == f"http://{app.key}:{app.secret}@127.0.0.1:{app.port}/apps/{app.id}"
    assert app.sdk_options["ssl"] is False


def test_delivered_dropped_and_excluded(pusher_fake):
    ada, bob = (pusher_fake.connect().subscribe("orders") for _ in range(2))
    assert signed.trigger(pusher_fake.app, ["orders"], "created", {"id": 1}, ada.socket_id) == 200
    signed.trigger(pusher_fake.app, ["nobody"], "paid", {})
    [delivered] = pusher_fake.delivered("orders", "created")
    assert delivered["data"] == {"id": 1}
    assert delivered["deliveredTo"] == [bob.socket_id]
    assert pusher_fake.excluded(ada.socket_id, "orders")
    assert not pusher_fake.excluded(bob.socket_id)
    assert [each["event"] for each in pusher_fake.dropped()] == ["paid"]
    assert bob.received[-1]["data"] == {"id": 1}


def test_members_webhooks_and_waits(pusher_fake):
    bob = pusher_fake.connect(user={"id": "bob"}).subscribe("presence-room")
    assert [each["id"] for each in pusher_fake.members("presence-room")] == ["bob"]
    assert pusher_fake.wait_for_webhook("member_added", userId="bob")["channel"] == "presence-room"
    with pytest.raises(PusherFakeError, match="in vain"):
        pusher_fake.wait_for_subscription("nowhere", timeout=1)
    bob.disconnect()
    assert "channel_vacated" in [each["name"] for each in pusher_fake.webhooks]


@pytest.mark.parametrize("_round", range(4))
def test_each_test_begins_with_nothing(pusher_fake, _round):
    assert pusher_fake.channels == []
    assert pusher_fake.events() == []
    pusher_fake.connect().subscribe("orders")
    signed.trigger(pusher_fake.app, ["orders"], "created", {})
    assert len(pusher_fake.delivered()) == 1


def test_faults_end_with_restore(pusher_fake):
    pusher_fake.fault("failRest", status=503)
    assert signed.trigger(pusher_fake.app, ["a"], "b", {}) == 503
    pusher_fake.restore()
    assert signed.trigger(pusher_fake.app, ["a"], "b", {}) == 200


def test_javascript(pusher_fake):
    text = pusher_fake.javascript(cluster="eu")
    assert text.startswith(f'new Pusher("{pusher_fake.app.key}", {{"cluster": "eu", "wsHost": "127.0.0.1"')


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_process_has_an_app_of_its_own(pusher_fake):
    pusher_fake.connect().subscribe("orders")
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        pusher_fake.reset()
        pusher_fake.connect().subscribe("theirs")
        answer = [pusher_fake.app.id, os.environ["PUSHER_APP_ID"], len(pusher_fake.channels)]
        os.write(writer, json.dumps(answer).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as result:
        own, told, channels = json.load(result)
    os.waitpid(pid, 0)
    assert (own, channels) == (told, 1)
    assert own != pusher_fake.app.id
    assert [each["name"] for each in pusher_fake.channels] == ["orders"]


def test_a_process_beside_it_finds_the_server(pusher_fake):
    script = "from pusher_fake import pusher_fake as f; f.start(); import os; print(f.app.id, os.environ['PUSHER_FAKE_URL'])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    out = subprocess.run([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    other, url = out.stdout.split()
    assert url == os.environ["PUSHER_FAKE_URL"]
    assert other != pusher_fake.app.id


def test_the_sdk_is_pointed_at_it(pusher_fake):
    pusher = pytest.importorskip("pusher", reason="the SDK is not installed")
    pusher_fake.connect().subscribe("orders")
    client = pusher.Pusher(**pusher_fake.app.sdk_options)
    client.trigger("orders", "created", {"id": 1})
    assert pusher_fake.delivered("orders", "created")


def test_a_client_that_was_made_for_the_real_service_is_set_right_and_told(pusher_fake):
    pusher = pytest.importorskip("pusher", reason="the SDK is not installed")
    client = pusher.Pusher(app_id="9", key="live", secret="live", cluster="eu")
    pusher_fake._pointed.clear()
    with pytest.warns(UserWarning, match="set to the fake"):
        pusher_fake.reset()
    pusher_fake.connect().subscribe("orders")
    client.trigger("orders", "created", {"id": 1})
    assert pusher_fake.delivered("orders", "created")
