--- Asks the server's commands, and says plainly when there is no answer.
local M = {}

--- Send `command` to the server, and hand its answer to `answered`. A problem is said, and goes no further.
function M.ask(command, arguments, answered)
  local blueprint, lsp = require('blueprint'), require('blueprint.lsp')
  local client = M.client()
  if not client then
    return blueprint.say('the server is not running; open a .blueprint file first.', vim.log.levels.WARN)
  end
  lsp.request(client, 'workspace/executeCommand', { command = command, arguments = arguments }, function(problem, answer)
    if problem then
      blueprint.say(problem.message or tostring(problem), vim.log.levels.ERROR)
    elseif type(answer) == 'table' and answer.problem then
      blueprint.say(answer.problem .. '.', vim.log.levels.WARN)
    elseif answer == nil or answer == vim.NIL then
      blueprint.say('there is no blueprint here.', vim.log.levels.WARN)
    else
      answered(answer)
    end
  end)
end

--- The server of the buffer in front, or else any that runs.
function M.client()
  local clients = require('blueprint.lsp').clients()
  for _, client in ipairs(clients) do
    if vim.lsp.buf_is_attached(0, client.id) then
      return client
    end
  end
  return clients[1]
end

--- The blueprint that is open: the buffer in front, else one that is shown, else one that is loaded.
function M.blueprint()
  local buffers = { vim.api.nvim_get_current_buf() }
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    table.insert(buffers, vim.api.nvim_win_get_buf(window))
  end
  for _, buffer in ipairs(vim.list_extend(buffers, vim.api.nvim_list_bufs())) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == require('blueprint.lsp').filetype then
      return buffer
    end
  end
end

--- Hand over the address of the blueprint meant: one that is open, else the one that governs the file in front.
function M.with_blueprint(meant)
  local buffer = M.blueprint()
  if buffer then
    return meant(vim.uri_from_bufnr(buffer))
  end
  local here = vim.api.nvim_buf_get_name(0) ~= '' and { vim.uri_from_bufnr(0) } or {}
  M.ask('blueprint.list', here, function(known)
    if #known == 0 then
      return require('blueprint').say('there is no blueprint here; :BlueprintNew begins one.', vim.log.levels.WARN)
    elseif #known == 1 then
      return meant(known[1].uri)
    end
    local function name(one)
      return one.name
    end
    vim.ui.select(known, { prompt = 'Which blueprint?', format_item = name }, function(one)
      if one then
        meant(one.uri)
      end
    end)
  end)
end

--- Ask a command about the blueprint meant; more arguments follow its address.
function M.about(command, arguments, answered)
  M.with_blueprint(function(address)
    M.ask(command, vim.list_extend({ address }, arguments), answered)
  end)
end

return M
