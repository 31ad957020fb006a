@echo off
rem Sets up the add-in for this user: no administrator rights, nothing outside this folder.
setlocal EnableExtensions
cd /d "%~dp0"

set "PYCMD="
for %%V in (3.14 3.13 3.12 3.11) do (
    if not defined PYCMD (
        py -%%V -c "import struct,sys; sys.exit(0 if struct.calcsize('P') == 8 else 1)" >nul 2>nul && set "PYCMD=py -%%V"
    )
)
if not defined PYCMD (
    python -c "import struct,sys; sys.exit(0 if sys.version_info[:2] >= (3, 11) and struct.calcsize('P') == 8 else 1)" >nul 2>nul && set "PYCMD=python"
)
if not defined PYCMD (
    echo No 64-bit Python 3.11 or newer was found.
    echo Install one for yourself only ^(tick "Add python.exe to PATH"; no administrator is needed^), then start install.cmd again.
    goto :failed
)
echo Using %PYCMD%

if not exist ".venv\Scripts\python.exe" (
    echo Making the environment in .venv ...
    %PYCMD% -m venv ".venv"
    if errorlevel 1 (
        echo The environment could not be made. Is this folder write-protected, or inside a synchronized cloud folder?
        goto :failed
    )
)

echo Installing the packages named in requirements.lock, each checked by its fingerprint ...
".venv\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: -r "requirements.lock"
if errorlevel 1 (
    echo The packages could not be installed. If your office uses its own package server or a proxy, ask for a pip.ini and start install.cmd again.
    goto :failed
)

echo Checking the workbook ...
".venv\Scripts\python.exe" -m pyaddin check "workbook\collections.xlsm"
if errorlevel 2 (
    echo The workbook could not be read; the lines above say why.
    goto :failed
)

echo.
echo Ready. Next: make a ledger with invented cases and try the weekly run on it:
echo   ".venv\Scripts\python.exe" -m pyaddin new "%USERPROFILE%\Documents\try.xlsm" --sample 40
echo   ".venv\Scripts\python.exe" -m pyaddin weekly "%USERPROFILE%\Documents\try.xlsm"
if /i not "%~1"=="/quiet" pause
exit /b 0

:failed
if /i not "%~1"=="/quiet" pause
exit /b 1
