"""References that lead nowhere, and the names that the code declares instead."""

from support import messages

TENANCY = """
data {
  tenancy {
    key    = organizationId
    roots  = [Organization]
    shared = [Plan]

    owned Note {
      by      = Deal
      through = dealId
    }
  }
%s}
"""
ENTITY = """
  entity Organization {
    module = module.identity
  }
"""


def test_without_entities_names_mean_the_models_of_the_code():
    assert messages(TENANCY % "", "unresolved-reference") == []


def test_tenancy_names_models_whether_they_are_declared_or_not():
    found = messages(TENANCY % ENTITY, "unresolved-reference")

    assert [message.split("`")[1] for message in found] == ["identity"]


def test_a_slip_in_the_name_of_an_entity_is_told_in_tenancy_too():
    (found,) = messages(
        (TENANCY % "").replace("[Organization]", "[Organizaton]")
        + 'data {\n  entity Organization {\n    table = "organization"\n  }\n}\n',
        "unresolved-reference",
    )

    assert "did you mean `Organization`?" in found


def test_outside_tenancy_every_name_is_held_to_the_entities():
    modules = "modules {\n  module sales {\n    owns = [Deal]\n  }\n}\n"
    found = messages(modules + TENANCY % ENTITY, "unresolved-reference")

    assert [message.split("`")[1] for message in found] == ["Deal", "identity"]


def test_other_kinds_are_never_left_to_the_code():
    found = messages(
        "modules {\n  module sales {\n    depends_on = [module.identity]\n  }\n}\n", "unresolved-reference"
    )

    assert len(found) == 1
