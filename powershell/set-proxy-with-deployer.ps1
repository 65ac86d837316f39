# Sets or clears the proxy of the installed sensor with the deployer of its version.
# Source: "Change proxy configuration using the CLI".
param(
    [string] $Action,
    [string] $ProxyUrl = '',
    [string] $UserNameBase64 = '',
    [string] $PasswordBase64 = '',
    [string] $PasswordSecretUrl = '',
    # Says nothing to the script: whoever changes it has the script run again.
    [string] $Run = ''
)

. "$PSScriptRoot/shared/outcome.ps1"
. "$PSScriptRoot/shared/credential.ps1"
. "$PSScriptRoot/shared/sensor.ps1"
. "$PSScriptRoot/shared/program.ps1"

if (($Action -ne 'Set' -and $Action -ne 'Clear') -or ($Action -eq 'Set') -ne [bool] $ProxyUrl) {
    Stop-Script 10 'Give -Action Set with -ProxyUrl, or -Action Clear alone.'
}
$userName = Get-SecretText $UserNameBase64 ''
$password = Get-SecretText $PasswordBase64 $PasswordSecretUrl
$wanted = if ($ProxyUrl) { "the proxy $ProxyUrl" } else { 'no proxy' }

$folder = Find-SensorFolder
if (-not $folder) { Stop-Script 11 'No sensor is installed on this machine; install it first.' }
$deployer = Join-Path $folder 'Microsoft.Tri.Sensor.Deployment.Deployer.exe'
if (-not (Test-Path -LiteralPath $deployer)) { Stop-Script 11 "$deployer does not exist; install the sensor again." }
# A password cannot be read back and compared, so with one it is always written.
if (-not $userName -and (Test-ConfiguredProxy (Read-ConfiguredProxy $folder) $ProxyUrl '')) {
    Complete-Script "The sensor has $wanted already; nothing was changed."
}

$arguments = @()
if ($ProxyUrl) {
    $arguments += Format-Argument 'ProxyUrl' $ProxyUrl
    if ($userName) {
        $arguments += Format-Argument 'ProxyUserName' $userName
        $arguments += Format-Argument 'ProxyUserPassword' $password
    }
} else {
    $arguments += 'ClearProxyConfiguration'
}
try {
    $exitCode = Invoke-Program $deployer $arguments
} catch {
    Stop-Script 12 "The deployer could not be run: $($_.Exception.Message)"
}
if ($exitCode -ne 0) { Stop-Script 12 "The deployer ended with exit code $exitCode when it was asked for $wanted; see its log files in the folder Logs beside it." }
if (-not (Test-ConfiguredProxy (Read-ConfiguredProxy $folder) $ProxyUrl $userName)) {
    Stop-Script 13 "The deployer was asked for $wanted, and the sensor has another configuration; see SensorConfiguration.json in $folder."
}
Restart-Sensor
Complete-Script "The sensor has $wanted now, and its services run."
