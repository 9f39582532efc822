; for: typescript tsx javascript
; anchors: express-session cookie-session @fastify/session @fastify/secure-session koa-session

; A session in a cookie: `app.use(session({ … }))`, `app.register(fastifySession, { … })`.
(call_expression
  function: (identifier) @_name
  arguments: (arguments . (object))
  (#match? @_name "[sS]ession")) @session

(call_expression
  function: (member_expression property: (property_identifier) @_register)
  arguments: (arguments . (identifier) @_plugin . (object))
  (#eq? @_register "register")
  (#match? @_plugin "[sS]ession")) @session
