; for: typescript tsx javascript
; anchors: ueue.add( ueue.add< .publish( .publish< .emit( .trigger( .trigger< sendToQueue(

; A message with its payload: `queue.add("mail", { … })`, `mail.trigger({ … })`, `events.emit("deal.won", { … })`.
(call_expression
  function: (member_expression
    object: (_) @_sender
    property: (property_identifier) @_send)
  arguments: (arguments (object))
  (#match? @_sender "[qQ]ueue$")
  (#eq? @_send "add")) @send

(call_expression
  function: (member_expression
    property: (property_identifier) @_send)
  arguments: (arguments (object))
  (#any-of? @_send "publish" "trigger" "sendToQueue")) @send

(call_expression
  function: (member_expression
    object: (_) @_sender
    property: (property_identifier) @_send)
  arguments: (arguments (object))
  (#match? @_sender "([eE]mitter|[bB]us|[cC]lient)$")
  (#eq? @_send "emit")) @send

; The same with type arguments behind `await`.
(call_expression
  function: (await_expression
    (member_expression
      object: (_) @_sender
      property: (property_identifier) @_send))
  arguments: (arguments (object))
  (#match? @_sender "[qQ]ueue$|[tT]ask$|[jJ]ob$")
  (#any-of? @_send "add" "trigger" "publish")) @send
