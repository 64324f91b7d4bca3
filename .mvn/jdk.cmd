@rem Called by mvnw.cmd and ziggurat.cmd: sets JAVA_HOME to a JDK 25 or newer, or says that there is none and ends with 1.
@if not defined JAVA_HOME call :search
@if not defined JAVA_HOME goto none
@call :major "%JAVA_HOME%"
@if %JDK_MAJOR% geq 25 exit /b 0
:none
@echo Ziggurat needs JDK 25: install one (for example Eclipse Temurin 25) and set JAVA_HOME=C:\path\to\jdk-25>&2
@exit /b 1

:search
@for %%p in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks" "%USERPROFILE%\.sdkman\candidates\java" "%USERPROFILE%\scoop\apps") do @for /d %%j in ("%%~p\*") do @call :try "%%~j"
@exit /b 0

:try
@if defined JAVA_HOME exit /b 0
@set JDK_HOME=%~1
@if not exist "%JDK_HOME%\bin\javac.exe" if exist "%JDK_HOME%\current\bin\javac.exe" set JDK_HOME=%JDK_HOME%\current
@if not exist "%JDK_HOME%\bin\javac.exe" exit /b 0
@call :major "%JDK_HOME%"
@if %JDK_MAJOR% geq 25 set JAVA_HOME=%JDK_HOME%
@exit /b 0

:major
@set JDK_MAJOR=0
@if not exist "%~1\release" exit /b 0
@for /f "tokens=2 delims==" %%v in ('findstr /b JAVA_VERSION= "%~1\release"') do @for /f "delims=.+-" %%m in ("%%~v") do @set JDK_MAJOR=%%m
@exit /b 0
