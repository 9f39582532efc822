"""What hover says of this very blueprint, above the page that everybody sees."""

from blueprint_ls.editor.hover import hover
from support import workspace_of

TEXT = """\
blueprint "parcels" {
  language = 1
  summary  = "Parcel tracking for carriers"
}

overview {
  scale {
    requests_per_second = 600
    jobs_per_minute     = 3000
  }

  cost {
    total = "900 USD"

    component "queue" {
      monthly  = "120 USD"
      basis    = "one small node"
      pays_for = [decision.queue]
    }
  }
}

data {
  decision orm {
    choose  = prisma
    over    = [drizzle]
    because = "Generated types keep four engineers honest about the schema"
    accepts = "A generation step after every schema change"
  }

  decision migrations {
    choose = prisma_migrate
  }
}

async {
  decision queue {
    choose  = bullmq
    assumed = true
  }
}
"""


def markdown(mark: str) -> str:
    sandbox = workspace_of(TEXT)
    document = sandbox.case.blueprint.documents[0]
    answer = hover(sandbox.case, document, document.text.data.index(mark.encode()) + len(mark) - 1)
    assert answer is not None
    return answer.markdown


def test_a_decision_says_what_was_chosen_and_why():
    shown = markdown("decision orm")

    assert "`prisma` over `drizzle`" in shown
    assert "because: Generated types keep four engineers honest" in shown
    assert shown.index("In this blueprint") < shown.index("How does the code talk to the primary database?")


def test_a_decision_says_what_would_change_the_answer_beside_what_is_stated():
    assert "(requests per second is 600 here)" in markdown("decision orm")


def test_a_decision_says_what_it_costs_here_and_that_it_is_assumed():
    shown = markdown("decision queue")

    assert "costs 120 USD a month: queue" in shown
    assert "assumed and not yet confirmed" in shown


def test_a_rejected_option_says_what_it_would_bring():
    shown = markdown("over    = [drizzle")

    assert "rejected here" in shown
    assert "`migrations` would become `drizzle_kit`; today it is `prisma_migrate`" in shown


def test_the_chosen_option_says_what_needs_it():
    assert "needed by `migrations.prisma_migrate`" in markdown("choose  = prisma")
