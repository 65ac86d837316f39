# Tries the connection of the sensor from its own machine, with the PowerShell module DefenderForIdentity.
# Source: Test-MDISensorApiConnection.
param(
    # Without it, what the installed sensor is configured with is tried.
    [string] $SensorApiUrl = '',
    [string] $ProxyUrl = '',
    [string] $UserNameBase64 = '',
    [string] $PasswordBase64 = '',
    [string] $PasswordSecretUrl = '',
    # Says nothing to the script: whoever changes it has the script run again.
    [string] $Run = ''
)

. "$PSScriptRoot/shared/outcome.ps1"
. "$PSScriptRoot/shared/credential.ps1"

if ($ProxyUrl -and -not $SensorApiUrl) { Stop-Script 10 'Give -SensorApiUrl with -ProxyUrl; without them, what the sensor is configured with is tried.' }
$userName = Get-SecretText $UserNameBase64 ''
$password = Get-SecretText $PasswordBase64 $PasswordSecretUrl

try {
    Import-Module -Name 'DefenderForIdentity'
} catch {
    Stop-Script 11 "The PowerShell module DefenderForIdentity cannot be loaded: $($_.Exception.Message) Install it from the PowerShell Gallery for all users, with what it requires."
}
# Without this, Windows PowerShell wants Internet Explorer to be set up for the account.
$global:PSDefaultParameterValues['Invoke-WebRequest:UseBasicParsing'] = $true

$what = 'as the sensor is configured'
$question = @{}
if ($SensorApiUrl) {
    $what = "to $SensorApiUrl"
    $question = @{ BypassConfiguration = $true; SensorApiUrl = $SensorApiUrl }
    # Newer versions of the module know two kinds of sensors; this is the one that talks to this host.
    if ((Get-Command 'Test-MDISensorApiConnection').Parameters.ContainsKey('SensorType')) { $question.SensorType = 'Classic' }
    if ($ProxyUrl) {
        $what = "$what through the proxy $ProxyUrl"
        $question.ProxyUrl = $ProxyUrl
    }
    if ($userName) { $question.ProxyCredential = New-ProxyCredential $userName $password }
}
try {
    $isConnected = Test-MDISensorApiConnection @question
} catch {
    Stop-Script 20 "The connection $what cannot be tried: $($_.Exception.Message)"
}
if ($isConnected -ne $true) {
    Stop-Script 20 "There is no connection $what; run mdi-egress ping on this machine, which tells why. (Some older workspaces answer with 503, which the module takes for a failure and mdi-egress does not.)"
}
Complete-Script "The connection $what works."
