import pytest

from tocsin.desk.security import name_of_host


@pytest.mark.parametrize(
    "path", ["/", "/incidents", "/nowhere", "/static/desk.css", "/health", "/incidents.csv"]
)
def test_every_reply_is_sealed(client, path):
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:8420"]
)
def test_strange_host_name_is_refused(client, host):
    reply = client.get("/incidents", headers={"Host": host})
    assert reply.status_code == 421
    assert "Incidents" not in reply.text


@pytest.mark.parametrize("host", ["localhost:8420", "127.0.0.1", "[::1]:8420", "LOCALHOST"])
def test_loopback_names_are_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_written(client, method):
    assert client.request(method, "/incidents").status_code == 405


def test_head_has_the_headers_and_no_body(client):
    reply = client.head("/incidents")
    assert (reply.status_code, reply.content) == (200, b"")


def test_host_name_is_read_without_port_and_brackets():
    assert [name_of_host(h) for h in ("A:1", "[::1]:2", "[::1]", "b")] == ["a", "::1", "::1", "b"]


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2fversion.py"]
)
def test_static_files_stay_in_their_folder(client, path):
    assert client.get(path).status_code == 404
