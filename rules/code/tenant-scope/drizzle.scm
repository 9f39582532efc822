; for: typescript tsx javascript
; anchors: .from( .insert( .update( .delete( .$count( findMany findFirst refreshMaterializedView

; The table of a select: `db.select().from(users)`.
(call_expression
  function: (member_expression
    object: (_) @_object
    property: (property_identifier) @operation)
  arguments: (arguments . [(identifier) (member_expression) (call_expression) (subscript_expression)])
  (#eq? @operation "from")
  (#not-match? @_object "^(Array|Buffer|Object|[A-Z][a-z]+[0-9]+Array|Readable|Observable|Set|Map|String)$")) @access

; The table of a write: `db.insert(users)`, `tx.update(schema.users)`.
(call_expression
  function: (member_expression
    property: (property_identifier) @operation)
  arguments: (arguments . [(identifier) (member_expression) (subscript_expression)] .)
  (#any-of? @operation "insert" "update" "delete")) @access

(call_expression
  function: (member_expression
    property: (property_identifier) @operation)
  arguments: (arguments . (_))
  (#any-of? @operation "$count" "refreshMaterializedView")) @access

; The relational reader: `db.query.users.findFirst({ … })`.
(call_expression
  function: (member_expression
    object: [
      (member_expression
        object: [
          (identifier) @_query
          (member_expression property: (property_identifier) @_query)])
      (subscript_expression
        object: [
          (identifier) @_query
          (member_expression property: (property_identifier) @_query)])]
    property: (property_identifier) @operation)
  (#eq? @_query "query")
  (#any-of? @operation "findMany" "findFirst")) @access
