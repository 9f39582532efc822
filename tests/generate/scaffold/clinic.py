"""A blueprint whose author stated entities of their own, and nothing of signing in."""

from __future__ import annotations

CLINIC = """\
blueprint "clinic" {
  language = 1
  summary  = "Appointments of medical practices with their patients"
}

data {
  entity Patient {
    field name { type = string(120) }
    field bornOn { type = date }
  }

  entity Practitioner {
    field name { type = string(120) }
    field specialty { type = string(80) }
  }

  entity Appointment {
    field patientId { type = ref(Patient) }
    field practitionerId { type = ref(Practitioner) }
    field startsAt { type = timestamp }
  }
}
"""
MODULES = """
modules {
  module patients {
    owns = [Patient]
  }

  module scheduling {
    owns = [Practitioner, Appointment]
  }
}
"""
"""Modules of their own besides."""
