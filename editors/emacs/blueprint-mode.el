;;; blueprint-mode.el --- Backend architecture in .blueprint files  -*- lexical-binding: t -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; A major mode for blueprints, which eglot connects to the language server `blueprint-ls':
;;
;;   (require 'blueprint-mode)
;;   (add-hook 'blueprint-mode-hook #'eglot-ensure)
;;
;; Commands beyond the protocol's own: `blueprint-explain', `blueprint-document', `blueprint-diagram',
;; `blueprint-outline', `blueprint-fill'.

;;; Code:

(require 'eglot)

(defgroup blueprint nil
  "Backend architecture in .blueprint files."
  :group 'languages)

(defcustom blueprint-server-command '("blueprint-ls")
  "The command that starts the language server."
  :type '(repeat string))

(defvar blueprint-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?/ ". 14" table)
    (modify-syntax-entry ?* ". 23b" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?- "_" table)
    table)
  "Comments begin with # and end with the line, or stand between /* and */.")

(defconst blueprint-font-lock-keywords
  '(("^\\([a-z_]+\\)\\b[^=\n]*{" 1 font-lock-keyword-face)
    ("^\\s-+\\([a-z_]+\\)\\(?:\\s-+\"?[^\"{=\n]*\"?\\)?\\s-*{" 1 font-lock-type-face)
    ("^\\s-+[a-z_]+\\s-+\\([A-Za-z_][A-Za-z0-9_.-]*\\)\\s-*{" 1 font-lock-function-name-face)
    ("^\\s-*\\([a-z_]+\\)\\s-*=" 1 font-lock-variable-name-face)
    ("\\<\\(true\\|false\\)\\>" . font-lock-constant-face)
    ("\\<\\([a-z_]+\\)\\.\\([A-Za-z_][A-Za-z0-9_-]*\\)" (1 font-lock-type-face) (2 font-lock-constant-face)))
  "What stands out: sections, blocks, their labels, attributes, references.")

(defun blueprint-indent-line ()
  "Indent the line by two columns for each bracket that is open before it."
  (interactive)
  (let ((depth (car (save-excursion (syntax-ppss (line-beginning-position)))))
        (closes (save-excursion (back-to-indentation) (looking-at "[])}]")))
        (offset (- (current-column) (current-indentation))))
    (indent-line-to (max 0 (* 2 (if closes (1- depth) depth))))
    (when (> offset 0) (forward-char offset))))

;;;###autoload
(define-derived-mode blueprint-mode prog-mode "Blueprint"
  "Major mode for .blueprint files."
  (setq-local comment-start "# "
              comment-start-skip "#+\\s-*"
              font-lock-defaults '(blueprint-font-lock-keywords)
              indent-line-function #'blueprint-indent-line
              indent-tabs-mode nil
              tab-width 2))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.blueprint\\'" . blueprint-mode))

(add-to-list 'eglot-server-programs (cons 'blueprint-mode (lambda (&rest _) blueprint-server-command)))

(defun blueprint--ask (command &rest arguments)
  "What the server answers to COMMAND with ARGUMENTS.
An error where it has a problem."
  (eglot--signal-textDocument/didChange) ; what was typed last, which eglot sends only now and then
  (let* ((server (or (eglot-current-server) (user-error "Open a blueprint, and start its server with M-x eglot")))
         (answer (jsonrpc-request server :workspace/executeCommand
                                  (list :command command :arguments (vconcat arguments)))))
    (when-let ((problem (and (consp answer) (plist-get answer :problem))))
      (user-error "%s" problem))
    answer))

(defun blueprint--about (command &rest arguments)
  "What the server answers to COMMAND about this buffer, with ARGUMENTS."
  (apply #'blueprint--ask command (eglot--path-to-uri buffer-file-name) arguments))

(defun blueprint--show (name text)
  "Show TEXT in a buffer called NAME that `q' closes."
  (with-current-buffer (get-buffer-create name)
    (let ((inhibit-read-only t))
      (erase-buffer)
      (insert text))
    (goto-char (point-min))
    (special-mode)
    (display-buffer (current-buffer))))

;;;###autoload
(defun blueprint-explain (name)
  "Show the page of NAME: a section, a decision, an option or a rule."
  (interactive (list (read-string "Explain: " (thing-at-point 'symbol t))))
  (blueprint--show (format "*blueprint %s*" name) (blueprint--ask "blueprint.explain" name)))

;;;###autoload
(defun blueprint-document ()
  "Show the document of this blueprint, in Markdown."
  (interactive)
  (blueprint--show "*blueprint document*" (blueprint--about "blueprint.render" "md")))

;;;###autoload
(defun blueprint-diagram (view)
  "Draw this blueprint from one VIEW."
  (interactive (list (completing-read "View: " '("containers" "context" "modules" "deployment") nil t)))
  (let ((drawn (blueprint--about "blueprint.graph" (list :view view :format "ascii"))))
    (blueprint--show (format "*blueprint %s*" view) (plist-get drawn :text))))

;;;###autoload
(defun blueprint-fill ()
  "Fill in everything that this blueprint lacks, marked as assumed."
  (interactive)
  (let ((answer (blueprint--about "blueprint.fill")))
    (message "%s" (if (> (plist-get answer :changed) 0)
                      "Everything missing is filled in; what was assumed is marked"
                    "Nothing is missing"))))

;;;###autoload
(defun blueprint-outline ()
  "Show sections, decisions, readiness, modules and findings in code.
RET goes to the place of a line."
  (interactive)
  (let ((rows (blueprint--about "blueprint.outline")))
    (with-current-buffer (get-buffer-create "*blueprint outline*")
      (let ((inhibit-read-only t))
        (erase-buffer)
        (seq-do (lambda (row) (blueprint--insert-row row 0)) rows))
      (goto-char (point-min))
      (special-mode)
      (display-buffer (current-buffer)))))

(defun blueprint--insert-row (row depth)
  "Insert ROW and the rows in it, DEPTH steps in."
  (let ((text (concat (make-string (* 2 depth) ?\s) (plist-get row :label)))
        (uri (plist-get row :uri)))
    (if uri
        (insert-text-button text 'action (lambda (_) (blueprint--go uri (plist-get row :range))))
      (insert text))
    (unless (string-empty-p (plist-get row :detail))
      (insert (propertize (concat " · " (plist-get row :detail)) 'face 'shadow)))
    (insert "\n")
    (seq-do (lambda (inner) (blueprint--insert-row inner (1+ depth))) (plist-get row :rows))))

(defun blueprint--go (uri range)
  "Go to the start of RANGE in the file of URI."
  (find-file-other-window (eglot--uri-to-path uri))
  (goto-char (eglot--lsp-position-to-point (plist-get range :start))))

(provide 'blueprint-mode)
;;; blueprint-mode.el ends here
