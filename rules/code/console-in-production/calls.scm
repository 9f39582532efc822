; for: typescript tsx javascript
; anchors: console.log( console.debug( console.info( console.trace(

; `console.log(…)`.
(call_expression
  function: (member_expression
    object: (identifier) @_console
    property: (property_identifier) @level)
  (#eq? @_console "console")
  (#any-of? @level "log" "debug" "info" "trace")) @call
