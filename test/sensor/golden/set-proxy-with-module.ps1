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
# Texts arrive as base64 of UTF-8: an alphabet that no quoting on the way here can change or take for code.
function ConvertFrom-Base64Text([string] $Text) {
    [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Text))
}

# Asks an identity endpoint of this machine; never through a proxy, which the account may have.
function Read-IdentityEndpoint([string] $Uri, [string] $Authorization) {
    $client = New-Object Net.WebClient
    $client.Proxy = $null
    $client.Headers.Add('Metadata', 'true')
    if ($Authorization) { $client.Headers.Add('Authorization', $Authorization) }
    (ConvertFrom-Json $client.DownloadString($Uri)).access_token
}

# Token of the machine's managed identity: from the metadata service of an Azure VM, or from the agent of an Arc-enabled server.
function Get-IdentityToken([string] $Resource) {
    $query = 'resource=' + [uri]::EscapeDataString($Resource)
    if (-not (Get-Service -Name 'himds' -ErrorAction SilentlyContinue)) {
        return Read-IdentityEndpoint ('http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&' + $query) ''
    }
    $uri = 'http://localhost:40342/metadata/identity/oauth2/token?api-version=2020-06-01&' + $query
    # The agent answers with the name of a file that administrators alone can read; its content is the proof to send.
    try {
        return Read-IdentityEndpoint $uri ''
    } catch {
        $failure = $_.Exception
        while ($failure.InnerException -and -not $failure.Response) { $failure = $failure.InnerException }
        if (-not $failure.Response) { throw }
        $keyFile = ([string] $failure.Response.Headers['WWW-Authenticate']) -replace '^Basic realm=', ''
    }
    $keyFolder = Join-Path $env:ProgramData 'AzureConnectedMachineAgent\Tokens'
    if ((Split-Path -Parent $keyFile) -ne $keyFolder) { throw 'The Arc agent names no key file of its own.' }
    Read-IdentityEndpoint $uri ('Basic ' + (Get-Content -LiteralPath $keyFile -Raw))
}

function Read-KeyVaultSecret([string] $SecretUrl) {
    [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
    $vaultHost = ([uri] $SecretUrl).Host
    $token = Get-IdentityToken ('https://' + $vaultHost.Substring($vaultHost.IndexOf('.') + 1))
    $client = New-Object Net.WebClient
    $client.Encoding = [Text.Encoding]::UTF8
    $client.Headers.Add('Authorization', 'Bearer ' + $token)
    (ConvertFrom-Json $client.DownloadString($SecretUrl + '?api-version=7.4')).value
}

# What is secret of the parameters, as text; from now on it is hidden in every sentence.
function Get-SecretText([string] $Base64, [string] $SecretUrl) {
    $text = ''
    if ($SecretUrl) {
        try {
            $text = [string] (Read-KeyVaultSecret $SecretUrl)
        } catch {
            Stop-Script 15 "The secret $SecretUrl cannot be read: $($_.Exception.Message) Give the managed identity of this machine the role Key Vault Secrets User, and let the machine reach the vault."
        }
        if (-not $text) { Stop-Script 15 "The secret $SecretUrl is empty; store a value in it." }
    } elseif ($Base64) {
        $text = ConvertFrom-Base64Text $Base64
    }
    $script:Secrets += $text
    if ($text.IndexOf([char] 0) -ge 0) { Stop-Script 10 'A user name or secret has a NUL character, which no program takes; write it without.' }
    $text
}

function New-ProxyCredential([string] $UserName, [string] $Password) {
    $secure = New-Object Security.SecureString
    foreach ($character in $Password.ToCharArray()) { $secure.AppendChar($character) }
    New-Object Management.Automation.PSCredential($UserName, $secure)
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
