"""Small blueprints that the tests share."""

MAIN = "main.blueprint"

MODULES = """\
blueprint "acme-crm" {
  language = 1
  summary  = "CRM for small sales teams"
}

modules {
  # Who signs in
  module identity {
    responsibility = "Sign-in, sessions and token rotation"
    aggregates     = [User]
    owns           = [User]
    depends_on     = []

    contract getUser {
      summary = "One person of the caller's tenant"
    }
  }

  module sales {
    responsibility = "Pipelines, deals and the forecast"
    aggregates     = [Deal]
    owns           = [Deal]
    depends_on     = [module.identity]

    contract getDeal {
      summary = "One deal of the caller's tenant"
    }
  }
}

data {
  decision orm {
    choose  = prisma
    because = "Generated types keep six engineers honest about the schema"
    accepts = "10 to 15 % slower than hand-written SQL on reporting paths"
  }

  entity User {
    module = module.identity

    field email {
      type   = string
      format = email
    }
  }

  entity Deal {
    module = module.sales

    field owner {
      type = ref(User)
    }
  }
}
"""
"""Three blocks in order, with references that hold; much is still missing."""

BROKEN = MODULES.replace("[module.identity]", "[module.identty]")
"""The same with one reference misspelt."""
