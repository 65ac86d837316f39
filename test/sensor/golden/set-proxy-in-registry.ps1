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

# How every script ends: one sentence and an exit code, with whatever is secret taken out of the sentence.
# 0 done  10 wrong parameters  11 something is not installed  12 the change failed  13 the result is not what was asked
# 14 the services did not start  15 the secret could not be read  20 no connection
# Global, for the functions of a module: they do not see what a script sets for itself alone, and would go on after an error.
$global:ErrorActionPreference = 'Stop'
$global:ProgressPreference = 'SilentlyContinue'
$script:Secrets = @()

function Hide-Secret([string] $Text) {
    foreach ($secret in $script:Secrets) {
        if ($secret) { $Text = $Text.Replace($secret, '***') }
    }
    $Text
}

# What nothing else caught.
trap { Stop-Script 12 "The script ended before its end: $($_.Exception.Message)" }

function Complete-Script([string] $Message) {
    Write-Output (Hide-Secret $Message)
    exit 0
}

function Stop-Script([int] $ExitCode, [string] $Message) {
    [Console]::Error.WriteLine((Hide-Secret $Message))
    exit $ExitCode
}
# Whether a folder holds an installed sensor, and not what an uninstallation left.
function Test-SensorFolder([string] $Folder) {
    Test-Path -LiteralPath (Join-Path $Folder 'SensorConfiguration.json') -PathType Leaf
}

# The folder of the version of the sensor that is installed: where its service runs from, or else the newest.
function Find-SensorFolder {
    $service = Get-ItemProperty -Path 'HKLM:\SYSTEM\CurrentControlSet\Services\AATPSensor' -ErrorAction SilentlyContinue
    if ($service -and $service.ImagePath -match '^"?([^"]+)[\\/][^\\/"]+\.exe') {
        $folder = $Matches[1]
        if (Test-SensorFolder $folder) { return $folder }
    }
    $programs = if ($env:ProgramW6432) { $env:ProgramW6432 } else { $env:ProgramFiles }
    $root = Join-Path $programs 'Azure Advanced Threat Protection Sensor'
    if (-not (Test-Path -LiteralPath $root)) { return $null }
    Get-ChildItem -LiteralPath $root -Directory |
        Where-Object { $_.Name -as [version] -and (Test-SensorFolder $_.FullName) } |
        Sort-Object -Property { [version] $_.Name } -Descending |
        Select-Object -First 1 -ExpandProperty FullName
}

# The proxy in the configuration file of the sensor; nothing where it has none.
function Read-ConfiguredProxy([string] $Folder) {
    (Get-Content -LiteralPath (Join-Path $Folder 'SensorConfiguration.json') -Raw -Encoding UTF8 | ConvertFrom-Json).SensorProxyConfiguration
}

function Test-ConfiguredProxy($Configured, [string] $ProxyUrl, [string] $UserName) {
    if ($null -eq $Configured) { return -not $ProxyUrl }
    ([string] $Configured.Url).TrimEnd('/') -eq $ProxyUrl.TrimEnd('/') -and [string] $Configured.UserName -eq $UserName
}

# The updater starts the sensor; both read their proxy when they start.
function Restart-Sensor {
    try {
        Stop-Service -Name 'AATPSensorUpdater' -Force
        Stop-Service -Name 'AATPSensor' -Force
        Start-Service -Name 'AATPSensorUpdater'
    } catch {
        Stop-Script 14 "The proxy is configured, and the services of the sensor cannot be restarted: $($_.Exception.Message) Restart AATPSensorUpdater."
    }
    Wait-Sensor
}

function Wait-Sensor {
    foreach ($name in 'AATPSensorUpdater', 'AATPSensor') {
        $service = Get-Service -Name $name -ErrorAction SilentlyContinue
        if (-not $service) { Stop-Script 14 "The proxy is configured, and there is no service $name; install the sensor again." }
        try {
            $service.WaitForStatus('Running', [TimeSpan]::FromMinutes(3))
        } catch {
            Stop-Script 14 "The proxy is configured, and the service $name does not run after three minutes; see the log files of the sensor in the folder Logs beside it."
        }
    }
}

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
