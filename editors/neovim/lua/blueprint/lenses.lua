--- What happens when a code lens of the server is run with `vim.lsp.codelens.run()`.
local M = {}

local show_references

--- Teach Neovim the commands that the server leaves to its client.
function M.register()
  local explain = require('blueprint.explain')
  vim.lsp.commands['blueprint.showReferences'] = show_references
  vim.lsp.commands[explain.command] = function(command)
    explain.explain(command.arguments[1], '')
  end
end

--- The command brings a file, a position in it and the places that refer to it.
function show_references(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local items = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
  vim.fn.setqflist({}, ' ', { title = command.title, items = items })
  vim.cmd('botright copen')
end

return M
