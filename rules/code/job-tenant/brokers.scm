; for: typescript tsx javascript
; anchors: amqplib amqp-connection-manager golevelup/nestjs-rabbitmq @nestjs/microservices kafkajs pg-boss .work( .work<

; RabbitMQ: `channel.assertQueue("mail")`, `channel.consume("mail", handle)`. pg-boss: `boss.work("mail", handle)`.
; Kafka: `consumer.subscribe({ topic: "mail" })`.
(call_expression
  function: (member_expression
    property: (property_identifier) @_name)
  (#any-of? @_name "assertQueue" "consume" "work" "createQueue" "schedule" "subscribe")) @job

; NestJS: `@MessagePattern("deal.won")`, `@EventPattern("deal.won")`, `@RabbitSubscribe({ queue: "mail" })`.
(decorator
  (call_expression function: (identifier) @_name
    (#any-of? @_name "MessagePattern" "EventPattern" "RabbitSubscribe" "RabbitRPC")) @job)

; The same with type arguments behind `await`, which the grammar reads as a call of what is awaited.
(call_expression
  function: (await_expression
    (member_expression
      property: (property_identifier) @_name))
  (#any-of? @_name "assertQueue" "consume" "work" "createQueue" "schedule" "subscribe")) @job
