--- `:checkhealth blueprint`: what is there, what is missing, and what to do about it.
local M = {}

local check_editor, check_server, check_clients, version_of

-- The functions of this module were renamed in 0.9.
local health = vim.health or require('health')
local head = health.start or health.report_start
local good = health.ok or health.report_ok
local note = health.info or health.report_info
local bad = health.error or health.report_error

function M.check()
  head('Blueprint')
  check_editor()
  check_server()
  check_clients()
end

function check_editor()
  local version = vim.version()
  local text = ('Neovim %d.%d.%d'):format(version.major, version.minor, version.patch)
  if vim.fn.has('nvim-0.7') == 1 then
    good(text)
  else
    bad(text .. ' is too old', { 'Use Neovim 0.7 or later' })
  end
end

function check_server()
  local command = require('blueprint.lsp').command()
  if type(command) ~= 'table' then
    return note('The server is started by a function of your configuration')
  end
  local executable = command[1]
  if vim.fn.executable(executable) == 0 then
    return bad(('`%s` cannot be found or run'):format(executable), {
      'Install the server: pipx install blueprint-ls (or: uv tool install blueprint-ls)',
      'Or name it: require("blueprint").setup({ cmd = { "/path/to/blueprint-ls" } })',
      'Then run :BlueprintRestart',
    })
  end
  good(('Server: %s (%s)'):format(vim.fn.exepath(executable), version_of(command)))
end

function version_of(command)
  local asked = vim.list_extend(vim.deepcopy(command), { '--version' })
  local answer = vim.trim(vim.fn.system(asked))
  if vim.v.shell_error ~= 0 then
    return 'it would not say its version'
  end
  return vim.split(answer, '\n')[1]
end

function check_clients()
  local clients = require('blueprint.lsp').clients()
  if #clients == 0 then
    note('No server is running; opening a .blueprint file starts one')
  end
  for _, client in ipairs(clients) do
    good(('Running for %s, positions in %s'):format(client.config.root_dir, client.offset_encoding or 'utf-16'))
  end
end

return M
