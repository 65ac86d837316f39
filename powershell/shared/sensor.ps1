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
