--- What the plugin can be told, and what its commands do.
local M = {}

local complaint

--- The settings in force. `setup` changes them; nothing needs to.
M.config = {
  cmd = { 'blueprint-ls' }, -- how to start the server
  code = true, -- whether code beside a blueprint is judged too
  settings = {}, -- what the server is told under `blueprint`
  on_attach = nil, -- function(client, buffer), once for each buffer the server takes on
  capabilities = nil, -- what your completion plugin adds to Neovim's own, if it asks for that
}

local types = { cmd = 'table', code = 'boolean', settings = 'table', on_attach = 'function', capabilities = 'table' }

--- Change how the server is started. Calling it is optional, and safe at any time.
function M.setup(options)
  options = vim.deepcopy(options or {})
  if type(options.cmd) == 'string' then
    options.cmd = { options.cmd }
  end
  for name, value in pairs(options) do
    local problem = complaint(name, value)
    if problem then
      M.say(problem, vim.log.levels.ERROR)
      options[name] = nil
    end
  end
  M.config = vim.tbl_extend('force', M.config, options)
  require('blueprint.lsp').configure()
end

function complaint(name, value)
  if not types[name] then
    return ('setup() has no option `%s`; see :help blueprint-setup'):format(name)
  end
  if type(value) ~= types[name] then
    return ('setup() wants a %s for `%s`, not a %s'):format(types[name], name, type(value))
  end
end

--- Tell the person something, under the plugin's name.
function M.say(text, level)
  vim.notify('Blueprint: ' .. text, level or vim.log.levels.INFO)
end

--- Open the file in which Neovim logs its conversations with language servers.
function M.log()
  local log = vim.lsp.log
  local path = log and log.get_filename and log.get_filename() or vim.lsp.get_log_path()
  vim.cmd('tabnew ' .. vim.fn.fnameescape(path))
  vim.cmd('setlocal readonly autoread')
  vim.cmd('normal! G')
end

return M
