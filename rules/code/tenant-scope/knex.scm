; for: typescript tsx javascript
; anchors: knex Knex objection trx .table( .into( .from( .query( relatedQuery batchInsert queryBuilder

; `knex("deals")`, `trx("deals")`, `this.knex("deals")`: a call by the table's name that a builder's method follows.
(member_expression
  object: (call_expression
    function: [
      (identifier) @operation
      (member_expression property: (property_identifier) @operation)
      (call_expression function: (member_expression property: (property_identifier) @operation))]
    arguments: (arguments . [(string) (template_string) (identifier) (member_expression) (object)])) @access
  property: (property_identifier) @_method
  (#any-of? @_method
    "where" "andWhere" "orWhere" "whereIn" "whereNot" "whereNull" "whereNotNull" "whereRaw" "whereBetween"
    "whereExists" "select" "insert" "update" "del" "delete" "upsert" "first" "pluck" "count" "countDistinct"
    "max" "min" "sum" "avg" "join" "innerJoin" "leftJoin" "rightJoin" "increment" "decrement" "truncate"
    "returning" "orderBy" "modify" "with" "transacting" "forUpdate" "distinct" "groupBy" "limit" "columns"))

; `await knex("deals")`: nothing need follow what is hardly anything but a connection.
(call_expression
  function: [
    (identifier) @operation
    (member_expression property: (property_identifier) @operation)]
  arguments: (arguments . [(string) (template_string)])
  (#match? @operation "^_?trx$|[kK]nex$")) @access

; `knex.table("deals")`, `.into("deals")`, `.from("deals as d")`.
(call_expression
  function: (member_expression
    property: (property_identifier) @operation)
  arguments: (arguments . [(string) (template_string) (object)])
  (#any-of? @operation "table" "into" "from")) @access

(call_expression
  function: (member_expression
    property: (property_identifier) @operation)
  arguments: (arguments . [(string) (template_string) (identifier) (member_expression)] . (_))
  (#eq? @operation "batchInsert")) @access

; Objection: `Deal.query(trx)`, `deal.$query()`, `Deal.relatedQuery("lines")`.
(call_expression
  function: (member_expression
    property: (property_identifier) @operation)
  arguments: (arguments . [(identifier) (member_expression) (call_expression) (undefined)]? .)
  (#any-of? @operation "query" "$query")) @access

(call_expression
  function: (member_expression
    property: (property_identifier) @operation)
  (#any-of? @operation "relatedQuery" "$relatedQuery")) @access
