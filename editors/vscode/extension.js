// Starts `tripline lsp` and connects VS Code with it. Everything else is in the server.
'use strict';

const path = require('path');
const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

/** @type {LanguageClient | undefined} */
let client;

/** Changes of settings that want a new server come one after the other. */
let turn = Promise.resolve();

/** The program to start, as the user set it. */
function command() {
  const configured = vscode.workspace.getConfiguration('tripline').get('command', 'tripline').trim();
  const folder = vscode.workspace.workspaceFolders?.[0];
  const relative = configured.startsWith('./') || configured.startsWith('../');
  return relative && folder ? path.join(folder.uri.fsPath, configured) : configured || 'tripline';
}

function createClient() {
  const serverOptions = { command: command(), args: ['lsp'], options: {} };
  const clientOptions = {
    documentSelector: [
      { scheme: 'file', language: 'tripline' },
      { scheme: 'untitled', language: 'tripline' },
    ],
    initializationOptions: {
      ruleSets: vscode.workspace.getConfiguration('tripline').get('ruleSets', []),
    },
    synchronize: { configurationSection: 'tripline' },
  };
  return new LanguageClient('tripline', 'Tripline', serverOptions, clientOptions);
}

async function start() {
  if (!vscode.workspace.isTrusted) {
    return;
  }
  client = createClient();
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const settings = 'Open Settings';
    const chosen = await vscode.window.showErrorMessage(
      `"${command()} lsp" could not be started: ${error.message ?? error}. ` +
        'Say in the setting "tripline.command" where the program is.',
      settings,
    );
    if (chosen === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'tripline.command');
    }
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running) {
    await running.stop();
  }
}

function restart() {
  turn = turn.then(stop).then(start);
  return turn;
}

function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand('tripline.restart', restart),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('tripline.command')) {
        restart();
      }
    }),
  );
  turn = turn.then(start);
}

function deactivate() {
  turn = turn.then(stop);
  return turn;
}

module.exports = { activate, deactivate };
