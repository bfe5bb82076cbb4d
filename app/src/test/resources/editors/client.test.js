// Runs the VS Code client with stand-ins for VS Code and its language client. Plain node, no packages.
'use strict';

const assert = require('node:assert');
const Module = require('node:module');

const settings = { command: './tripline', ruleSets: ['rules/cards'] };
const clients = [];
const commands = new Map();
const errors = [];
let onConfiguration;
let onTrust;

class LanguageClient {
  constructor(id, name, server, options) {
    Object.assign(this, { id, name, server, options, state: 'new' });
    clients.push(this);
  }
  async start() {
    if (this.server.command === 'missing') {
      throw new Error('spawn missing ENOENT');
    }
    this.state = 'running';
  }
  async stop() {
    this.state = 'stopped';
  }
}

const vscode = {
  workspace: {
    isTrusted: false,
    workspaceFolders: [{ uri: { fsPath: '/work/space' } }],
    getConfiguration: (section) => {
      assert.strictEqual(section, 'tripline');
      return { get: (name, otherwise) => settings[name] ?? otherwise };
    },
    onDidChangeConfiguration: (listener) => ((onConfiguration = listener), { dispose() {} }),
    onDidGrantWorkspaceTrust: (listener) => ((onTrust = listener), { dispose() {} }),
  },
  commands: {
    registerCommand: (name, run) => (commands.set(name, run), { dispose() {} }),
    executeCommand: async () => {},
  },
  window: { showErrorMessage: async (text) => void errors.push(text) },
};

const load = Module._load;
Module._load = (name, ...rest) =>
  name === 'vscode' ? vscode : name === 'vscode-languageclient/node' ? { LanguageClient } : load(name, ...rest);

const { activate, deactivate } = require(process.argv[2]);
const settled = () => new Promise((done) => setImmediate(done));

(async () => {
  const context = { subscriptions: [] };
  activate(context);
  await settled();
  assert.strictEqual(clients.length, 0, 'nothing is started in a workspace that is not trusted');

  vscode.workspace.isTrusted = true;
  await onTrust();
  assert.strictEqual(clients.length, 1);
  assert.deepStrictEqual(clients[0].server.command, '/work/space/tripline');
  assert.deepStrictEqual(clients[0].server.args, ['lsp']);
  assert.deepStrictEqual(clients[0].options.initializationOptions, { ruleSets: ['rules/cards'] });
  assert.strictEqual(clients[0].options.synchronize.configurationSection, 'tripline');
  assert.ok(clients[0].options.documentSelector.every((s) => s.language === 'tripline'));
  assert.strictEqual(clients[0].state, 'running');

  settings.command = 'missing';
  onConfiguration({ affectsConfiguration: (name) => name === 'tripline.command' });
  await settled();
  await settled();
  assert.strictEqual(clients[0].state, 'stopped');
  assert.match(errors[0], /"missing lsp" could not be started: spawn missing ENOENT/);

  settings.command = 'tripline';
  await commands.get('tripline.restart')();
  assert.strictEqual(clients[2].state, 'running');
  assert.strictEqual(clients[2].server.command, 'tripline');
  await deactivate();
  assert.strictEqual(clients[2].state, 'stopped');
  assert.strictEqual(context.subscriptions.length, 3);
  console.log('all fine');
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
