import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** A system's Chromium serves; where there is none it is installed: by Playwright, or by Debian as root where that is out of reach. */
export function installBrowser(): void {
  if (existsSync('/usr/bin/chromium') || existsSync('/usr/bin/chromium-browser')) return;
  console.log('Installing a browser…');
  const isWindows = process.platform === 'win32';
  const playwright = join(root, 'node_modules/.bin', isWindows ? 'playwright.cmd' : 'playwright');
  if (spawnSync(playwright, ['install', 'chromium'], { cwd: root, stdio: 'inherit', shell: isWindows }).status === 0) return;
  spawnSync('sh', ['-c', 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk'], { stdio: 'inherit' });
}
