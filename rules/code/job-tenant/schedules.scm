; for: typescript tsx javascript
; anchors: node-cron @nestjs/schedule "cron" 'cron' node-schedule agenda

; `cron.schedule("0 2 * * *", run)`, `schedule.scheduleJob(rule, run)`, `agenda.define("nightly", run)`.
(call_expression
  function: (member_expression
    property: (property_identifier) @_name)
  (#any-of? @_name "schedule" "scheduleJob" "define")) @job

; `new CronJob("0 2 * * *", run)`.
(new_expression
  constructor: (identifier) @_name
  (#any-of? @_name "CronJob" "Cron")) @job

(call_expression
  function: (member_expression
    object: (identifier) @_class
    property: (property_identifier) @_name)
  (#eq? @_class "CronJob")
  (#eq? @_name "from")) @job

; NestJS: `@Cron("0 2 * * *")`, `@Interval(60_000)`.
(decorator
  (call_expression function: (identifier) @_name
    (#any-of? @_name "Cron" "Interval" "Timeout")) @job)
