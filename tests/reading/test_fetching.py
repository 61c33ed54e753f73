"""Web addresses as inputs: fetched if asked for, politely, within limits, each by itself."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from newsgraph.model import Document, Failure
from newsgraph.reading import read_all
from newsgraph.reading.connections import _is_public
from newsgraph.settings import Settings
from reading import files_made as made
from reading.web_server import (
    Page,
    Site,
    broken_off,
    drip_body,
    drip_headers,
    endless,
    garbage,
    redirect,
    serving,
    silent,
)

SETTINGS = Settings(fetch=True, fetch_private=True, fetch_delay=0, max_bytes=500_000)
GOOD = Page(body=made.news_page())
TEXT = made.PARAGRAPHS[0].encode()


def fetch(
    *addresses: str, settings: Settings = SETTINGS
) -> tuple[list[Document], dict[str, Failure]]:
    """Return what was read, and what went wrong by address."""
    documents, failures = read_all(addresses, settings=settings)
    return documents, {f.source: f for f in failures if f.fatal}


def fault(site: Site, path: str, settings: Settings = SETTINGS) -> str:
    """Return why an address gives nothing, while a good one beside it is read all the same."""
    site.pages.setdefault("/good", GOOD)
    documents, failures = fetch(site.url(path), site.url("/good"), settings=settings)
    assert [d.source for d in documents] == [site.url("/good")]
    (failure,) = failures.values()
    assert failure.source == site.url(path)
    assert failure.hint
    return failure.message


def test_address_is_no_input_unless_fetching_is_asked_for() -> None:
    with serving({"/": GOOD}) as site:
        documents, failures = fetch(site.url("/"), settings=Settings(fetch_private=True))
        assert documents == []
        assert "nothing is fetched unless it is asked for" in failures[site.url("/")].message
        assert "--fetch" in failures[site.url("/")].hint
        assert site.asked == []


def test_page_is_read_with_what_it_says_of_itself() -> None:
    page = made.html_page(
        head='<link rel="canonical" href="/ferry?utm_source=x"><meta property="og:site_name" '
        'content="Brenna Post"><meta property="article:published_time" content="2025-03-04">'
    )
    with serving({"/old": redirect("/new"), "/new": Page(body=page)}) as site:
        (document,), failures = fetch(site.url("/old"))
    assert failures == {}
    assert document.text == made.TEXT
    assert document.title == made.TITLE
    assert document.url == site.url("/ferry")
    assert document.published == dt.date(2025, 3, 4)
    assert document.publisher == "Brenna Post"
    assert document.source == site.url("/old")


def test_page_without_canonical_address_has_the_one_it_was_found_at() -> None:
    with serving({"/a": redirect("/b?x=1"), "/b?x=1": Page(body=made.html_page())}) as site:
        (document,), _ = fetch(site.url("/a"))
    assert document.url == site.url("/b?x=1")


@pytest.mark.parametrize("data", [made.rss(), made.atom()], ids=["rss", "atom"])
def test_feed_gives_its_entries(data: bytes) -> None:
    with serving({"/feed": Page(body=data, media="application/xml; charset=utf-8")}) as site:
        documents, _ = fetch(site.url("/feed"))
    assert documents
    assert all(d.source.startswith(f"{site.url('/feed')}/0000") for d in documents)
    assert all(d.url and d.published for d in documents)


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (made.news_pdf(), "application/pdf"),
        (made.docx(), "application/octet-stream"),
        (TEXT, "text/plain"),
        (TEXT, ""),
        (made.html_page(), "text/plain"),
    ],
    ids=["pdf", "docx", "text", "untold", "mistold"],
)
def test_other_files_are_read_as_what_they_are(body: bytes, media: str) -> None:
    with serving({"/x": Page(body=body, media=media)}) as site:
        (document,), failures = fetch(site.url("/x"))
    assert "Brenna" in document.text
    assert document.url == site.url("/x")
    assert failures == {}


@pytest.mark.parametrize(
    ("media", "encoding"),
    [("text/html; charset=iso-8859-2", "iso-8859-2"), ('text/html; charset="utf-8"', "utf-8")],
)
def test_encoding_of_the_server_outranks_that_of_the_page(media: str, encoding: str) -> None:
    text = made.html_page([p.replace("Hale", "Hałe") for p in made.PARAGRAPHS]).decode()
    page = text.replace("<head>", '<head><meta charset="windows-1252">')
    with serving({"/x": Page(body=page.encode(encoding), media=media)}) as site:
        (document,), _ = fetch(site.url("/x"))
    assert "Tomas Hałe" in document.text


def test_wrong_encoding_of_the_server_is_passed_over() -> None:
    page = made.html_page().replace(b"<head>", b'<head><meta charset="utf-8">')
    with serving({"/x": Page(body=page, media="text/html; charset=klingon")}) as site:
        (document,), _ = fetch(site.url("/x"))
    assert document.text == made.TEXT


# Politeness


def test_robots_are_asked_once_and_respected() -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: newsgraph\nDisallow: /*?print\nAllow: /\n"
    pages = {"/robots.txt": Page(body=rules, media="text/plain"), "/a?print=1": GOOD, "/b": GOOD}
    with serving(pages) as site:
        assert "does not want programs to fetch it" in fault(site, "/a?print=1")
        fetch(site.url("/b"))
        assert site.paths() == ["/robots.txt", "/good", "/robots.txt", "/b"]
        assert {request.agent.partition("/")[0] for request in site.asked} == {"newsgraph"}


def test_robots_hold_for_what_a_page_is_redirected_to() -> None:
    rules = Page(body=b"User-agent: *\nDisallow: /private", media="text/plain")
    with serving({"/robots.txt": rules, "/private": GOOD}) as other:
        with serving({"/a": redirect(other.url("/private"))}) as site:
            assert "does not want programs to fetch it" in fault(site, "/a")
        assert other.paths() == ["/robots.txt"]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_site_whose_robots_cannot_be_read_is_left_alone(status: int) -> None:
    with serving({"/robots.txt": Page(status=status), "/a": GOOD}) as site:
        documents, failures = fetch(site.url("/a"))
        assert documents == []
        assert f"robots.txt cannot be read ({status}" in failures[site.url("/a")].message
        assert site.paths() == ["/robots.txt"]


def test_site_without_robots_may_be_fetched() -> None:
    with serving({"/robots.txt": redirect("/nowhere"), "/a": GOOD}) as site:
        assert len(fetch(site.url("/a"))[0]) == 1


def test_pages_of_one_site_are_fetched_with_a_pause_between_them() -> None:
    texts = {f"/{n}": Page(body=b"%d: %s" % (n, TEXT), media="text/plain") for n in range(3)}
    with serving(texts) as site:
        settings = Settings(fetch=True, fetch_private=True, fetch_delay=0.3)
        documents, _ = fetch(*map(site.url, texts), settings=settings)
        moments = [request.moment for request in site.asked if request.path != "/robots.txt"]
    assert len(documents) == 3
    assert moments[1] - moments[0] >= 0.3
    assert moments[2] - moments[1] >= 0.3


def test_pause_that_the_site_wants_is_kept_unless_it_is_too_long() -> None:
    rules = Page(body=b"User-agent: *\nCrawl-delay: 0.4", media="text/plain")
    with serving({"/robots.txt": rules, "/a": GOOD, "/b": GOOD}) as site:
        fetch(site.url("/a"), site.url("/b"))
        assert site.asked[2].moment - site.asked[1].moment >= 0.4
    rules = Page(body=b"User-agent: *\nCrawl-delay: 3600", media="text/plain")
    with serving({"/robots.txt": rules, "/a": GOOD, "/b": GOOD}) as site:
        documents, failures = fetch(site.url("/a"), site.url("/b"))
        assert len(documents) == 1
        assert "wants 3600 seconds between two pages" in failures[site.url("/b")].message


def test_address_given_twice_is_fetched_once() -> None:
    with serving({"/a": GOOD}) as site:
        fetch(site.url("/a"), site.url("/a"))
        assert site.paths() == ["/robots.txt", "/a"]


# What goes wrong costs one address


def test_what_servers_refuse_is_told() -> None:
    with serving({"/gone": Page(status=410), "/odd": Page(status=799)}) as site:
        assert fault(site, "/absent") == "its server answers 404 Not Found"
        assert fault(site, "/gone") == "its server answers 410 Gone"
        assert fault(site, "/odd") == "its server answers 799"


def test_redirections_end() -> None:
    chain = {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    away = {"/ftp": redirect("ftp://127.0.0.1/x"), "/bad": redirect("http://[bad")}
    with serving({"/a": redirect("/b"), "/b": redirect("/a"), **chain, **away}) as site:
        assert fault(site, "/a") == "is redirected in a circle"
        assert fault(site, "/0") == "is redirected again and again"
        assert site.paths().count("/19") == 0
        assert fault(site, "/ftp") == "only http and https addresses are fetched"
        assert "no server can have this name" in fault(site, "/bad")


@pytest.mark.parametrize("slow", [silent, drip_headers, drip_body], ids=lambda f: f.__name__)
def test_slow_server_is_left_after_the_time_that_is_allowed(slow: object) -> None:
    settings = replace(SETTINGS, max_seconds=2)
    with serving({"/slow": slow}) as site:  # type: ignore[dict-item]
        assert fault(site, "/slow", settings) == "its server took more than 2 seconds"


def test_huge_page_is_left_when_it_is_too_large() -> None:
    with serving({"/stated": Page(body=b"a" * 600_000), "/endless": endless}) as site:
        assert "too large: more than 500,000 bytes" in fault(site, "/stated")
        assert "too large: more than 500,000 bytes" in fault(site, "/endless")


def test_answer_that_is_none_is_told() -> None:
    with serving({"/garbage": garbage, "/broken": broken_off}) as site:
        assert "does not answer as it should" in fault(site, "/garbage")
        assert "does not answer as it should" in fault(site, "/broken")


def test_what_is_no_article_is_told() -> None:
    pages = {
        "/picture": Page(body=b"\x89PNG", media="image/png"),
        "/data": Page(body=b"{}", media="application/json; charset=utf-8"),
        "/pdf": Page(body=TEXT, media="application/pdf"),
        "/links": Page(body=made.html_page([])),
        "/empty": Page(),
    }
    with serving(pages) as site:
        assert "is of the type image/png" in fault(site, "/picture")
        assert "is of the type application/json" in fault(site, "/data")
        assert "is no PDF" in fault(site, "/pdf")
        assert "no article is found" in fault(site, "/links")
        assert "holds no text" in fault(site, "/empty")


def test_server_that_is_not_there_is_told() -> None:
    with serving({}) as gone:
        pass
    with serving({"/good": GOOD}) as site:
        absent = "http://no-such-host.invalid/"
        documents, failures = fetch(gone.url("/a"), absent, site.url("/good"))
    assert len(documents) == 1
    assert "cannot be reached" in failures[gone.url("/a")].message
    assert "there is no server no-such-host.invalid" in failures[absent].message


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://127.0.0.1/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://", "only http and https"),
        ("http://user:secret@127.0.0.1/a", "user's name or password"),
        ("http://127.0.0.1:99999/a", "no web address"),
        ("http://[bad", "no web address"),
    ],
)
def test_address_that_cannot_be_fetched_is_told(address: str, words: str) -> None:
    documents, failures = fetch(address)
    assert documents == []
    assert words in failures[address].message


# No way into private networks


def test_this_machine_is_not_asked_unless_that_is_wanted() -> None:
    settings = Settings(fetch=True, fetch_delay=0)
    with serving({"/a": GOOD}) as site:
        port = site.address.rpartition(":")[2]
        for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]"):
            address = f"http://{host}:{port}/a"
            documents, failures = fetch(address, settings=settings)
            assert documents == []
            assert "one of a private network" in failures[address].message
            assert "fetch_private" in failures[address].hint
        assert site.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.0.0.1", False),
        ("172.16.0.9", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:a00:1::", False),
    ],
)
def test_public_addresses_are_told_from_private_ones(address: str, public: bool) -> None:
    assert _is_public(address) is public


# Encrypted


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "newsgraph test")])
    now = dt.datetime.now(dt.UTC)
    made_out = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    path.write_bytes(
        made_out.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def test_encrypted_page_is_fetched_from_a_server_that_is_trusted_only(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    wrap = lambda below: context.wrap_socket(below, server_side=True)  # noqa: E731
    with serving({"/a": GOOD}, secured=wrap) as site:
        _, failures = fetch(site.url("/a"))
        assert "certificate verify failed" in failures[site.url("/a")].message
        assert site.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        (document,), failures = fetch(site.url("/a"))
    assert failures == {}
    assert made.PARAGRAPHS[0] in document.text


# The command line


@pytest.mark.model
def test_commands_fetch_if_they_are_told_to(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    with serving({"/a": GOOD, "/gone": Page(status=410)}) as site:

        def run(*words: str) -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "newsgraph", *words, site.url("/a"), site.url("/gone")]
            return subprocess.run(
                command,
                env={"NEWSGRAPH_FETCH_PRIVATE": "1", "NEWSGRAPH_FETCH_DELAY": "0"},
                capture_output=True,
                text=True,
                check=False,
            )

        refused = run("build", "-o", str(graph))
        assert refused.returncode == 1
        assert f"error: {site.url('/a')}: is an address" in refused.stderr
        assert "--fetch" in refused.stderr
        assert site.asked == []
        built = run("build", "--fetch", "-o", str(graph))
        assert built.returncode == 3
        assert f"error: {site.url('/gone')}: its server answers 410 Gone" in built.stderr
        report = (graph / "report.json").read_text("utf-8")
        assert site.url("/a") in report
        assert '"fetch' not in report
        added = run("add", "--fetch", str(tmp_path / "kg"))
        assert added.returncode == 3
        assert added.stdout.startswith("1 added")
        extracted = run("extract", "--fetch")
        assert '"doc": ' in extracted.stdout
