import fc from 'fast-check';
import { checkWorkspaceName, quoted, WorkspaceNameError, workspaceNameWarnings } from '../../src/requirements';

const SEE_PORTAL = 'write the name alone, the portal shows the name under Settings > Identities > About';

function problemOf(text: string): WorkspaceNameError {
  try {
    checkWorkspaceName(text);
  } catch (error) {
    if (error instanceof WorkspaceNameError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(text)} was taken`);
}

describe('a good workspace name', () => {
  test.each([
    ['contoso-corp', 'contoso-corp'],
    ['thalpius-onmicrosoft-com', 'thalpius-onmicrosoft-com'],
    ['CONTOSO-Corp', 'contoso-corp'],
    ['a', 'a'],
    ['7', '7'],
    ['xn--bcher-kva', 'xn--bcher-kva'],
    ['sensor', 'sensor'],
    ['sensorapi2', 'sensorapi2'],
    ['foo-', 'foo-'],
    ['a'.repeat(54), 'a'.repeat(54)],
  ])('%s is taken as %s', (text, name) => {
    expect(checkWorkspaceName(text)).toBe(name);
  });
});

describe('a bad workspace name', () => {
  test.each([
    ['', 'empty', 'The workspace name is empty; the portal shows the name under Settings > Identities > About.'],
    [' \t\n', 'empty', 'The workspace name is empty; the portal shows the name under Settings > Identities > About.'],
    ['https://contoso-corpsensorapi.atp.azure.com/tri/sensor/api/ping', 'url', 'The workspace name "https://contoso-corpsensorapi.atp.azure.com/tri/sensor/api/ping" is a URL; write "contoso-corp".'],
    ['https://contoso.atp.azure.com', 'url', 'The workspace name "https://contoso.atp.azure.com" is a URL; write "contoso".'],
    ['https://security.microsoft.com/settings', 'url', `The workspace name "https://security.microsoft.com/settings" is a URL; ${SEE_PORTAL}.`],
    ['contoso-corpsensorapi.atp.azure.com', 'sensor-host', 'The workspace name "contoso-corpsensorapi.atp.azure.com" is the whole sensor host; write "contoso-corp".'],
    ['Contoso-CorpSensorApi.ATP.azure.com.', 'sensor-host', 'The workspace name "Contoso-CorpSensorApi.ATP.azure.com." is the whole sensor host; write "contoso-corp".'],
    ['contoso-corpsensorapi.atp.azure.us:443', 'sensor-host', 'The workspace name "contoso-corpsensorapi.atp.azure.us:443" is the whole sensor host; write "contoso-corp".'],
    ['agency.sensorapi.atp.azure.com', 'sensor-host', 'The workspace name "agency.sensorapi.atp.azure.com" is the whole sensor host; write "agency".'],
    ['sensorapi.atp.azure.com', 'sensor-host', `The workspace name "sensorapi.atp.azure.com" is the whole sensor host; ${SEE_PORTAL}.`],
    ['contoso.atp.azure.com', 'console-host', 'The workspace name "contoso.atp.azure.com" is the address of the console; write "contoso".'],
    ['contoso.onmicrosoft.com', 'dotted', 'The workspace name "contoso.onmicrosoft.com" contains dots, as a domain does and a workspace name does not; write "contoso-onmicrosoft-com".'],
    ['contoso.', 'dotted', 'The workspace name "contoso." contains dots, as a domain does and a workspace name does not; write "contoso".'],
    ['contoso-corpsensorapi', 'sensorapi-suffix', 'The workspace name "contoso-corpsensorapi" ends in "sensorapi", which is added to the name to make the host; write "contoso-corp".'],
    ['sensorapi', 'sensorapi-suffix', `The workspace name "sensorapi" ends in "sensorapi", which is added to the name to make the host; ${SEE_PORTAL}.`],
    ['contoso_corp', 'underscore', 'The workspace name "contoso_corp" contains an underscore, which no host name has; write "contoso-corp".'],
    ['my workspace', 'spaces', 'The workspace name "my workspace" contains white space; write "my-workspace".'],
    ['contoso-corp\n', 'spaces', 'The workspace name "contoso-corp\\n" contains white space; write "contoso-corp".'],
    ['ws:8080', 'retargets-url', `The workspace name "ws:8080" contains ":", which would make the sensor host another host; ${SEE_PORTAL}.`],
    ['ws\\x', 'retargets-url', `The workspace name "ws\\\\x" contains "\\\\", which would make the sensor host another host; ${SEE_PORTAL}.`],
    ['[', 'retargets-url', `The workspace name "[" contains "[", which would make the sensor host another host; ${SEE_PORTAL}.`],
    ['ws%zz', 'retargets-url', `The workspace name "ws%zz" contains "%", which would make the sensor host another host; ${SEE_PORTAL}.`],
    ['%', 'retargets-url', `The workspace name "%" contains "%", which would make the sensor host another host; ${SEE_PORTAL}.`],
    ['ws/x', 'retargets-url', `The workspace name "ws/x" contains "/", which would make the sensor host another host; ${SEE_PORTAL}.`],
    ['ws#frag', 'retargets-url', `The workspace name "ws#frag" contains "#", which would make the sensor host another host; ${SEE_PORTAL}.`],
    ['ws?q=1', 'retargets-url', `The workspace name "ws?q=1" contains "?", which would make the sensor host another host; ${SEE_PORTAL}.`],
    ['ws@evil.com', 'retargets-url', `The workspace name "ws@evil.com" contains "@", which would make the sensor host another host; ${SEE_PORTAL}.`],
    ['contös', 'character', 'The workspace name "contös" contains "ö"; only letters a to z, digits and hyphens are possible.'],
    ['\u212aontoso', 'character', 'The workspace name "\u212aontoso" contains "\u212a"; only letters a to z, digits and hyphens are possible.'],
    ['a\u0000b', 'character', 'The workspace name "a\\u0000b" contains "\\u0000"; only letters a to z, digits and hyphens are possible.'],
    ['-contoso', 'leading-hyphen', 'The workspace name "-contoso" begins with a hyphen, which no host name does; write "contoso".'],
    ['-', 'leading-hyphen', `The workspace name "-" begins with a hyphen, which no host name does; ${SEE_PORTAL}.`],
    ['a'.repeat(55), 'too-long', `The workspace name "${'a'.repeat(55)}" has 55 characters; with "sensorapi" behind it at most 54 fit into a host name.`],
    ['.'.repeat(5000) + 'x', 'too-long', `The workspace name "${'.'.repeat(100)}…" has 5001 characters; with "sensorapi" behind it at most 54 fit into a host name.`],
  ])('%j is refused as %s', (text, code, message) => {
    expect(problemOf(text)).toMatchObject({ code, message });
  });

  test('is never answered with a suggestion that is bad itself', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: fc.constantFrom(...'aA-_. :/sensorapi'), maxLength: 80 })), (text) => {
      try {
        checkWorkspaceName(text);
      } catch (error) {
        const { suggestion } = error as WorkspaceNameError;
        if (suggestion !== undefined) expect(checkWorkspaceName(suggestion)).toBe(suggestion);
      }
    }));
  });

  test('is whatever is not letters, digits and inner hyphens that fit into a DNS label', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'abzAZ09-_. :/ö'), maxLength: 60 }), (text) => {
      const good = /^[a-z0-9][a-z0-9-]{0,53}$/i.test(text) && !/sensorapi$/i.test(text);
      if (good) expect(checkWorkspaceName(text)).toBe(text.toLowerCase());
      else expect(() => checkWorkspaceName(text)).toThrow(WorkspaceNameError);
    }));
  });
});

describe('warnings', () => {
  test.each([
    ['foo-', ['The workspace name "foo-" ends in a hyphen; if that is a slip, write "foo".']],
    ['contososensor', ['The workspace name "contososensor" ends in "sensor"; if the sensor host is "contososensorapi.atp.azure.com", write "contoso".']],
    ['sensor', []],
    ['contoso-corp', []],
  ])('%s', (name, warnings) => {
    expect(workspaceNameWarnings(name)).toEqual(warnings);
  });
});

test('quoted text from outside is short and cannot steer a terminal', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
    const shown = quoted(text);
    expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
    expect(Array.from(shown).length).toBeLessThanOrEqual(100 * 6 + 3);
  }));
});
