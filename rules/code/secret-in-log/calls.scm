; for: typescript tsx javascript
; anchors: assword ecret piKey uthorization ookie rivateKey redentials oken) oken} oken, req.headers req.body
; anchors: request.headers request.body ccessToken efreshToken uthToken essionToken esetToken

; A call of a logger that names something secret, or a request's headers or body.
(call_expression
  function: (member_expression
    object: (_) @_logger
    property: (property_identifier) @_level)
  arguments: (arguments) @_arguments
  (#match? @_logger "(^|\\.)(console|log|logger|winston|pino|\\w*Logger|\\w*Log)$")
  (#any-of? @_level "log" "info" "debug" "warn" "error" "trace" "fatal" "verbose" "silly")
  (#match? @_arguments "assword|ecret|piKey|uthorization|ookie|rivateKey|redentials|oken[)},]|(ccess|efresh|uth|ession|eset)Token|req(uest)?\\.(headers|body)")) @call
