; for: typescript tsx javascript
; anchors: express Router(

; An application: `express()`.
(call_expression
  function: (identifier) @_name
  arguments: (arguments)
  (#any-of? @_name "express" "Router")) @application

; A router: `express.Router()`, `new express.Router()`.
(member_expression
  property: (property_identifier) @_property
  (#eq? @_property "Router")) @application
