; for: typescript tsx javascript
; anchors: {}

; `catch (error) {}`, with nothing inside, not even a word on why.
(catch_clause
  body: (statement_block) @_body
  (#eq? @_body "{}")) @swallow

; `.catch(() => {})`.
(call_expression
  function: (member_expression property: (property_identifier) @_catch)
  arguments: (arguments . (arrow_function body: (statement_block) @_body) .) @swallow
  (#eq? @_catch "catch")
  (#eq? @_body "{}"))
