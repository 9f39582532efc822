--- `:BlueprintExplain`: the page of a section, a decision, an option or a rule, in a split.
local M = {}

M.command = 'blueprint.explain'

local arguments, show, page_buffer

--- Ask the server for the page of `name`, and show it in a window opened under `modifiers`.
function M.explain(name, modifiers)
  local blueprint, lsp = require('blueprint'), require('blueprint.lsp')
  local client = lsp.clients()[1]
  if name == '' then
    return blueprint.say('say what to explain: a section, a decision, an option or a rule.', vim.log.levels.WARN)
  end
  if not client then
    return blueprint.say('the server is not running; open a .blueprint file first.', vim.log.levels.WARN)
  end
  local params = { command = M.command, arguments = arguments(name) }
  lsp.request(client, 'workspace/executeCommand', params, function(problem, answer)
    if problem then
      blueprint.say(problem.message or tostring(problem), vim.log.levels.ERROR)
    elseif not answer:find('\n') then -- one line is no page: it says that there is none
      blueprint.say(answer, vim.log.levels.WARN)
    else
      show(name, answer, modifiers)
    end
  end)
end

--- The name, and the blueprint it is asked in: a repository may have pages of its own.
function arguments(name)
  if vim.bo.filetype == require('blueprint.lsp').filetype then
    return { name, vim.uri_from_bufnr(0) }
  end
  return { name }
end

function show(name, markdown, modifiers)
  local buffer = page_buffer('blueprint://' .. name)
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(vim.trim(markdown), '\r?\n'))
  vim.bo[buffer].modifiable = false
  local window = vim.fn.bufwinid(buffer)
  if window ~= -1 then
    return vim.api.nvim_set_current_win(window)
  end
  vim.cmd(modifiers .. ' sbuffer ' .. buffer)
  vim.cmd('setlocal wrap linebreak conceallevel=2 nonumber norelativenumber nospell')
end

--- The buffer of that page, shown already or new; `q` closes it.
function page_buffer(title)
  local known = vim.fn.bufnr('^' .. vim.fn.escape(title, '*?[]{}\\') .. '$')
  if known ~= -1 then
    return known
  end
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(buffer, title)
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].filetype = 'markdown'
  vim.api.nvim_buf_set_keymap(buffer, 'n', 'q', '<Cmd>close<CR>', { nowait = true, noremap = true, silent = true })
  return buffer
end

return M
