--- `:BlueprintView`: sections, decisions, readiness, modules and findings in code, each line leading to its place.
local M = {}

local TITLE = 'view'
local WIDTH = 48
local SIGNS = {
  done = '✓',
  part = '◐',
  open = '○',
  apart = '–',
  assumed = '?',
  error = 'E',
  warning = 'W',
  information = 'I',
}
local rows_of_line, about = {}, nil

local draw, lines_of, prepare

--- Open the view at the left, and keep it as the blueprint is.
function M.open()
  local ask, pages = require('blueprint.ask'), require('blueprint.pages')
  ask.with_blueprint(function(address)
    about = address
    ask.ask('blueprint.outline', { about }, function(rows)
      local buffer = pages.show(TITLE, lines_of(rows), 'blueprint-view', 'topleft vertical')
      vim.cmd('vertical resize ' .. WIDTH)
      prepare(buffer)
      require('blueprint.live').follow(buffer, draw)
    end)
  end)
end

--- Go to the place of the line under the cursor, in the window beside the view.
function M.go()
  local row = rows_of_line[vim.api.nvim_win_get_cursor(0)[1]]
  if not (row and row.uri) then
    return vim.cmd('silent! normal! za')
  end
  vim.cmd('wincmd p')
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.uri_to_fname(row.uri)))
  local start = row.range.start
  local line = vim.api.nvim_buf_get_lines(0, start.line, start.line + 1, false)[1] or ''
  vim.api.nvim_win_set_cursor(0, { start.line + 1, math.min(start.character, #line) })
end

--- What folds under the line: Vim's 'foldexpr'.
function M.fold(line)
  local depth = rows_of_line[line] and rows_of_line[line].depth or 0
  local next_depth = rows_of_line[line + 1] and rows_of_line[line + 1].depth or 0
  return next_depth > depth and '>' .. (depth + 1) or depth
end

function draw()
  require('blueprint.ask').ask('blueprint.outline', { about }, function(rows)
    require('blueprint.pages').fill(TITLE, lines_of(rows), 'blueprint-view')
  end)
end

function prepare(buffer)
  vim.cmd('setlocal foldmethod=expr foldtext=getline(v:foldstart) foldlevel=1 fillchars=fold:\\  nowrap winfixwidth')
  vim.wo.foldexpr = "v:lua.require'blueprint.view'.fold(v:lnum)"
  local go = "<Cmd>lua require('blueprint.view').go()<CR>"
  vim.api.nvim_buf_set_keymap(buffer, 'n', '<CR>', go, { noremap = true, silent = true })
  vim.api.nvim_buf_set_keymap(buffer, 'n', '<2-LeftMouse>', go, { noremap = true, silent = true })
  for state, group in pairs({ E = 'DiagnosticError', W = 'DiagnosticWarn', ['✓'] = 'DiagnosticHint', ['?'] = 'DiagnosticInfo' }) do
    vim.fn.matchadd(group, [[^\s*\zs]] .. state .. [[\ze ]])
  end
  vim.fn.matchadd('Comment', [[ · .*$]])
end

function lines_of(rows)
  local lines = {}
  rows_of_line = {}
  local function add(row, depth)
    local sign = SIGNS[row.state] and SIGNS[row.state] .. ' ' or ''
    local detail = row.detail ~= '' and ' · ' .. row.detail or ''
    table.insert(lines, (string.rep('  ', depth) .. sign .. row.label .. detail):gsub('\n', ' ') .. '')
    rows_of_line[#lines] = { depth = depth, uri = row.uri, range = row.range }
    for _, child in ipairs(row.rows) do
      add(child, depth + 1)
    end
  end
  for _, row in ipairs(rows) do
    add(row, 0)
  end
  return lines
end

return M
