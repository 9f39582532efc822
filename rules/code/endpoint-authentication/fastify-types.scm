; for: typescript tsx
; anchors: fastify Fastify

; A plugin: a function whose first parameter is typed as an instance.
(required_parameter
  type: (type_annotation) @_type
  (#match? @_type "FastifyInstance")) @plugin

; A plugin by its type: `const routes: FastifyPluginAsync = …`.
((type_identifier) @plugin
  (#any-of? @plugin "FastifyPluginAsync" "FastifyPluginCallback" "FastifyPluginAsyncZod" "FastifyPluginAsyncTypebox"))
