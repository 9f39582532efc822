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


def test_with_entities_every_name_is_held_to_them():
    found = messages(TENANCY % ENTITY, "unresolved-reference")

    assert [message.split("`")[1] for message in found] == ["Plan", "Deal", "identity"]


def test_other_kinds_are_never_left_to_the_code():
    found = messages(
        "modules {\n  module sales {\n    depends_on = [module.identity]\n  }\n}\n", "unresolved-reference"
    )

    assert len(found) == 1
