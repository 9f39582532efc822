; for: typescript tsx javascript
; anchors: sk_live_ rk_live_ AKIA ghp_ gho_ ghs_ github_pat_ glpat- xoxb- xoxp- AIza sk-ant- sk-proj- SG. whsec_ eyJ
; anchors: PRIVATE postgres:// postgresql:// mysql:// mongodb:// mongodb+srv:// amqp:// amqps:// redis:// rediss://

; What an issuer's tokens look like, private keys, and addresses with a password in them.
((string_fragment) @token
  (#match? @token "(^|[^A-Za-z0-9])((sk|rk)_live_[A-Za-z0-9]{16,}|AKIA[0-9A-Z]{16}|gh[pos]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{40,}|glpat-[A-Za-z0-9_-]{20,}|xox[bp]-[0-9]+-[A-Za-z0-9-]{20,}|AIza[0-9A-Za-z_-]{35}|sk-(ant|proj)-[A-Za-z0-9_-]{30,}|SG\\.[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{30,}|whsec_[A-Za-z0-9+/=]{24,}|eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{20,})|-----BEGIN ([A-Z]+ )?PRIVATE KEY-----|^(postgres(ql)?|mysql|mongodb(\\+srv)?|amqps?|rediss?)://[^:@/\\s]*:[^@/\\s]+@"))
