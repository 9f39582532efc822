; for: typescript tsx javascript
; anchors: fastify Fastify

; An instance: `fastify({ logger: true })`, `Fastify()`.
(call_expression
  function: (identifier) @_name
  (#any-of? @_name "fastify" "Fastify")) @instance

; A plugin: a function whose first parameter is typed as an instance.
(required_parameter
  type: (type_annotation) @_type
  (#match? @_type "FastifyInstance")) @plugin

((identifier) @plugin
  (#any-of? @plugin "FastifyPluginAsync" "FastifyPluginCallback" "FastifyPluginAsyncZod" "fastifyPlugin"))

((type_identifier) @plugin
  (#any-of? @plugin "FastifyPluginAsync" "FastifyPluginCallback" "FastifyPluginAsyncZod" "FastifyPluginAsyncTypebox"))
