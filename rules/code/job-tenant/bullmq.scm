; for: typescript tsx javascript
; anchors: bullmq bullmq-pro "bull" 'bull' @nestjs/bull BullModule @Processor

; `new Queue("mail")`, `new Worker("mail", process)`, of BullMQ and of Bull before it.
(new_expression
  constructor: (identifier) @_name
  (#any-of? @_name "Queue" "QueuePro" "Bull" "Worker" "WorkerPro" "FlowProducer")) @job

; `BullModule.registerQueue({ name: "mail" })`.
(call_expression
  function: (member_expression
    object: (identifier) @_module
    property: (property_identifier) @_register)
  (#eq? @_module "BullModule")
  (#any-of? @_register "registerQueue" "registerQueueAsync")) @job

; `@Processor("mail") class MailProcessor`.
(decorator
  (call_expression function: (identifier) @_name
    (#eq? @_name "Processor")) @job)
