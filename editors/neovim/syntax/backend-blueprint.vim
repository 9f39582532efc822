" Blueprint files: highlighting by shape alone. What a name means is the server's to say, through
" semantic tokens where Neovim knows them.
if exists('b:current_syntax')
  finish
endif

syntax iskeyword @,48-57,_,-

" Values: a bare word first, so that every more exact match below wins over it.
syntax match blueprintWord /\<[A-Za-z_][A-Za-z0-9_-]*\>/
syntax match blueprintReference /\<[A-Za-z_][A-Za-z0-9_-]*\ze\%(\.[A-Za-z_]\|\["\)/
syntax match blueprintCall /\<[A-Za-z_][A-Za-z0-9_-]*\ze(/
syntax match blueprintNumber /\<-\?\d\+\%(\.\d\+\)\?\%([eE][+-]\?\d\+\)\?\>/
syntax keyword blueprintBoolean true false
syntax keyword blueprintNull null

" Names: `key = …` (`key: …` in objects), `block label {` and, at the margin, `section {`.
syntax match blueprintAttribute /\<[A-Za-z_][A-Za-z0-9_-]*\ze\s*[=:]/
syntax match blueprintBlock /^\s\+\zs[A-Za-z_][A-Za-z0-9_-]*\ze\%(\s\+[A-Za-z_"]\|\s*{\)/
      \ nextgroup=blueprintLabel skipwhite
syntax match blueprintSection /^[A-Za-z_][A-Za-z0-9_-]*\ze\%(\s\+[A-Za-z_"]\|\s*{\)/
      \ nextgroup=blueprintLabel skipwhite
syntax match blueprintLabel /[A-Za-z_][A-Za-z0-9_-]*/ contained nextgroup=blueprintLabel skipwhite
syntax region blueprintLabel start=/"/ skip=/\\./ end=/"/ oneline contained
      \ contains=blueprintEscape,blueprintParameter nextgroup=blueprintLabel skipwhite

" Text. `${` and `%{` are mistakes: a blueprint computes nothing.
syntax region blueprintString start=/"/ skip=/\\./ end=/"/ oneline
      \ contains=blueprintEscape,blueprintParameter,blueprintTemplate,@Spell
syntax region blueprintHeredoc matchgroup=blueprintHeredocMark
      \ start=/<<-\?\z([A-Za-z_][A-Za-z0-9_-]*\)\s*$/ end=/^\s*\z1\s*$/ contains=blueprintTemplate,@Spell
syntax match blueprintEscape /\\\%([nrt"\\]\|u\x\{4}\|U\x\{8}\)/ contained
syntax match blueprintParameter /{[A-Za-z_][A-Za-z0-9_-]*}/ contained
syntax match blueprintTemplate /[$%]\@<![$%]{/ contained

syntax match blueprintComment /#.*$/ contains=blueprintSilencer,@Spell
syntax match blueprintComment "//.*$" contains=blueprintSilencer,@Spell
syntax region blueprintComment start="/\*" end="\*/" contains=@Spell
syntax match blueprintSilencer /\<blueprint-ignore\>/ contained

syntax sync minlines=200

highlight default link blueprintSection Statement
highlight default link blueprintBlock Keyword
highlight default link blueprintLabel Identifier
highlight default link blueprintAttribute Type
highlight default link blueprintReference Identifier
highlight default link blueprintCall Function
highlight default link blueprintWord Constant
highlight default link blueprintNumber Number
highlight default link blueprintBoolean Boolean
highlight default link blueprintNull Constant
highlight default link blueprintString String
highlight default link blueprintHeredoc String
highlight default link blueprintHeredocMark Delimiter
highlight default link blueprintEscape SpecialChar
highlight default link blueprintParameter Special
highlight default link blueprintTemplate Error
highlight default link blueprintComment Comment
highlight default link blueprintSilencer SpecialComment

let b:current_syntax = 'backend-blueprint'
