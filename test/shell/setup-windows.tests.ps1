# The tables of test/fixtures/setup, run in a PowerShell: `pwsh test/shell/setup-windows.tests.ps1`.
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot '../../scripts/setup-windows.ps1')
$Failed = 0

function Read-Table([string]$Name) {
  $Path = Join-Path $PSScriptRoot "../fixtures/setup/$Name.json"
  return ConvertFrom-Json ([System.IO.File]::ReadAllText($Path, [System.Text.Encoding]::UTF8))
}

# Not with -cne, to which a byte order mark is nothing.
function Assert-Same([string]$What, [string]$Actual, [string]$Expected) {
  if (-not [string]::Equals($Actual, $Expected, [System.StringComparison]::Ordinal)) {
    $script:Failed++
    Write-Output "not ok: $What`n  expected $Expected`n  but got  $Actual"
  }
}

foreach ($Case in (Read-Table 'tokens')) { Assert-Same $Case.what (Get-TokenProblem $Case.text.Trim()) $Case.problem }
foreach ($Case in (Read-Table 'addresses')) { Assert-Same $Case.address (Get-BaseUrl $Case.address) ([string]$Case.base) }
foreach ($Case in (Read-Table 'answers')) {
  Assert-Same $Case.what (Get-AnswerProblem $Case.status $Case.ours $Case.body 'BASE_URL') $Case.problem
}
$Configs = Read-Table 'configs'
$Table = Get-ProviderTable (Get-BaseUrl $Configs.address) $Configs.token
foreach ($Case in $Configs.cases) {
  if ($null -eq $Case.PSObject.Properties['after']) {
    $Problem = ''
    try { [void](Edit-Config $Case.before $Table) } catch [System.OperationCanceledException] { $Problem = $_.Exception.Message }
    Assert-Same $Case.what ($Problem -creplace '^.* in line (\d+) .*$', '$1') ([string]$Case.refusedAtLine)
    continue
  }
  $Undone = $Case.before
  if ($null -ne $Case.PSObject.Properties['undone']) { $Undone = $Case.undone }
  $Once = Edit-Config $Case.before $Table
  Assert-Same $Case.what $Once $Case.after
  Assert-Same "$($Case.what), twice" (Edit-Config $Once $Table) $Case.after
  Assert-Same "$($Case.what), undone" (Edit-Config $Once $null) $Undone
}
if ($Failed -gt 0) { exit 1 }
Write-Output 'ok'
