"""Settings: what each means, and which are refused in a sentence before anything starts."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import config
from acm_drafts.app import create_app
from acm_drafts.documents.write.docx import render
from config import ConfigurationRefused, load
from tests.conftest import by_turns
from tests.documents.making import W, make_docx, make_draft
from tests.house.tree import ROOT

pytestmark = pytest.mark.thorough

GOOD_KEY = "0123456789abcdef0123456789abcdef"


PRODUCTION = {
    "ACM_ENV": "production",
    "SECRET_KEY": GOOD_KEY,
    "ACM_BASE_URL": "https://drafts.example.org",
    "ACM_PROXIES": "1",
}


def production(**environ: str) -> dict[str, object]:
    return load({**PRODUCTION, **environ})


def refusal(**environ: str) -> str:
    with pytest.raises(ConfigurationRefused) as refused:
        load(environ)
    return str(refused.value)


def test_an_empty_environment_is_development_on_a_sqlite_file_under_instance():
    settings = load({})

    assert settings["ACM_ENV"] == "development"
    assert settings["SECRET_KEY"] == config.DEVELOPMENT_KEY
    assert str(settings["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite:///")
    assert "/instance/" in str(settings["SQLALCHEMY_DATABASE_URI"])


@pytest.mark.parametrize("value", ["", "prod", "Production", "development", "production "])
def test_an_environment_that_is_not_known_is_refused_rather_than_taken_for_development(value: str):
    assert "ACM_ENV" in refusal(ACM_ENV=value, SECRET_KEY=GOOD_KEY)


@pytest.mark.parametrize("key", [None, "", " " * 40, "k" * 31, config.DEVELOPMENT_KEY])
def test_production_refuses_a_missing_a_short_and_the_development_key(key: str | None):
    environ = {"ACM_ENV": "production"} | ({} if key is None else {"SECRET_KEY": key})

    assert "at least 32 characters" in refusal(**environ)


def test_production_starts_with_a_key_of_32_characters_and_says_so():
    settings = production()

    assert settings["ACM_ENV"] == "production"
    assert settings["SECRET_KEY"] == GOOD_KEY


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACM_BASE_URL", ""),
        ("ACM_BASE_URL", "http://drafts.example.org"),
        ("ACM_PROXIES", ""),
        ("DATABASE_URL", "postgresql://acm:hunter2@db.example.org/acm"),
        ("DATABASE_URL", "postgresql://acm:hunter2@db.example.org/acm?sslmode=prefer"),
        ("DATABASE_URL", "postgresql:///acm?host=db.example.org&user=acm&password=hunter2"),
    ],
)
def test_production_does_not_guess_its_address_its_proxies_or_an_open_way_to_the_database(name, value):
    sentence = refusal(**PRODUCTION | {name: value})

    assert name in sentence
    assert "hunter2" not in sentence


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////srv/acm.sqlite",
        "postgresql://acm@localhost/acm",
        "postgresql:///acm?host=/run/postgresql",
        "postgresql://acm@db.example.org/acm?sslmode=verify-full",
    ],
)
def test_a_database_on_this_machine_or_behind_tls_is_taken_and_development_asks_for_nothing(url: str):
    assert production(DATABASE_URL=url)["ACM_ENV"] == "production"
    assert load({"DATABASE_URL": "postgresql://acm@db.example.org/acm"})["ACM_ENV"] == "development"


def test_earlier_keys_are_believed_and_a_short_one_is_refused():
    assert production()["SECRET_KEY_FALLBACKS"] == []
    assert production(SECRET_KEY_EARLIER=f"{'a' * 32} {'b' * 32}")["SECRET_KEY_FALLBACKS"] == [
        "a" * 32,
        "b" * 32,
    ]
    assert "SECRET_KEY_EARLIER" in refusal(**PRODUCTION | {"SECRET_KEY_EARLIER": "hunter2"})


@pytest.mark.parametrize("name", config.SECRETS)
def test_a_secret_may_stand_in_a_file_and_is_refused_where_it_cannot_be_read_or_is_given_twice(
    name: str, tmp_path: Path
):
    secret = tmp_path / "secret"
    secret.write_text("sqlite:///" + "k" * 40 + "\n")
    given = {f"{name}_FILE": str(secret)}
    assert config.with_secrets(given)[name] == "sqlite:///" + "k" * 40
    assert config.with_secrets({}) == {}
    if name == "DATABASE_URL":
        assert config.load(given)["SQLALCHEMY_DATABASE_URI"] == "sqlite:///" + "k" * 40

    empty, no_text = tmp_path / "empty", tmp_path / "no text"
    empty.write_text(" \n")
    no_text.write_bytes(b"\xff\xfe\xff")
    for wrong in (
        given | {name: "k" * 40},
        *({f"{name}_FILE": str(path)} for path in (tmp_path / "none", tmp_path, empty, no_text)),
    ):
        with pytest.raises(config.ConfigurationRefused, match=f"{name}_FILE") as refused:
            config.with_secrets(wrong)
        assert "kkkk" not in str(refused.value)


def test_a_refusal_never_repeats_the_key():
    assert "hunter2" not in refusal(ACM_ENV="production", SECRET_KEY="hunter2")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_goes_through_psycopg_3(scheme: str):
    settings = load({"DATABASE_URL": f"{scheme}://mission:secret@db.example/drafts"})

    assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://mission:secret@db.example/drafts"


@pytest.mark.parametrize("url", ["mysql://mission:secret@db/drafts", "drafts.sqlite", "postgresql:/oops"])
def test_another_database_is_refused_without_repeating_its_password(url: str):
    sentence = refusal(DATABASE_URL=url)

    assert "DATABASE_URL" in sentence
    assert "secret" not in sentence


def test_cookies_are_kept_from_scripts_and_other_sites_and_in_production_from_plain_http():
    for settings in (load({}), production()):
        assert settings["SESSION_COOKIE_HTTPONLY"] is True
        assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert load({})["SESSION_COOKIE_SECURE"] is False
    assert production()["SESSION_COOKIE_SECURE"] is True
    assert str(production()["SESSION_COOKIE_NAME"]).startswith("__Host-")


def test_requests_are_bounded_at_eight_megabytes():
    assert load({})["MAX_CONTENT_LENGTH"] == 8 * 1024 * 1024


def test_hosts_are_those_named_else_that_of_the_address_else_any():
    assert load({"ACM_TRUSTED_HOSTS": "a.example, b.example,"})["TRUSTED_HOSTS"] == ["a.example", "b.example"]
    assert load({"ACM_BASE_URL": "https://drafts.example:8443/"})["TRUSTED_HOSTS"] == ["drafts.example"]
    assert load({})["TRUSTED_HOSTS"] is None


def test_the_address_loses_its_last_slash_and_follows_the_port():
    assert load({"ACM_BASE_URL": "https://drafts.example/"})["BASE_URL"] == "https://drafts.example"
    assert load({"PORT": "8080"})["BASE_URL"] == "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACM_BASE_URL", "drafts.example"),
        ("ACM_BASE_URL", "ftp://drafts.example"),
        ("ACM_PROXIES", "-1"),
        ("ACM_PROXIES", "two"),
        ("ACM_PROXIES", "٢"),
        ("ACM_PROXIES", "10"),
        ("ACM_LOG_LEVEL", "LOUD"),
        ("ACM_METRICS_ALLOWED", "everybody"),
        ("ACM_SECURITY_EVENTS_DAYS", "1"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_by_name(name: str, value: str):
    sentence = refusal(**{name: value})

    assert name in sentence
    assert value in sentence


def test_proxies_and_log_level_are_read():
    settings = load({"ACM_PROXIES": "2", "ACM_LOG_LEVEL": "warning"})

    assert settings["PROXIES"] == 2
    assert settings["LOG_LEVEL"] == "WARNING"


def test_every_variable_that_is_read_is_a_named_setting_and_none_is_named_in_vain():
    source = (ROOT / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r"""environ\.get\(['"]([A-Z_]+)['"]""", source))

    assert read == {context.name for context in config.SETTINGS}


COMMANDS = {
    "gunicorn": [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", "127.0.0.1:0"],
    "import": [sys.executable, "-c", "import wsgi"],
    "flask": [sys.executable, "-m", "flask", "--app", "wsgi", "verify"],
}


@pytest.mark.parametrize(
    "command", by_turns(list(COMMANDS.values()), every=2), ids=by_turns(list(COMMANDS), every=2)
)
def test_a_server_and_a_command_with_a_development_key_in_production_end_with_the_sentence(
    command: list[str],
):
    environ = {"PATH": os.environ["PATH"], "ACM_ENV": "production", "SECRET_KEY": config.DEVELOPMENT_KEY}

    run = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=180)

    assert run.returncode != 0
    assert "SECRET_KEY is the one for development" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_database_is_made_in_a_folder_of_its_own_and_nobody_else_may_read_it(tmp_path: Path):
    file = tmp_path / "not/there/yet/table.sqlite"
    environ = {"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite:///{file}"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]

    run = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=180)

    assert run.returncode == 0, run.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_template_that_is_no_file_is_refused_and_none_is_asked_for(tmp_path: Path):
    assert load({})["TEMPLATE_FILE"] is None
    assert load({})["BREACHED_PASSWORDS"] is None
    assert "there is no such file" in refusal(ACM_BREACHED_PASSWORDS=str(tmp_path / "none"))
    assert load({"ACM_BREACHED_PASSWORDS": f" {tmp_path} "})["BREACHED_PASSWORDS"] == tmp_path
    assert "there is no such file" in refusal(ACM_TEMPLATE=str(tmp_path / "none.docx"))
    assert "there is no such file" in refusal(ACM_TEMPLATE=str(tmp_path))


def test_the_product_does_not_start_with_a_template_that_cannot_be_used(tmp_path: Path):
    file = tmp_path / "template.docx"

    for data, sentence in (
        (b"%PDF", "ACM_TEMPLATE cannot be read: it is not a Word file, or it is damaged."),
        (
            make_docx("<w:p/>"),
            "ACM_TEMPLATE cannot be used. It holds no styles: begin from a document that was exported here, and"
            " change its looks.",
        ),
    ):
        file.write_bytes(data)
        with pytest.raises(ConfigurationRefused) as refused:
            create_app(load({"DATABASE_URL": "sqlite://", "ACM_TEMPLATE": str(file)}))
        assert str(refused.value) == sentence

    file.write_bytes(make_docx("<w:p/>", styles=f'<w:styles xmlns:w="{W}"/>'))
    with pytest.raises(
        ConfigurationRefused, match=r"There is no .* things in all: flask --app wsgi check-template"
    ):
        create_app(load({"DATABASE_URL": "sqlite://", "ACM_TEMPLATE": str(file)}))
    file.write_bytes(render(make_draft()))
    found = create_app(load({"DATABASE_URL": "sqlite://", "ACM_TEMPLATE": str(file)})).config["TEMPLATE"]
    assert found and not found.own


@pytest.mark.parametrize(
    "url", ["smtp://mail.example.org", "smtps://user:pass%40word@mail.example.org:465", ""]
)
def test_a_mail_server_is_named_by_its_address(url: str):
    assert load({"SMTP_URL": url})["SMTP_URL"] == url


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://a:b@host:port"]
)
def test_a_mail_server_that_cannot_be_read_is_refused_without_its_password(url: str):
    sentence = refusal(SMTP_URL=url)

    assert "SMTP_URL" in sentence and "a:b" not in sentence


def test_e_mails_are_from_an_address_at_the_site_unless_another_is_set():
    assert load({"ACM_BASE_URL": "https://drafts.example.org"})["MAIL_FROM"] == "acm@drafts.example.org"
    assert load({"ACM_MAIL_FROM": "mission@example.org"})["MAIL_FROM"] == "mission@example.org"
    for value in ("mission", "a b@example.org", "<a@example.org>", "a@example.org\nBcc: b@example.org"):
        assert "ACM_MAIL_FROM" in refusal(ACM_MAIL_FROM=value)


def test_e_mails_name_no_proposal_unless_the_house_says_so():
    assert load({})["MAIL_NAMES"] is False
    assert load({"ACM_MAIL_NAMES": "yes"})["MAIL_NAMES"] is True
    assert "ACM_MAIL_NAMES" in refusal(ACM_MAIL_NAMES="maybe")
