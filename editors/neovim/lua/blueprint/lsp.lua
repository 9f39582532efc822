--- Starts the language server, hands buffers to it, and stops it.
---
--- Neovim 0.11 keeps clients itself (`vim.lsp.config`, `vim.lsp.enable`). Older versions are given
--- one client per root folder here, from what all of them have: `start_client`, `buf_attach_client`.
local M = {}

M.name = 'blueprint'
M.filetype = 'backend-blueprint'
--- Code that is judged where a blueprint stands at the root of the repository, or one folder below.
M.code = { 'typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'prisma', 'sql' }

local native = type(vim.lsp.enable) == 'function'
local client_of_root = {}
local complained_about

local nearest, holds, warn_if_missing, take_on, start, wait_until_stopped, is_stopped, buffers

--- Every filetype that the server may be given.
function M.filetypes()
  return vim.list_extend({ M.filetype }, M.code)
end

--- Whether the server is given a buffer: every blueprint, and code that a blueprint governs.
function M.serves(buffer)
  if vim.bo[buffer].filetype == M.filetype then
    return true
  end
  local name = vim.api.nvim_buf_get_name(buffer)
  if not require('blueprint').config.code or name == '' or not vim.tbl_contains(M.code, vim.bo[buffer].filetype) then
    return false
  end
  local root = M.root(name)
  return holds(root, '*.blueprint') or holds(root, '*/*.blueprint')
end

--- What Neovim is told about the server.
function M.client_config()
  local config = require('blueprint').config
  return {
    name = M.name,
    cmd = config.cmd,
    filetypes = M.filetypes(),
    settings = next(config.settings) and { blueprint = config.settings } or nil,
    capabilities = config.capabilities,
    on_attach = config.on_attach,
  }
end

--- Use the settings of `setup` from here on.
function M.configure()
  if native then
    vim.lsp.config(M.name, M.client_config())
  end
end

--- Serve blueprint buffers: those open now and those opened later.
function M.enable()
  if native then
    vim.lsp.enable(M.name)
  end
  for _, buffer in ipairs(buffers()) do
    M.open(buffer)
  end
end

--- A blueprint, or code beside one, has been opened in `buffer`.
function M.open(buffer)
  if vim.bo[buffer].buftype ~= '' or not M.serves(buffer) or warn_if_missing() then
    return
  end
  if not native then
    take_on(buffer)
  end
end

--- The server has taken on `buffer`.
function M.attached(client, buffer)
  if vim.bo[buffer].filetype ~= M.filetype then
    return -- code has servers of its own for these
  end
  local can = client.server_capabilities
  vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc'
  vim.bo[buffer].tagfunc = 'v:lua.vim.lsp.tagfunc'
  if can.documentRangeFormattingProvider then
    vim.bo[buffer].formatexpr = 'v:lua.vim.lsp.formatexpr()'
  end
  if vim.lsp.completion then -- lets an accepted item place its tab stops
    vim.lsp.completion.enable(true, client.id, buffer, { autotrigger = false })
  end
end

--- The servers that run now.
function M.clients()
  local all = (vim.lsp.get_clients or vim.lsp.get_active_clients)()
  return vim.tbl_filter(function(client)
    return client.name == M.name
  end, all)
end

--- Send a request to `client`; the way to call it changed in 0.11.
function M.request(client, method, params, callback)
  if native then
    return client:request(method, params, callback)
  end
  return client.request(method, params, callback)
end

--- Stop the servers that run, then start afresh for every open blueprint.
function M.restart()
  complained_about = nil
  local old = M.clients()
  for _, client in ipairs(old) do
    vim.lsp.stop_client(client.id)
  end
  wait_until_stopped(old, 60, M.enable)
end

--- The folder that the server is given for a file: the nearest with `.git`, else with a blueprint, else the file's own.
function M.root(path)
  local own = path == '' and vim.fn.getcwd() or vim.fn.fnamemodify(path, ':p:h')
  return nearest(own, '.git') or nearest(own, '*.blueprint') or own
end

--- The folder at or above `folder` that holds what a pattern names.
function nearest(folder, pattern)
  local parent = vim.fn.fnamemodify(folder, ':h')
  if holds(folder, pattern) then
    return folder
  end
  return parent ~= folder and nearest(parent, pattern) or nil
end

function holds(folder, pattern)
  return #vim.fn.globpath(vim.fn.escape(folder, ',?*[{'), pattern, true, true) > 0
end

--- Start a server for a folder in which nothing is open yet, and call `ready` once it listens.
function M.serve(root, ready)
  if warn_if_missing() then
    return
  end
  local config = vim.tbl_extend('force', M.client_config(), { cmd = M.command(), root_dir = root })
  config.on_init = function()
    vim.schedule(ready)
  end
  client_of_root[root] = native and vim.lsp.start(config, { attach = false }) or vim.lsp.start_client(config)
end

--- The command that starts the server, `vim.lsp.config('blueprint', …)` of a person's own included.
function M.command()
  local config = native and vim.lsp.config[M.name] or M.client_config()
  return config.cmd
end

--- Says once for each command that it cannot be run.
function warn_if_missing()
  local command = M.command()
  if type(command) ~= 'table' or vim.fn.executable(command[1]) == 1 then
    return false
  end
  if complained_about ~= command[1] then
    complained_about = command[1]
    require('blueprint').say(('cannot find `%s`. :checkhealth blueprint helps.'):format(command[1]), vim.log.levels.WARN)
  end
  return true
end

--- Before 0.11: the client of the buffer's root, started where there is none.
function take_on(buffer)
  local root = M.root(vim.api.nvim_buf_get_name(buffer))
  local id = client_of_root[root]
  if not id or is_stopped(vim.lsp.get_client_by_id(id)) then
    id = start(root)
    client_of_root[root] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
end

function start(root)
  local config = M.client_config()
  config.root_dir = root
  config.on_init = function(client)
    if config.settings then
      client.notify('workspace/didChangeConfiguration', { settings = config.settings })
    end
  end
  config.on_attach = function(client, buffer)
    M.attached(client, buffer)
    if require('blueprint').config.on_attach then
      require('blueprint').config.on_attach(client, buffer)
    end
  end
  return vim.lsp.start_client(config)
end

--- Calls `after` once every client has ended; insists after half of the `turns`, of 50 ms each.
function wait_until_stopped(clients, turns, after)
  local left = vim.tbl_filter(function(client)
    return not is_stopped(client)
  end, clients)
  if #left == 0 or turns == 0 then
    return after()
  end
  if turns == 30 then
    for _, client in ipairs(left) do
      vim.lsp.stop_client(client.id, true)
    end
  end
  vim.defer_fn(function()
    wait_until_stopped(left, turns - 1, after)
  end, 50)
end

function is_stopped(client)
  if not client then
    return true
  end
  if native then
    return client:is_stopped()
  end
  return client.is_stopped()
end

function buffers()
  return vim.tbl_filter(function(buffer)
    return vim.api.nvim_buf_is_loaded(buffer) and M.serves(buffer)
  end, vim.api.nvim_list_bufs())
end

return M
