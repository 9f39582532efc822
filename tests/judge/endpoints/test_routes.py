"""Routes as the language writes them."""

import pytest

from blueprint_ls.judge.endpoints.routes import covers, template

ROUTES = {
    "/deals": "/deals",
    "/deals/:id": "/deals/{id}",
    "/deals/:id(\\d+)": "/deals/{id}",
    "/deals/{id}": "/deals/{id}",
    "/api/pages/[slug]": "/api/pages/{slug}",
    "/api/pages/[...slug]": "/api/pages/{slug}",
    "/api/pages/[[...slug]]": "/api/pages/{slug}",
    "/files/*": "/files/{rest}",
}


@pytest.mark.parametrize("route", ROUTES)
def test_parameters_stand_in_braces(route: str):
    assert template(route) == ROUTES[route]


@pytest.mark.parametrize("route", [route for route in ROUTES if "*" not in route])
def test_the_allow_list_covers_a_route_as_it_is_suggested(route: str):
    assert covers(f"GET {template(route)}", "GET", route)
