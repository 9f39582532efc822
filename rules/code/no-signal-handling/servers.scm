; for: typescript tsx javascript
; anchors: .listen( @hono/node-server

; A process that takes requests: `app.listen(3000)`, `serve({ fetch })`.
(call_expression
  function: (member_expression
    object: (_) @_app
    property: (property_identifier) @_listen)
  (#match? @_app "^(this\\.)?\\w*([aA]pp|[sS]erver|[fF]astify|[hH]ttp)\\w*$")
  (#eq? @_listen "listen")) @server

(call_expression
  function: (identifier) @_serve
  arguments: (arguments . (object) @_options)
  (#eq? @_serve "serve")
  (#match? @_options "fetch")) @server
