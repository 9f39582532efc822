; for: typescript tsx javascript
; anchors: {}

; `catch (error) {}`, with nothing inside, not even a word on why.
(catch_clause
  body: (statement_block) @_body
  (#eq? @_body "{}")) @swallow

; `.catch(() => {})`, save behind what lets go of something: nobody can do more about it.
(call_expression
  function: (member_expression object: (_) @_tried property: (property_identifier) @_catch)
  arguments: (arguments . (arrow_function body: (statement_block) @_body) .) @swallow
  (#eq? @_catch "catch")
  (#not-match? @_tried "^[A-Za-z_$][A-Za-z0-9_$]*$") ; a promise that waits in a name is awaited elsewhere
  (#not-match? @_tried "\\.(cancel|quit|terminate|close|destroy|disconnect|end|abort|dispose|release|kill|unsubscribe)\\(\\)$")
  (#eq? @_body "{}"))
