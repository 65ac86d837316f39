# Writes the proxy of the two accounts that the sensor's services run as, and of no other, where WinINet keeps it.
# Source: "Configure a proxy server using the registry".
param(
    # For the message alone; nothing where the value says to use no proxy.
    [string] $Proxy = '',
    # The whole value; the counter of changes in its bytes 4 to 7 is set here.
    [string] $SettingsBase64,
    # Says nothing to the script: whoever changes it has the script run again.
    [string] $Run = ''
)

. "$PSScriptRoot/shared/outcome.ps1"
. "$PSScriptRoot/shared/sensor.ps1"

$wanted = if ($Proxy) { "the proxy $Proxy" } else { 'no proxy' }
$connections = 'Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections'
$accounts = @{ 'S-1-5-18' = 'LocalSystem'; 'S-1-5-19' = 'LocalService' }

function Read-Settings([string] $Sid) {
    $value = Get-ItemProperty -LiteralPath "Registry::HKEY_USERS\$Sid\$connections" -Name 'DefaultConnectionSettings' -ErrorAction SilentlyContinue
    if ($value) { , [byte[]] $value.DefaultConnectionSettings } else { , [byte[]] @() }
}

function Test-SameSettings([byte[]] $Left, [byte[]] $Right) {
    if ($Left.Length -ne $Right.Length) { return $false }
    for ($index = 0; $index -lt $Left.Length; $index++) {
        if (($index -lt 4 -or $index -gt 7) -and $Left[$index] -ne $Right[$index]) { return $false }
    }
    $true
}

function Backup-Connections([string] $Sid, [string] $Folder) {
    if (-not (Test-Path -LiteralPath "Registry::HKEY_USERS\$Sid\$connections")) { return }
    $file = Join-Path $Folder "$Sid.reg"
    & reg.exe export "HKU\$Sid\$connections" $file /y 2>&1 | Out-Null
    if ($LASTEXITCODE -ne 0 -or -not (Test-Path -LiteralPath $file)) { throw "reg export of HKU\$Sid\$connections to $file failed." }
}

function Write-Settings([string] $Sid, [byte[]] $Settings, [byte[]] $Before) {
    $key = "Registry::HKEY_USERS\$Sid\$connections"
    if (-not (Test-Path -LiteralPath $key)) { New-Item -Path $key -Force | Out-Null }
    $changes = if ($Before.Length -ge 8) { [BitConverter]::ToUInt32($Before, 4) } else { [uint32] 0 }
    $next = if ($changes -lt [uint32]::MaxValue) { $changes + 1 } else { 1 }
    $value = [byte[]] $Settings.Clone()
    [BitConverter]::GetBytes([uint32] $next).CopyTo($value, 4)
    New-ItemProperty -LiteralPath $key -Name 'DefaultConnectionSettings' -PropertyType Binary -Value $value -Force | Out-Null
}

try {
    $settings = [Convert]::FromBase64String($SettingsBase64)
} catch {
    $settings = [byte[]] @()
}
if ($settings.Length -lt 24) { Stop-Script 10 'Give -SettingsBase64, the whole value DefaultConnectionSettings in base64.' }

$before = @{}
foreach ($sid in $accounts.Keys) { $before[$sid] = Read-Settings $sid }
$different = @($accounts.Keys | Where-Object { -not (Test-SameSettings $before[$_] $settings) } | Sort-Object)
if ($different.Count -eq 0) { Complete-Script "LocalSystem and LocalService have $wanted already; nothing was changed." }

$backup = Join-Path $env:ProgramData ('mdi-egress\registry-backup\' + [DateTime]::UtcNow.ToString('yyyyMMddTHHmmssZ'))
try {
    New-Item -ItemType Directory -Path $backup -Force | Out-Null
    foreach ($sid in $different) { Backup-Connections $sid $backup }
} catch {
    Stop-Script 12 "The registry keys could not be backed up to $backup, so nothing was changed: $($_.Exception.Message)"
}
try {
    foreach ($sid in $different) { Write-Settings $sid $settings $before[$sid] }
} catch {
    Stop-Script 12 "The registry could not be written: $($_.Exception.Message) What was there before is in $backup."
}
foreach ($sid in $accounts.Keys) {
    if (-not (Test-SameSettings (Read-Settings $sid) $settings)) {
        Stop-Script 13 "$($accounts[$sid]) ($sid) does not have $wanted although it was written; what was there before is in $backup."
    }
}
if (-not (Get-Service -Name 'AATPSensorUpdater' -ErrorAction SilentlyContinue)) {
    Complete-Script "LocalSystem and LocalService have $wanted now, for the sensor that is installed later; what was there before is in $backup."
}
Restart-Sensor
Complete-Script "LocalSystem and LocalService have $wanted now, and the services of the sensor run; what was there before is in $backup."
