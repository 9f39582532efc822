; for: typescript tsx javascript
; anchors: ateLimit ATE_LIMIT atelimit limiter Limiter

; What a limiter counts by: ratelimit.limit(key), limiter.consume(key).
(call_expression
  function: (member_expression
    object: (_) @_limiter
    property: (property_identifier) @_count)
  arguments: (arguments . (_) @key)
  (#match? @_limiter "[lL]imit(er)?\\w*(\\(.*\\))?$")
  (#any-of? @_count "limit" "consume" "check" "checkLimit" "hit")) @call
