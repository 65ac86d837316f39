# One Name="value" of a command line, which the program reads back as it was: quotes get a backslash, and backslashes before a
# quote are doubled (the rules of CommandLineToArgvW); everything else, new lines too, stands for itself between the quotes.
function Format-Argument([string] $Name, [string] $Value) {
    $escaped = [regex]::Replace($Value, '(\\*)"', '$1$1\"')
    $Name + '="' + [regex]::Replace($escaped, '(\\+)\z', '$1$1') + '"'
}

# Runs a program without a shell, and throws away what it prints, since that may hold what it was given.
function Invoke-Program([string] $Path, [string[]] $Arguments) {
    $start = New-Object Diagnostics.ProcessStartInfo
    $start.FileName = $Path
    $start.Arguments = $Arguments -join ' '
    $start.WorkingDirectory = Split-Path -Parent $Path
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $process.BeginOutputReadLine()
    $process.BeginErrorReadLine()
    if (-not $process.WaitForExit(1200000)) {
        $process.Kill()
        throw 'it did not end within 20 minutes.'
    }
    $process.ExitCode
}
