# Sets or clears the proxy of the installed sensor with the PowerShell module DefenderForIdentity.
# Source: "Change proxy configuration using PowerShell".
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

if (($Action -ne 'Set' -and $Action -ne 'Clear') -or ($Action -eq 'Set') -ne [bool] $ProxyUrl) {
    Stop-Script 10 'Give -Action Set with -ProxyUrl, or -Action Clear alone.'
}
$userName = Get-SecretText $UserNameBase64 ''
$password = Get-SecretText $PasswordBase64 $PasswordSecretUrl
$wanted = if ($ProxyUrl) { "the proxy $ProxyUrl" } else { 'no proxy' }

try {
    Import-Module -Name 'DefenderForIdentity'
} catch {
    Stop-Script 11 "The PowerShell module DefenderForIdentity cannot be loaded: $($_.Exception.Message) Install it from the PowerShell Gallery for all users, with what it requires."
}
# The module takes a machine without a sensor for one without a proxy.
if (-not (Find-SensorFolder)) { Stop-Script 11 'No sensor is installed on this machine; install it first.' }
try {
    $before = Get-MDISensorProxyConfiguration
} catch {
    Stop-Script 11 "The configuration of the sensor cannot be read: $($_.Exception.Message) Install the sensor again."
}
# A password cannot be read back and compared, so with one it is always written.
if (-not $userName -and (Test-ConfiguredProxy $before $ProxyUrl '')) {
    Complete-Script "The sensor has $wanted already; nothing was changed."
}

try {
    if (-not $ProxyUrl) {
        Clear-MDISensorProxyConfiguration -Confirm:$false
    } elseif ($userName) {
        Set-MDISensorProxyConfiguration -ProxyUrl $ProxyUrl -ProxyCredential (New-ProxyCredential $userName $password) -Confirm:$false
    } else {
        Set-MDISensorProxyConfiguration -ProxyUrl $ProxyUrl -Confirm:$false
    }
} catch {
    Stop-Script 12 "The module could not configure $wanted; it says: $($_.Exception.Message)"
}
if (-not (Test-ConfiguredProxy (Get-MDISensorProxyConfiguration) $ProxyUrl $userName)) {
    Stop-Script 13 "The module was asked for $wanted, and the sensor has another configuration; run Get-MDISensorProxyConfiguration on this machine."
}
# The module restarts the services itself.
Wait-Sensor
Complete-Script "The sensor has $wanted now, and its services run."
