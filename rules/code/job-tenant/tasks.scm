; for: typescript tsx javascript
; anchors: @trigger.dev/sdk createFunction

; Trigger.dev: `task({ id: "mail", run })`, `schemaTask({ … })`.
(call_expression
  function: (identifier) @_name
  (#any-of? @_name "task" "schemaTask")) @job

; `schedules.task({ id: "nightly", cron: "0 2 * * *" })`; Inngest: `inngest.createFunction({ id: "mail" }, …)`.
(call_expression
  function: (member_expression
    property: (property_identifier) @_name)
  (#any-of? @_name "task" "createFunction")) @job
