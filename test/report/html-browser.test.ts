import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { HOSTILE_NAMES } from './hostile';
import { reportOf, SENSOR_API } from './reports';
import { diff, readInputs, verify } from '../../src/harness';
import { PLAIN, renderDiff, renderReports } from '../../src/report';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const PLANS = join(__dirname, '..', 'fixtures', 'plans');

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
  readonly passes: readonly unknown[];
}

/** The pages as people open them; where there is no browser the tests say so and are skipped. */
const inBrowser = existsSync(CHROMIUM) ? describe : describe.skip;
if (!existsSync(CHROMIUM)) process.stderr.write(`The HTML report is not opened in a browser: there is no ${CHROMIUM}; install Chromium, or name it in the variable CHROMIUM.\n`);

inBrowser('the page in Chromium', () => {
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mdi-egress-html-'));
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function pageOf(...names: readonly string[]): string {
    return renderReports(names.map((name) => verify(readInputs([join(PLANS, `${name}.plan.json`)]), {
      workspace: 'contoso-corp', sensors: ['10.1.0.4', '10.1.0.5'], trace: true,
    })), 'html');
  }

  /** Opens a page, hands it over, and returns everything that should not have happened meanwhile. */
  async function opened(html: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>): Promise<string[]> {
    const file = join(folder, 'report.html');
    writeFileSync(file, html);
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const incidents: string[] = [];
    page.on('console', (message) => incidents.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
    page.on('request', (request) => incidents.push(`request: ${request.url()}`));
    page.on('dialog', (dialog) => {
      incidents.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(file).href);
    await look(page);
    await context.close();
    return incidents.filter((incident) => incident !== `request: ${pathToFileURL(file).href}`);
  }

  async function axe(page: Page): Promise<AxeResults> {
    await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    return page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
  }

  const everythingOpen = 'for (const part of document.querySelectorAll("details")) part.open = true;';

  test.each<['light' | 'dark', number]>([['light', 1280], ['dark', 1280], ['light', 390], ['dark', 390]])(
    'in %s, %i pixels wide: nothing is loaded, nothing is logged, and axe finds nothing',
    async (colorScheme, width) => {
      const html = pageOf('premium-tls-inspection', 'computed-source', 'hub-spoke-ok');
      const incidents = await opened(html, { colorScheme, viewport: { width, height: 900 } }, async (page) => {
        await page.evaluate(everythingOpen);
        const { violations, passes } = await axe(page);
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(' ')}`)).toEqual([]);
        expect(passes.length).toBeGreaterThan(15);
        // The page itself never needs scrolling sideways.
        expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
        expect(await page.locator(width > 1060 ? 'svg.across' : 'svg.down').first().isVisible()).toBe(true);
        expect(await page.locator(width > 1060 ? 'svg.down' : 'svg.across').first().isVisible()).toBe(false);
      });
      expect(incidents).toEqual([]);
    }, 60_000,
  );

  test.each<['light' | 'dark', number]>([['light', 1280], ['dark', 390]])('a change in %s, %i pixels wide: nothing is loaded, nothing is logged, and axe finds nothing', async (colorScheme, width) => {
    const [before, after] = ['nsg-only-ok', 'nsg-deny-first'].map((name) => readInputs([join(PLANS, `${name}.plan.json`)]));
    const html = renderDiff(diff(before, after, { workspace: 'contoso-corp', trace: true }), 'html', PLAIN);
    const incidents = await opened(html, { colorScheme, viewport: { width, height: 900 } }, async (page) => {
      await page.evaluate(everythingOpen);
      const { violations } = await axe(page);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(' ')}`)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
      expect(await page.locator('svg').count()).toBeGreaterThan(4);
    });
    expect(incidents).toEqual([]);
  });

  test('light and dark differ', async () => {
    const grounds: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await opened(pageOf('hub-spoke-ok'), { colorScheme }, async (page) => {
        grounds.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
      });
    }
    expect(grounds).toEqual(['rgb(255, 255, 255)', 'rgb(15, 19, 24)']);
  });

  test('parts open and close with the keyboard alone', async () => {
    await opened(pageOf('hub-spoke-ok'), {}, async (page) => {
      const isOpen = (): Promise<boolean> => page.evaluate('document.querySelector("details.requirement").open');
      expect(await isOpen()).toBe(false);
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate('document.activeElement?.tagName === "SUMMARY"')) break;
      }
      await page.keyboard.press('Enter');
      expect(await isOpen()).toBe(true);
      await page.keyboard.press('Enter');
      expect(await isOpen()).toBe(false);
    });
  });

  test('boxes of a drawing neither overlap nor leave it, and texts stay inside their boxes', async () => {
    await opened(pageOf('computed-source'), { viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.evaluate(everythingOpen);
      const faults = await page.evaluate(`[...document.querySelectorAll('svg.across')].flatMap((svg) => {
        const frame = svg.getBoundingClientRect();
        const boxes = [...svg.querySelectorAll('g.box')].map((box) => ({ box, area: box.querySelector('rect').getBoundingClientRect() }));
        const inside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
        const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        return [
          ...boxes.filter(({ area }) => !inside(area, frame)).map(({ box }) => 'outside: ' + box.textContent),
          ...boxes.flatMap(({ box, area }, i) => boxes.slice(i + 1).filter((other) => !apart(area, other.area)).map(() => 'overlaps: ' + box.textContent)),
          ...boxes.flatMap(({ box, area }) => [...box.querySelectorAll('text')].filter((text) => !inside(text.getBoundingClientRect(), area)).map((text) => 'text: ' + text.textContent)),
        ];
      })`);
      expect(faults).toEqual([]);
      expect(await page.locator('svg.across').count()).toBeGreaterThan(4);
    });
  });

  test('printed, every drawing stands upright and nothing is cut at the side', async () => {
    await opened(pageOf('hub-spoke-ok'), { viewport: { width: 700, height: 900 } }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
      expect(await page.locator('svg.across').first().isVisible()).toBe(false);
    });
  });

  test('hostile names run nothing, load nothing, and can be read', async () => {
    const [flow] = SENSOR_API.flows;
    const requirements = HOSTILE_NAMES.map((name) => ({ ...SENSOR_API, verdict: 'violated' as const, statement: name, flows: [{
      ...flow, verdict: 'violated' as const, source: name, host: name, decidedBy: [{ enforcementPoint: name, rule: name, action: 'deny' as const, address: name }],
    }], reasons: [name] }));
    const report = { ...reportOf('violated', ...requirements), workspace: HOSTILE_NAMES[1], assumptions: HOSTILE_NAMES, inputs: [{ path: HOSTILE_NAMES[0], kind: 'terraform-plan' as const }] };
    const incidents = await opened(renderReports([report], 'html'), {}, async (page) => {
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect(await page.locator('img, script, iframe, svg a').count()).toBe(0);
      expect(await page.locator('ol > li').count()).toBe(HOSTILE_NAMES.length);
      expect(await page.locator('ol > li').first().textContent()).toBe('<img src=x onerror=alert(1)>');
    });
    expect(incidents).toEqual([]);
  });
});
