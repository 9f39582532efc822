; for: typescript tsx javascript
; anchors: findMany findFirst findUnique createMany updateMany deleteMany upsert groupBy aggregateRaw findRaw
; anchors: .create( .create< .update( .update< .delete( .delete< .count( .count< .aggregate( .aggregate<

; Operations that hardly anything but a model has, on whatever carries them: `prisma.user`, `tx.user`, a delegate.
(call_expression
  function: (member_expression
    property: (property_identifier) @operation)
  (#any-of? @operation
    "findMany" "findFirst" "findFirstOrThrow" "findUnique" "findUniqueOrThrow"
    "createMany" "createManyAndReturn" "updateMany" "updateManyAndReturn" "deleteMany"
    "upsert" "groupBy" "findRaw" "aggregateRaw")) @access

; Operations with everyday names: only behind `client.model`, `client[model]` or a call that returns one.
(call_expression
  function: (member_expression
    object: [(member_expression) (subscript_expression) (call_expression) (parenthesized_expression)]
    property: (property_identifier) @operation)
  (#any-of? @operation "create" "update" "delete" "count" "aggregate")) @access
