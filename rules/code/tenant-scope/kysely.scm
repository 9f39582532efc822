; for: typescript tsx javascript
; anchors: selectFrom insertInto updateTable deleteFrom mergeInto replaceInto

; The call that names the table begins the query.
(call_expression
  function: (member_expression
    property: (property_identifier) @operation)
  (#any-of? @operation "selectFrom" "insertInto" "updateTable" "deleteFrom" "mergeInto" "replaceInto")) @access
