<#
.SYNOPSIS
Points Codex on this machine at your company's codex-proxy. Windows PowerShell 5.1 and PowerShell 7.

.DESCRIPTION
Asks for your proxy token, checks it, and writes it into Codex's config.toml, which only you can read then.
Everything else in that file stays; a second run changes nothing; -Uninstall gives back the exact bytes.
It does what setup.sh does: both are held to the same tables, in test/fixtures/setup.

.EXAMPLE
powershell -ExecutionPolicy Bypass -File setup-windows.ps1 -Url https://proxy.example.com
#>
[CmdletBinding()]
param(
  # The address of the proxy; or CODEX_PROXY_URL.
  [string]$Url,
  # Reads the token from a file; or CODEX_PROXY_TOKEN.
  [string]$TokenFile,
  # Also sets OPENAI_BASE_URL and OPENAI_API_KEY for your user, for other OpenAI tools.
  [switch]$OpenAIEnv,
  # Does not ask the proxy whether it knows the token.
  [switch]$NoCheck,
  # Shows what would change; writes nothing, calls nothing.
  [switch]$DryRun,
  # Prints the configuration for Codex, without a token.
  [switch]$PrintConfig,
  # What you have used this month.
  [switch]$Usage,
  # Puts everything back as it was.
  [switch]$Uninstall
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# An administrator who hands this file out may write the address in here.
# The setup site of a deployment puts its proxy's address here.
$DefaultUrl = '__CODEX_PROXY_URL__'
if ($DefaultUrl -like '__*') { $DefaultUrl = '' }

$OursLine = 'model_provider = "codexproxy" # set by codex-proxy setup'
$Replaced = '# codex-proxy setup replaced: '
$Begin = '# codex-proxy setup added this table; setup --uninstall takes it out'
$TornMark = ' (the line before had no end)'

# --- Words ---

function Stop-Setup([string]$Problem) {
  throw (New-Object System.OperationCanceledException ("setup: $(Get-Sentence $Problem)"))
}

# What ends in a question mark needs no full stop.
function Get-Sentence([string]$Text) {
  if ($Text -cmatch '[?!]$') { return $Text }
  return "$Text."
}

# --- The address ---

# The address as Codex wants it: ending in /v1, with no slash behind it; nothing for one that can't be used.
function Get-BaseUrl([string]$Address) {
  $Https = '^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?$'
  $Http = '^http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?$'
  # To .NET, $ also stands before a last line break.
  if ($Address -cmatch '\s') { return '' }
  if ($Address -cnotmatch $Https -and $Address -cnotmatch $Http) { return '' }
  $Trimmed = $Address.TrimEnd('/') -creplace '/v1$', ''
  return "$Trimmed/v1"
}

# --- The token ---

# What is wrong with a token, as far as that can be told without asking anybody; nothing of it is ever repeated.
function Get-TokenProblem([string]$Text) {
  if ($Text -ceq '') { return 'no token came' }
  if ($Text -cmatch '^["'']?sk-') { return 'that is an OpenAI key, not a proxy token; it was not sent anywhere. If it was pasted anywhere else, revoke it' }
  if ($Text -cmatch '^["'']|["'']$') { return 'there are quotes round the token: leave them out' }
  if ($Text -cmatch '\s') { return 'there is a space or a line break in the token: copy it again, in one piece' }
  if ($Text -cnotmatch '^codexproxy_') { return 'that is no proxy token: one begins with codexproxy_' }
  if ($Text.Length -ne 57) { return "the token has $($Text.Length) characters instead of 57: copy it again, from its first letter to its last" }
  if ($Text -cnotmatch '^codexproxy_[0-9A-Za-z]{46}$') { return 'there is a character in the token that does not belong there: copy it again' }
  if ((Get-Checksum $Text.Substring(0, 51)) -cne $Text.Substring(51)) { return 'the token is mistyped: its checksum does not agree. Copy it again' }
  return ''
}

# Six base62 characters of CRC-32: https://www.rfc-editor.org/rfc/rfc1952#section-8
function Get-Checksum([string]$Text) {
  # In decimal, for 0xFFFFFFFF is -1 to PowerShell.
  [long]$All = 4294967295
  [long]$Polynomial = 3988292384
  [long]$Crc = $All
  foreach ($Byte in [System.Text.Encoding]::ASCII.GetBytes($Text)) {
    $Crc = $Crc -bxor $Byte
    for ($Bit = 0; $Bit -lt 8; $Bit++) {
      $IsOdd = ($Crc -band 1) -eq 1
      $Crc = $Crc -shr 1
      if ($IsOdd) { $Crc = $Crc -bxor $Polynomial }
    }
  }
  $Crc = $Crc -bxor $All
  $Alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  $Sum = ''
  for ($Count = 0; $Count -lt 6; $Count++) {
    $Digit = $Crc % 62
    $Sum = $Alphabet.Substring([int]$Digit, 1) + $Sum
    $Crc = ($Crc - $Digit) / 62
  }
  return $Sum
}

function Read-Token {
  if ($TokenFile -ne '') {
    $Problem = "the token's file $TokenFile can't be read: name a file that is there and yours to read"
    if (-not (Test-Path -LiteralPath $TokenFile)) { Stop-Setup $Problem }
    try {
      $Text = [System.IO.File]::ReadAllText((Resolve-Path -LiteralPath $TokenFile).ProviderPath)
    } catch [System.UnauthorizedAccessException], [System.IO.IOException] {
      # A folder is one, too.
      Stop-Setup $Problem
    }
  } elseif ($env:CODEX_PROXY_TOKEN) {
    $Text = $env:CODEX_PROXY_TOKEN
  } else {
    $Secure = Read-Host -AsSecureString 'Your proxy token (it is not shown)'
    $Text = (New-Object System.Management.Automation.PSCredential ('token', $Secure)).GetNetworkCredential().Password
  }
  $Text = $Text.Trim()
  $Problem = Get-TokenProblem $Text
  if ($Problem -ne '') { Stop-Setup $Problem }
  return $Text
}

# --- The proxy ---

# What is wrong with an answer; nothing where all is well.
function Get-AnswerProblem([int]$Status, [bool]$IsOurs, [string]$Body, [string]$BaseUrl) {
  if (-not $IsOurs) { return "status $Status came back, but not from codex-proxy: something else answers at $BaseUrl, such as a sign-in page, a firewall or AWS itself" }
  if ($Status -eq 200) { return '' }
  $Message = ''
  # Control characters must not reach the terminal.
  if (($Body -creplace '[\x00-\x1f\x7f]', '') -cmatch '"message": *"((?:[^"\\]|\\.)*)"') { $Message = $Matches[1] -creplace '\\"', '"' -creplace '\.$', '' }
  if ($Message -ceq '') { $Message = 'it gave no reason' }
  if ($Status -eq 401 -or $Status -eq 403) { return "the proxy does not let you in: $Message" }
  return "the proxy is there, but something behind it fails (status $Status): $Message"
}

# Both PowerShells throw on a status of 400 and more, each in its own way; a WebRequest is the same in both.
function Invoke-Proxy([string]$Address, [string]$Token) {
  [System.Net.ServicePointManager]::SecurityProtocol = [System.Net.ServicePointManager]::SecurityProtocol -bor [System.Net.SecurityProtocolType]::Tls12
  $Request = [System.Net.WebRequest]::Create($Address)
  $Request.Timeout = 30000
  $Request.AllowAutoRedirect = $false
  $Request.Headers.Add('Authorization', "Bearer $Token")
  try {
    $Response = $Request.GetResponse()
  } catch [System.Net.WebException] {
    $Response = $_.Exception.Response
    if ($null -eq $Response) { Stop-Setup "$Address could not be asked ($($_.Exception.Status)): is the address right, and the network or VPN on? Nothing was changed" }
  }
  try {
    $Reader = New-Object System.IO.StreamReader ($Response.GetResponseStream())
    return @{ Status = [int]$Response.StatusCode; IsOurs = $null -ne $Response.Headers['x-codex-proxy-request-id']; Body = $Reader.ReadToEnd() }
  } finally {
    $Response.Close()
  }
}

# --- Codex's configuration ---

function Get-ProviderTable([string]$BaseUrl, [string]$Token) {
  return @('[model_providers.codexproxy]', 'name = "Codex Proxy"', "base_url = `"$BaseUrl`"", 'wire_api = "responses"', "experimental_bearer_token = `"$Token`"")
}

# Follows strings and brackets, so that a line inside a value is never taken for a key or the head of a table.
function Update-Scan($State, [string]$Text) {
  for ($At = 0; $At -lt $Text.Length; $At++) {
    $Char = $Text.Substring($At, 1)
    $Three = $Text.Substring($At, [Math]::Min(3, $Text.Length - $At))
    if ($State.Quote -ceq '') {
      if ($Char -ceq '#') { return }
      if ($Three -ceq '"""' -or $Three -ceq "'''") { $State.Quote = $Three; $At += 2 }
      elseif ($Char -ceq '"' -or $Char -ceq "'") { $State.Quote = $Char }
      elseif ($Char -ceq '[' -or $Char -ceq '{') { $State.Depth++ }
      elseif ($Char -ceq ']' -or $Char -ceq '}') { $State.Depth-- }
    } elseif ($Char -ceq '\' -and $State.Quote.StartsWith('"')) { $At++ }
    elseif ($State.Quote.Length -eq 3 -and $Three -ceq $State.Quote) { $State.Quote = ''; $At += 2 }
    elseif ($Char -ceq $State.Quote) { $State.Quote = '' }
  }
  if ($State.Quote.Length -eq 1) { $State.Quote = '' }
}

# The name of the table that a line begins; nothing where it begins none.
function Get-Head([string]$Text) {
  if ($Text -cnotmatch '^[ \t]*\[') { return '' }
  return $Text -creplace '^[ \t]*\[', '' -creplace '\][^\]]*$', '' -creplace '[ \t"'']', ''
}

function Get-Key([string]$Text) {
  if ($Text -cnotmatch '=' -or $Text -cmatch '^[ \t]*#') { return '' }
  return $Text -creplace '[ \t]*=.*', '' -creplace '[ \t"'']', ''
}

function Test-Value([string]$Text) { return $Text -cnotmatch '^[ \t]*(#.*)?$' }

# Reads a config.toml and returns it as it shall be: installed where there is a table, and else with an earlier install
# undone to the byte. What is replaced stays in the file as a comment, so that whatever else changes is not undone.
function Edit-Config([string]$Text, [string[]]$Table) {
  $Mark = ''
  if ($Text.StartsWith([string][char]0xFEFF, [System.StringComparison]::Ordinal)) { $Mark = [string][char]0xFEFF; $Text = $Text.Substring(1) }
  # Not -ceq, to which a text of characters without a weight is empty.
  $IsEmpty = $Text.Length -eq 0
  $HasEnd = $IsEmpty -or $Text.EndsWith("`n", [System.StringComparison]::Ordinal)
  $Lines = @()
  if (-not $IsEmpty) { $Lines = @($Text.Split("`n")) }
  if (-not $IsEmpty -and $HasEnd) { $Lines = @($Lines | Select-Object -First ($Lines.Count - 1)) }
  $Return = ''
  if ($Lines.Count -gt 0 -and $Lines[0].EndsWith("`r", [System.StringComparison]::Ordinal)) { $Return = "`r" }
  $Stripped = Remove-Install $Lines $HasEnd $Return
  $Out = $Stripped.Lines
  $HasEnd = $Stripped.HasEnd
  if ($null -ne $Table) {
    $Out = Add-Install $Out $HasEnd $Return @($Table + $Stripped.Extras)
    $HasEnd = $true
  }
  $End = ''
  if ($HasEnd -and $Out.Count -gt 0) { $End = "`n" }
  return $Mark + ($Out -join "`n") + $End
}

function Remove-Install([string[]]$Lines, [bool]$HasEnd, [string]$Return) {
  $State = @{ Quote = ''; Depth = 0 }
  $Out = New-Object 'System.Collections.Generic.List[string]'
  $Extras = @()
  $IsOurs = $false
  $HasBegun = $false
  $IsTorn = $false
  $TornAt = -1
  foreach ($Raw in $Lines) {
    $Line = $Raw -creplace '\r$', ''
    $IsOpen = $State.Quote -cne '' -or $State.Depth -gt 0
    if ($Line.StartsWith($Replaced, [System.StringComparison]::Ordinal)) {
      $Original = $Raw.Substring($Replaced.Length)
      $Out.Add($Original)
      $Original = $Original -creplace '\r$', ''
      if ($IsOpen -or (Get-Head $Original) -ceq '') { Update-Scan $State $Original }
      continue
    }
    if (-not $IsOpen -and $Line -ceq $OursLine) { continue }
    if (-not $IsOpen -and $Line.StartsWith($Begin, [System.StringComparison]::Ordinal)) {
      $HasBegun = $true
      $TornAt = $Out.Count
      $IsTorn = $Line -ceq ($Begin + $TornMark)
      continue
    }
    $Head = ''
    if (-not $IsOpen) { $Head = Get-Head $Line }
    if ($Head -cne '') {
      $IsOurs = $HasBegun -and $Head -ceq 'model_providers.codexproxy'
      $HasBegun = $false
      if ($IsOurs) { continue }
    } else { Update-Scan $State $Line }
    if (-not $IsOurs -or (-not $IsOpen -and -not (Test-Value $Line))) { $Out.Add($Raw); continue }
    if ($IsOpen -or (Get-Key $Line) -cnotmatch '^(name|base_url|wire_api|experimental_bearer_token)$') { $Extras += $Line }
  }
  if ($IsTorn -and $Out.Count -eq $TornAt) {
    $HasEnd = $false
    if ($Return -cne '' -and $Out.Count -gt 0) { $Out[$Out.Count - 1] = $Out[$Out.Count - 1] -creplace '\r$', '' }
  }
  return @{ Lines = $Out.ToArray(); HasEnd = $HasEnd; Extras = $Extras }
}

function Add-Install([string[]]$Lines, [bool]$HasEnd, [string]$Return, [string[]]$Table) {
  $State = @{ Quote = ''; Depth = 0 }
  $Out = New-Object 'System.Collections.Generic.List[string]'
  $InTable = ''
  $IsTheirs = $false
  $IsDone = $false
  $Number = 0
  foreach ($Raw in $Lines) {
    $Number++
    $Line = $Raw -creplace '\r$', ''
    $IsOpen = $State.Quote -cne '' -or $State.Depth -gt 0
    $Head = ''
    if (-not $IsOpen) { $Head = Get-Head $Line }
    if ($Head -cne '') { $InTable = $Head } else { Update-Scan $State $Line }
    $Key = ''
    if (-not $IsOpen -and $Head -ceq '') { $Key = Get-Key $Line }
    if (($InTable -ceq '' -and $Key -cmatch '^model_providers(\.codexproxy(\..*)?)?$') -or ($InTable -ceq 'model_providers' -and $Key -cmatch '^codexproxy(\.|$)')) {
      Stop-Setup "config.toml defines model_providers.codexproxy in line $Number in a way that this script does not edit: take that out, or use -PrintConfig"
    }
    $IsOurs = $InTable -ceq 'model_providers.codexproxy' -or $InTable -ceq 'model_providers.codexproxy.auth'
    # A value may go on over further lines, which are replaced with it.
    if (-not $IsOpen) { $IsTheirs = $InTable -ceq '' -and $Key -ceq 'model_provider' }
    if ($IsTheirs -and -not $IsOpen) {
      $Out.Add($OursLine + $Return)
      $IsDone = $true
    }
    if ($IsTheirs -or ($IsOurs -and ($IsOpen -or $Head -cne '' -or (Test-Value $Line)))) { $Out.Add($Replaced + $Raw) }
    else { $Out.Add($Raw) }
  }
  if (-not $IsDone) { $Out.Insert(0, $OursLine + $Return) }
  $Suffix = ''
  if ($Number -gt 0 -and -not $HasEnd) {
    $Suffix = $TornMark
    $Out[$Out.Count - 1] = $Out[$Out.Count - 1] + $Return
  }
  $Out.Add($Begin + $Suffix + $Return)
  foreach ($Line in $Table) { $Out.Add($Line + $Return) }
  return , $Out.ToArray()
}

# --- Files ---

# UTF-8 as it stands, with its byte order mark where there is one: .NET would take it away.
function Read-Exactly([string]$Path) {
  try {
    return (New-Object System.Text.UTF8Encoding ($false, $true)).GetString([System.IO.File]::ReadAllBytes($Path))
  } catch [System.ArgumentException] {
    Stop-Setup "$Path is not UTF-8, so Codex can't read it either: nothing was changed"
  } catch [System.UnauthorizedAccessException], [System.IO.IOException] {
    # A folder is one, too.
    Stop-Setup "$Path is not a file that can be read, so nothing was changed: move it away, or close what has it open, then run this again"
  }
}

# To the byte: to -ceq a byte order mark is nothing, and so are other characters without a weight.
function Test-Same([string]$One, [string]$Other) { return [string]::Equals($One, $Other, [System.StringComparison]::Ordinal) }

# A new file beside the old one, yours alone, then renamed: no half of it is ever there.
function Write-Privately([string]$Path, [string]$Text) {
  $Partial = "$Path.$([System.IO.Path]::GetRandomFileName())"
  try {
    [System.IO.File]::WriteAllBytes($Partial, (New-Object System.Text.UTF8Encoding $false).GetBytes(''))
    Set-OwnerOnly $Partial
    [System.IO.File]::WriteAllBytes($Partial, (New-Object System.Text.UTF8Encoding $false).GetBytes($Text))
    Move-Item -LiteralPath $Partial -Destination $Path -Force
  } catch [System.UnauthorizedAccessException], [System.IO.IOException] {
    if (Test-Path -LiteralPath $Partial) { Remove-Item -LiteralPath $Partial -Force }
    Stop-Setup "$Path can't be written: nothing was changed"
  }
}

function Set-OwnerOnly([string]$Path) {
  # PowerShell 7 runs elsewhere too, and there a mode says it.
  if ([System.IO.Path]::DirectorySeparatorChar -eq '/') { & chmod 600 $Path; return }
  $Me = [System.Security.Principal.WindowsIdentity]::GetCurrent().User
  $Acl = New-Object System.Security.AccessControl.FileSecurity
  $Acl.SetAccessRuleProtection($true, $false)
  $Acl.AddAccessRule((New-Object System.Security.AccessControl.FileSystemAccessRule ($Me, 'FullControl', 'Allow')))
  Set-Acl -LiteralPath $Path -AclObject $Acl
}

function Get-Configured([string]$Config, [string]$Key) {
  if (-not (Test-Path -LiteralPath $Config -PathType Leaf)) { return '' }
  $IsOurs = $false
  foreach ($Line in (Read-Exactly $Config).Split("`n")) {
    if ($Line.StartsWith('[')) { $IsOurs = $Line.StartsWith('[model_providers.codexproxy]') }
    if ($IsOurs -and $Line.StartsWith("$Key = `"")) { return $Line.Split('"')[1] }
  }
  return ''
}

# --- What it does ---

function Install-Codex([string]$Config, [string]$BaseUrl) {
  $Old = ''
  $IsThere = Test-Path -LiteralPath $Config
  if ($IsThere) { $Old = Read-Exactly $Config }
  if ($DryRun) {
    Write-Output "$Config would become:"
    Write-Output ((Edit-Config $Old (Get-ProviderTable $BaseUrl 'codexproxy_(your token)')) -creplace 'codexproxy_[0-9A-Za-z]{8,}', 'codexproxy_...' -creplace 'sk-[0-9A-Za-z_-]{8,}', 'sk-...')
    return
  }
  $Token = Read-Token
  if (-not $NoCheck) {
    $Answer = Invoke-Proxy "$BaseUrl/models" $Token
    $Problem = Get-AnswerProblem $Answer.Status $Answer.IsOurs $Answer.Body $BaseUrl
    if ($Problem -ne '') { Stop-Setup "$(Get-Sentence $Problem) Nothing was changed" }
    Write-Output 'The proxy knows your token, and OpenAI answers.'
  }
  $New = Edit-Config $Old (Get-ProviderTable $BaseUrl $Token)
  if ($IsThere -and (Test-Same $New $Old)) {
    Write-Output "Codex is set up already: $Config did not change."
  } else {
    [void](New-Item -ItemType Directory -Force -Path (Split-Path -Parent $Config))
    if ($IsThere -and -not $Old.Contains('codex-proxy setup')) {
      Copy-Item -LiteralPath $Config -Destination "$Config.before-codex-proxy" -Force
      Write-Output "Your old configuration is kept in $Config.before-codex-proxy."
    }
    Write-Privately $Config $New
    Write-Output "Codex is set up: $Config names the proxy, and only you can read it."
  }
  if ($OpenAIEnv) {
    [Environment]::SetEnvironmentVariable('OPENAI_BASE_URL', $BaseUrl, 'User')
    [Environment]::SetEnvironmentVariable('OPENAI_API_KEY', $Token, 'User')
    Write-Output 'OPENAI_BASE_URL and OPENAI_API_KEY are set for your user, in programs that start from now on.'
  }
  Write-Output ''
  Write-Output 'Start Codex as ever, in a terminal or an IDE (restart the IDE once).'
  Write-Output 'Recorded under your name: every request and answer of Codex, with its tokens and cost. Your administrators'
  Write-Output 'can read them. Nothing else on this machine is looked at. What you have used: setup-windows.ps1 -Usage'
}

function Uninstall-Codex([string]$Config) {
  $BaseUrl = Get-Configured $Config 'base_url'
  if ($BaseUrl -ne '' -and [Environment]::GetEnvironmentVariable('OPENAI_BASE_URL', 'User') -ceq $BaseUrl) {
    [Environment]::SetEnvironmentVariable('OPENAI_BASE_URL', $null, 'User')
    [Environment]::SetEnvironmentVariable('OPENAI_API_KEY', $null, 'User')
  }
  $Backup = "$Config.before-codex-proxy"
  $HasBackup = Test-Path -LiteralPath $Backup
  if (-not (Test-Path -LiteralPath $Config) -or -not (Read-Exactly $Config).Contains('codex-proxy setup')) {
    Write-Output 'There is nothing of this script here.'
    return
  }
  $New = Edit-Config (Read-Exactly $Config) $null
  if ($HasBackup -and (Test-Same (Read-Exactly $Backup) $New)) { Move-Item -LiteralPath $Backup -Destination $Config -Force }
  elseif ($New.Length -eq 0 -and -not $HasBackup) { Remove-Item -LiteralPath $Config }
  else { Write-Privately $Config $New }
  Write-Output "$Config is as it was before."
}

function Show-Usage([string]$Config, [string]$BaseUrl) {
  $Token = Get-Configured $Config 'experimental_bearer_token'
  if ($Token -eq '' -or $TokenFile -ne '') { $Token = Read-Token }
  $Answer = Invoke-Proxy "$BaseUrl/usage/me" $Token
  $Problem = Get-AnswerProblem $Answer.Status $Answer.IsOurs $Answer.Body $BaseUrl
  if ($Problem -ne '') { Stop-Setup $Problem }
  $Used = ConvertFrom-Json $Answer.Body
  $Cost = 'at a cost that is not known'
  if ($null -ne $Used.cost_usd) { $Cost = '$' + ([double]$Used.cost_usd).ToString('0.00', [System.Globalization.CultureInfo]::InvariantCulture) }
  Write-Output "$($Used.user_id), $($Used.from) to $($Used.to): $($Used.requests) requests, $($Used.total_tokens) tokens, $Cost"
  Write-Output "input $($Used.input_tokens) (cached $($Used.cached_input_tokens)), output $($Used.output_tokens) (reasoning $($Used.reasoning_tokens))"
}

function Invoke-Setup {
  $CodexHome = $env:CODEX_HOME
  if (-not $CodexHome) { $CodexHome = Join-Path ([Environment]::GetFolderPath('UserProfile')) '.codex' }
  $Config = Join-Path $CodexHome 'config.toml'
  if ($Uninstall) { Uninstall-Codex $Config; return }
  $Address = @($Url, $env:CODEX_PROXY_URL, (Get-Configured $Config 'base_url'), $DefaultUrl) | Where-Object { $_ } | Select-Object -First 1
  if (-not $Address) { Stop-Setup 'where is the proxy? give -Url https://...' }
  $BaseUrl = Get-BaseUrl $Address
  if ($BaseUrl -eq '') { Stop-Setup 'the address must look like https://proxy.example.com, without a user, query or quotes; http only for this machine itself' }
  if ($PrintConfig) { Write-Output (@('model_provider = "codexproxy"', '') + (Get-ProviderTable $BaseUrl '<your proxy token>')); return }
  if ($Usage) { Show-Usage $Config $BaseUrl; return }
  Install-Codex $Config $BaseUrl
}

# A test loads the functions with a dot, and runs nothing.
if ($MyInvocation.InvocationName -ne '.') {
  try { Invoke-Setup } catch [System.OperationCanceledException] {
    [Console]::Error.WriteLine($_.Exception.Message)
    exit 1
  }
}
