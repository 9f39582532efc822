; for: typescript tsx javascript
; anchors: @Controller NestFactory APP_GUARD APP_PIPE

; A controller: `@Controller("deals") class DealsController`.
(decorator
  (call_expression function: (identifier) @_name)
  (#eq? @_name "Controller")) @controller

; The program's start: `NestFactory.create(AppModule)`.
((identifier) @bootstrap
  (#eq? @bootstrap "NestFactory"))
