" Blueprint files: a step to the right inside brackets.
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal autoindent nosmartindent
setlocal indentexpr=v:lua.require'blueprint.indent'.line(v:lnum)
setlocal indentkeys=0},0],0),!^F,o,O

let b:undo_indent = 'setlocal autoindent< smartindent< indentexpr< indentkeys<'
