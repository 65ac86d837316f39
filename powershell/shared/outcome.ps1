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
