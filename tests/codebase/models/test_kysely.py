"""Kysely's database interface, read into models."""

from codebase.models.shown import table
from codebase.models.texts import joined, script


def test_tables_with_their_rows():
    text = """
    import type { ColumnType, Generated } from "kysely";
    export interface DealTable {
      id: Generated<string>;
      tenant_id: string;
      title: string | null;
      note?: string;
      created_at: ColumnType<Date, string | undefined, never>;
    }
    export interface Other { name: string }
    export interface Database { deals: DealTable; "crm.people": PersonTable }
    interface PersonTable { id: Generated<number> }
    """

    assert script(text) == table(
        """
        deals
          id: string
          tenant_id: string
          title: string?
          note: string?
          created_at: Date
        crm.people
          id: number
        """
    )


def test_rows_that_another_file_declares():
    models = joined(
        {
            "db.ts": 'import { Kysely } from "kysely"; import { DealRow } from "./rows";\n'
            "export interface DB { deals: DealRow }",
            "rows.ts": "export interface DealRow { tenant_id: string }",
        }
    )

    assert [column.name for entity in models for column in entity.model.columns] == ["tenant_id"]


def test_interfaces_of_other_files_are_no_tables():
    assert script("interface Options { size: Size } interface Size { width: number }") == ""
