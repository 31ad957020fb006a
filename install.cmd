@echo off
rem Sets up the program and its Excel buttons for this user: no administrator rights.
rem   install.cmd                      download the packages and set everything up
rem   install.cmd LEDGER.xlsm          the same, and put that ledger in order (drop the file on install.cmd)
rem   install.cmd --offline FOLDER     take the packages from a folder made by "make wheelhouse"
rem   /quiet                           ask nothing and do not wait at the end
rem Everything that can be tested elsewhere is done in Python: see pyaddin\tasks\doctor.py.
setlocal EnableExtensions DisableDelayedExpansion

rem The place of this file is kept first: shift takes it away with the other words.
set "HERE=%~dp0"
set "QUIET="
set "WHEELS="
set "LEDGER="
:arguments
if "%~1"=="" goto :start
if /i "%~1"=="/quiet" goto :quiet
if /i "%~1"=="--offline" goto :offline
set "LEDGER=%~f1"
shift
goto :arguments
:quiet
set "QUIET=yes"
shift
goto :arguments
:offline
if "%~2"=="" (
    echo After --offline the folder with the packages is missing.
    goto :failed
)
set "WHEELS=%~f2"
shift
shift
goto :arguments

:start
if "%HERE:~0,2%"=="\\" (
    echo This folder is on a network share. Copy the whole folder to this computer, for example into Documents, and start install.cmd there.
    goto :failed
)
cd /d "%HERE%"
if not defined LEDGER set "LEDGER=%HERE%workbook\collections.xlsm"
if not exist "%LEDGER%" (
    echo There is no such ledger: "%LEDGER%"
    goto :failed
)
if defined WHEELS if not exist "%WHEELS%\*.whl" (
    echo There are no packages in "%WHEELS%". Make the folder with: make wheelhouse
    goto :failed
)

rem 64 bit, 3.11 or newer, not the alias of the Microsoft Store, not conda
set "SUITS=import os,struct,sys; sys.exit(not (sys.version_info >= (3, 11) and struct.calcsize('P') == 8 and 'windowsapps' not in (sys.executable + sys.base_prefix).lower() and not os.path.exists(os.path.join(sys.base_prefix, 'conda-meta'))))"
set "PYCMD="
for %%V in (3.14 3.13 3.12 3.11) do call :try py -%%V
call :try python
for %%V in (314 313 312 311) do call :try "%LOCALAPPDATA%\Programs\Python\Python%%V\python.exe"
for %%V in (314 313 312 311) do call :try "%ProgramFiles%\Python%%V\python.exe"
if not defined PYCMD goto :nopython
echo Using %PYCMD%

if not exist ".venv\Scripts\python.exe" goto :environment
".venv\Scripts\python.exe" -c "%SUITS%" >nul 2>nul
if not errorlevel 1 goto :packages
rem It was copied from another computer, or its Python is gone: make it anew.
rmdir /s /q ".venv"
:environment
echo Making the environment in .venv ...
%PYCMD% -m venv ".venv"
if errorlevel 1 (
    echo The environment could not be made. Is this folder write-protected, or inside a synchronized cloud folder?
    goto :failed
)

:packages
echo Installing the packages named in requirements.lock, each checked by its fingerprint ...
if defined WHEELS goto :fromfolder
".venv\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: -r "requirements.lock"
if not errorlevel 1 goto :doctor
echo The packages could not be installed. If your office uses its own package server or a proxy, ask for a pip.ini, or let someone make a
echo folder with "make wheelhouse" and start: install.cmd --offline FOLDER
goto :failed
:fromfolder
".venv\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: --no-index --find-links "%WHEELS%" -r "requirements.lock"
if not errorlevel 1 goto :doctor
echo The packages in "%WHEELS%" do not fit this Python. Make the folder again with this version of the program: make wheelhouse
goto :failed

:doctor
echo Entering this Python in your own settings of xlwings, and checking this computer ...
".venv\Scripts\python.exe" -m pyaddin doctor "%LEDGER%" --mend
if errorlevel 2 goto :failed
if errorlevel 1 (
    echo.
    echo Installed, but something above wants your attention first. Start install.cmd again afterwards.
    goto :failed
)

echo.
echo Ready. Close Excel once, then open your ledger: the tab Collections is beside Home. To try things on invented cases:
echo   ".venv\Scripts\python.exe" -m pyaddin new "%USERPROFILE%\Documents\try.xlsm" --sample 40
if not defined QUIET pause
exit /b 0

:try
if defined PYCMD exit /b 0
%* -c "%SUITS%" >nul 2>nul && set "PYCMD=%*"
exit /b 0

:nopython
echo No 64-bit Python 3.11 or newer was found ^(the one of the Microsoft Store does not work with Excel^).
echo Install one for yourself only: the button "Windows installer (64-bit)"; no administrator is needed. Then start install.cmd again.
if defined QUIET goto :failed
choice /c YN /m "Open the page of the Python installer now"
if errorlevel 2 goto :failed
start "" "https://www.python.org/downloads/windows/"

:failed
if not defined QUIET pause
exit /b 1
