"""What the server is expected to say in the editors: rule ids and titles, and the texts that provoke them."""

MISSING_SECTION = "missing-section"
UNKNOWN_BLOCK = "unknown-block"
UNRESOLVED = "unresolved-reference"

INSERT_SECTION = "Insert section `security`"
CHANGE_NAME = "Change to `modules`"

PAGE_OF_ORM = "How does the code talk to the primary database"
OPTIONS_OF_ORM = {"prisma", "drizzle", "kysely", "typeorm"}

MISSPELT = """\
blueprint "site-diary" {
  language = 1
  summary  = "Photos and notes from building sites, for many contractors"
}

moduels {
  module identity {
    responsibility = "Sign-in and sessions"
  }
}
"""
"""`modules` misspelt; `security` and more are missing."""

MODULES = """\
blueprint "site-diary" {
  language = 1
  summary  = "Photos and notes from building sites, for many contractors"
}

modules {
  module identity {
    responsibility = "Sign-in and sessions"
  }

  module reports {
    responsibility = "Weekly reports"
    /* 🏗️ Größe */ depends_on = [module.identity, module.billing]
  }
}
"""
"""A reference that resolves and one that does not, both behind text in which bytes, utf-16 units and
characters count differently."""

DATA = """\
blueprint "site-diary" {
  language = 1
  summary  = "Photos and notes from building sites, for many contractors"
}

data {
  decision orm {
    because = "The team knows it"
  }
}
"""
"""A decision that has not been made yet."""

UNTIDY = """\
data {
  decision orm {
    choose = prisma
    because = "The team knows it"
    accepts = "Slower reports"
  }
}
"""

TIDY = """\
data {
  decision orm {
    choose  = prisma
    because = "The team knows it"
    accepts = "Slower reports"
  }
}
"""
