# Installs the sensor silently with a proxy, from a package that is on this machine.
# Source: "Run a silent installation with a proxy configuration".
param(
    [string] $SetupPathBase64,
    [string] $ProxyUrl,
    [string] $AccessKeyBase64 = '',
    [string] $AccessKeySecretUrl = '',
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

if (-not $SetupPathBase64 -or -not $ProxyUrl) { Stop-Script 10 'Give -SetupPathBase64 and -ProxyUrl.' }
$setupPath = ConvertFrom-Base64Text $SetupPathBase64
$accessKey = Get-SecretText $AccessKeyBase64 $AccessKeySecretUrl
$userName = Get-SecretText $UserNameBase64 ''
$password = Get-SecretText $PasswordBase64 $PasswordSecretUrl
if (-not $accessKey) { Stop-Script 10 'Give -AccessKeyBase64 or -AccessKeySecretUrl.' }

$installed = Find-SensorFolder
if ($installed) {
    if (Test-ConfiguredProxy (Read-ConfiguredProxy $installed) $ProxyUrl $userName) {
        Complete-Script "The sensor is installed already, with the proxy $ProxyUrl; nothing was changed."
    }
    Stop-Script 13 "The sensor is installed already, in $installed and with another proxy; change that with the deployer, not with an installation."
}
if (-not (Test-Path -LiteralPath $setupPath -PathType Leaf)) { Stop-Script 11 "$setupPath does not exist; put the installation package there, unpacked." }

$arguments = @('/quiet', 'NetFrameworkCommandLineArguments="/q"', (Format-Argument 'AccessKey' $accessKey), (Format-Argument 'ProxyUrl' $ProxyUrl))
if ($userName) {
    $arguments += Format-Argument 'ProxyUserName' $userName
    $arguments += Format-Argument 'ProxyUserPassword' $password
}
try {
    $exitCode = Invoke-Program $setupPath $arguments
} catch {
    Stop-Script 12 "The installation could not be run: $($_.Exception.Message)"
}
# 3010 and 1641: installed, and Windows wants to be restarted or is about to (Windows Installer).
$restart = $exitCode -eq 3010 -or $exitCode -eq 1641
if ($exitCode -ne 0 -and -not $restart) {
    Stop-Script 12 "The installation ended with exit code $exitCode; see its log files in the folder AppData\Local\Temp of the account that ran it."
}
$installed = Find-SensorFolder
if (-not $installed) { Stop-Script 13 'The installation ended without an error, and no sensor is installed; see its log files.' }
if (-not (Test-ConfiguredProxy (Read-ConfiguredProxy $installed) $ProxyUrl $userName)) {
    Stop-Script 13 "The sensor is installed, and its proxy is not $ProxyUrl; see SensorConfiguration.json in $installed."
}
if ($restart) { Complete-Script "The sensor is installed with the proxy $ProxyUrl; restart this machine." }
Wait-Sensor
Complete-Script "The sensor is installed with the proxy $ProxyUrl, and its services run."
