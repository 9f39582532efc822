; for: typescript tsx javascript
; anchors: redis Redis ache. kv. unstable_cache ache(

; An entry of a cache by a key that is put together: redis.set(`deals:${id}`, …).
(call_expression
  function: (member_expression
    object: (_) @_cache
    property: (property_identifier) @operation)
  arguments: (arguments . [
    (template_string (template_substitution)) @key
    (binary_expression) @key
    (identifier) @key])
  (#match? @_cache "([rR]edis(Client)?|[cC]ache(Manager|Service|Client|Store)?|^kv)$")
  (#any-of? @operation
    "get" "set" "setex" "setEx" "psetex" "setnx" "wrap" "getset" "hset" "hget" "hgetall" "hmset" "getOrSet" "remember"
    "incr" "incrby" "getex" "put")) @call
