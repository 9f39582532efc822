--- Windows that show a text of the server's: nothing in them is edited, `q` closes them.
local M = {}

local buffer_of

--- Show lines under a title, in a window opened under `modifiers`; gives its buffer.
function M.show(title, lines, filetype, modifiers)
  local buffer = M.fill(title, lines, filetype)
  local window = vim.fn.bufwinid(buffer)
  if window ~= -1 then
    vim.api.nvim_set_current_win(window)
  else
    vim.cmd((modifiers or '') .. ' sbuffer ' .. buffer)
    vim.cmd('setlocal nonumber norelativenumber nospell')
  end
  return buffer
end

--- Replace what a page shows, wherever it is shown, and leave every window where it is.
function M.fill(title, lines, filetype)
  local buffer = buffer_of('blueprint://' .. title, filetype)
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
  return buffer
end

--- The lines of a text.
function M.lines(text)
  return vim.split((text:gsub('%s+$', '')), '\r?\n')
end

--- The buffer of that page, shown already or new.
function buffer_of(name, filetype)
  local known = vim.fn.bufnr('^' .. vim.fn.escape(name, '*?[]{}\\') .. '$')
  if known ~= -1 then
    return known
  end
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(buffer, name)
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].filetype = filetype
  vim.api.nvim_buf_set_keymap(buffer, 'n', 'q', '<Cmd>close<CR>', { nowait = true, noremap = true, silent = true })
  return buffer
end

return M
