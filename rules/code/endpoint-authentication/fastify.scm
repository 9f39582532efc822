; for: typescript tsx javascript
; anchors: fastify Fastify

; An instance: `fastify({ logger: true })`, `Fastify()`.
(call_expression
  function: (identifier) @_name
  (#any-of? @_name "fastify" "Fastify")) @instance

; A plugin in its wrapper: `fastifyPlugin(routes)`.
((identifier) @plugin
  (#any-of? @plugin "fastifyPlugin" "fp"))
