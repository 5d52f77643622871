# Signs one file by the certificate in the environment: what release.yml has ZHONGXIAO_SIGN call.
# NEVER RUN YET: the project has no certificate. A signing service has a command of its own instead.
param([Parameter(Mandatory)] [string] $File)
$ErrorActionPreference = "Stop"
$pfx = New-TemporaryFile
try {
    [IO.File]::WriteAllBytes($pfx, [Convert]::FromBase64String($env:SIGNING_CERTIFICATE))
    $tool = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" |
        Sort-Object { [version] $_.Directory.Parent.Name } | Select-Object -Last 1
    & $tool sign /f $pfx /p $env:SIGNING_PASSWORD /fd sha256 /tr $env:TIMESTAMP_SERVER /td sha256 $File
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
    & $tool verify /pa $File
    exit $LASTEXITCODE
} finally {
    Remove-Item $pfx
}
