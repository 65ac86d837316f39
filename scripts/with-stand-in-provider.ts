/*
 * Runs a command in whose Terraform a stand-in takes the place of the azurerm provider: it has the provider's schema and checks of values, and
 * nothing of Azure. For machines that cannot download the provider; where it can be had, leave this out.
 *
 *   npm run stand-in -- bash scripts/terraform-validate.sh FOLDER
 */
import { spawn } from 'node:child_process';
import { startStandIn } from '../test/provider/stand-in';

async function main([command, ...parameters]: readonly string[]): Promise<number> {
  if (command === undefined) {
    process.stderr.write('Name the command to run.\n');
    return 3;
  }
  const standIn = await startStandIn();
  try {
    return await new Promise((resolve, reject) => {
      spawn(command, parameters, { stdio: 'inherit', env: { ...process.env, ...standIn.environment, CHECKPOINT_DISABLE: '1' } })
        .on('error', reject)
        .on('exit', (code) => resolve(code ?? 3));
    });
  } finally {
    standIn.close();
  }
}

main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 3;
});
