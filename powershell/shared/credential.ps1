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
