" *.blueprint files. `set` rather than `setfiletype`: a first line of `#` makes older versions guess `conf`.
autocmd BufNewFile,BufRead *.blueprint set filetype=backend-blueprint
