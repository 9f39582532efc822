--- Read by Neovim 0.11 and later. `vim.lsp.config('blueprint', { … })` adds to it.
local lsp = require('blueprint.lsp')
local config = lsp.client_config()

config.root_dir = function(buffer, on_dir)
  if lsp.serves(buffer) then
    on_dir(lsp.root(vim.api.nvim_buf_get_name(buffer)))
  end
end

return config
