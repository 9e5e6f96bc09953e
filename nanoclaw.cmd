@echo off
rem NanoClaw in this clone: builds what has changed since the last time, then runs the program.
rem NANOCLAW_BUILD=never runs what was built last.
setlocal
set "NANOCLAW_FOLDER=%~dp0artifacts\launcher"
where /q dotnet || (echo nanoclaw: NanoClaw needs the .NET SDK 10, and there is no dotnet on the PATH. Get it from https://dotnet.microsoft.com/download, open a new terminal and try again. 1>&2 & exit /b 1)
if "%NANOCLAW_BUILD%"=="never" goto run
where /q node || (echo nanoclaw: NanoClaw is built with Node.js 20 or later, and there is no node on the PATH. Get it from https://nodejs.org/en/download, open a new terminal and try again. 1>&2 & exit /b 1)
node "%~dp0eng\launcher\build.mjs" <nul 1>&2 || exit /b 1
:run
if not exist "%NANOCLAW_FOLDER%\current" (echo nanoclaw: nothing was built here yet, and NANOCLAW_BUILD=never forbids it. Start it once without. 1>&2 & exit /b 1)
set /p NANOCLAW_PROGRAM=<"%NANOCLAW_FOLDER%\current"
set "NANOCLAW_LAUNCHER=%~f0"
dotnet "%NANOCLAW_FOLDER%\%NANOCLAW_PROGRAM%\nanoclaw.dll" %*
exit /b %ERRORLEVEL%
