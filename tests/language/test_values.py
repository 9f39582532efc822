"""Typed values written as text: what each kind reads, and what it refuses."""

from datetime import date

import pytest

from blueprint_ls.language.values import parse

MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("250ms", 0.25),
        ("30s", 30),
        ("15m", 15 * MINUTE),
        ("15min", 15 * MINUTE),
        ("24h", DAY),
        ("7d", 7 * DAY),
        ("2w", 14 * DAY),
        ("1.5h", 1.5 * HOUR),
        ("1h30m", HOUR + 30 * MINUTE),
        ("0s", 0),
    ],
)
def test_a_duration_amounts_to_seconds(text: str, seconds: float):
    assert parse("duration", text).seconds == pytest.approx(seconds)
    assert parse("duration", text).text == text


@pytest.mark.parametrize("text", ["", "30", "30 s", "s", "-5s", "5 minutes", "1e3s", "5S", "5s "])
def test_what_is_no_duration(text: str):
    assert not _is("duration", text)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("512Mi", 512 * 1024**2),
        ("2Gi", 2 * 1024**3),
        ("2GiB", 2 * 1024**3),
        ("500GB", 500 * 1000**3),
        ("500 GB", 500 * 1000**3),
        ("1.5T", 1_500_000_000_000),
        ("64K", 64_000),
        ("100B", 100),
        ("100", 100),
    ],
)
def test_a_size_amounts_to_bytes(text: str, size: int):
    assert parse("size", text).bytes == size


@pytest.mark.parametrize("text", ["", "GB", "5gb", "5 XB", "-1Mi", "9" * 400 + "GB"])
def test_what_is_no_size(text: str):
    assert not _is("size", text)


@pytest.mark.parametrize(
    ("text", "per_second"),
    [("100/min", 100 / 60), ("2000/s", 2000), ("14 / s", 14), ("3600/h", 1), ("86400/day", 1), ("0.5/second", 0.5)],
)
def test_a_rate_amounts_to_so_many_a_second(text: str, per_second: float):
    assert parse("rate", text).per_second == pytest.approx(per_second)


@pytest.mark.parametrize("text", ["100", "100/", "/min", "100/fortnight", "100 per minute"])
def test_what_is_no_rate(text: str):
    assert not _is("rate", text)


@pytest.mark.parametrize(("text", "fraction"), [("99.9%", 0.999), ("0%", 0), ("120 %", 1.2)])
def test_a_percentage_is_a_fraction(text: str, fraction: float):
    assert parse("percentage", text).fraction == pytest.approx(fraction)


@pytest.mark.parametrize("text", ["99.9", "%", "-1%", "99,9%"])
def test_what_is_no_percentage(text: str):
    assert not _is("percentage", text)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [("450 USD", 450, "USD"), ("2,480 EUR", 2480, "EUR"), ("1_000.50CHF", 1000.5, "CHF"), ("3 000 USD", 3000, "USD")],
)
def test_money_has_an_amount_and_a_currency(text: str, amount: float, currency: str):
    assert (parse("money", text).amount, parse("money", text).currency) == (amount, currency)


@pytest.mark.parametrize("text", ["450", "USD", "$450", "450 usd", "-5 USD", "450 EURO"])
def test_what_is_no_money(text: str):
    assert not _is("money", text)


@pytest.mark.parametrize(
    ("text", "factor"), [("3x/year", 3), ("2x/quarter", 16), ("20%/month", 1.2**12), ("10 % / year", 1.1)]
)
def test_growth_amounts_to_a_yearly_factor(text: str, factor: float):
    assert parse("growth", text).yearly_factor == pytest.approx(factor)


@pytest.mark.parametrize("text", ["3x", "x/year", "3/year", "3x/day", "99999x/month"])
def test_what_is_no_growth(text: str):
    assert not _is("growth", text)


def test_a_date_is_a_day_of_the_calendar():
    assert parse("date", "2026-11-02") == date(2026, 11, 2)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "20261102", "02.11.2026", "2026-W45-1", "next year"])
def test_what_is_no_date(text: str):
    assert not _is("date", text)


def test_a_route_has_a_method_and_a_path():
    route = parse("route", "GET /users/{id}")

    assert (route.method, route.path) == ("GET", "/users/{id}")


@pytest.mark.parametrize("text", ["/users", "get /users", "GET users", "FETCH /users", "GET  /users"])
def test_what_is_no_route(text: str):
    assert not _is("route", text)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("url", "https://status.example.com", "status.example.com"),
        ("url", "http://otel-collector:4318", "http://"),
        ("urlpath", "/health", "health"),
        ("permission", "users:write", "users"),
        ("permission", "*", "Users:Write "),
        ("permission", "deals:*", ":write"),
        ("version", "22.1", "latest"),
        ("version", "^4.1", ">=4"),
        ("version", "1.2.3-rc1", "1.2."),
        ("path", "apps/api", "/etc/passwd"),
        ("glob", "apps/**", "/apps/**"),
    ],
)
def test_texts_with_a_form_of_their_own(kind: str, good: str, bad: str):
    assert parse(kind, good) == good
    assert not _is(kind, bad)


def _is(kind: str, text: str) -> bool:
    try:
        parse(kind, text)
    except (ValueError, OverflowError):
        return False
    return True
