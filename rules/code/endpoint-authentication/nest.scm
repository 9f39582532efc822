; for: typescript tsx javascript
; anchors: @Controller NestFactory APP_GUARD APP_PIPE

; A controller: `@Controller("deals") class DealsController`.
(decorator
  (call_expression function: (identifier) @_name)
  (#eq? @_name "Controller")) @controller

; The program's start: `NestFactory.create(AppModule)`.
(call_expression
  function: (member_expression
    object: (identifier) @_factory
    property: (property_identifier))
  (#eq? @_factory "NestFactory")) @bootstrap
