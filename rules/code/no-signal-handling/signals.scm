; for: typescript tsx javascript
; anchors: SIGTERM SIGINT enableShutdownHooks @godaddy/terminus http-terminator close-with-grace fastify-graceful-shutdown
; anchors: http-graceful-shutdown stoppable lightship onSignal

; `process.on("SIGTERM", …)`, wherever the name stands.
((string (string_fragment) @handles)
  (#any-of? @handles
    "SIGTERM" "@godaddy/terminus" "http-terminator" "close-with-grace" "fastify-graceful-shutdown"
    "http-graceful-shutdown" "stoppable" "lightship"))

((property_identifier) @handles
  (#any-of? @handles "enableShutdownHooks" "onSignal"))
