@rem Starts the package that mvnw package built, with the JDK that mvnw finds.
@rem
@rem   ziggurat                          serves
@rem   ziggurat tick --game=babylon      runs one command and ends
@rem   ziggurat -Dquarkus.profile=demo   sets an option of the JVM (-D..., -X...) before all else; more may stand in JAVA_OPTS
@setlocal
@call "%~dp0.mvn\jdk.cmd" || exit /b 1
@set ZIGGURAT_PACKAGE=%~dp0target\quarkus-app\quarkus-run.jar
@if not exist "%ZIGGURAT_PACKAGE%" goto unbuilt
@set ZIGGURAT_OPTIONS=
@set ZIGGURAT_ARGUMENTS=%*
:next
@if not defined ZIGGURAT_ARGUMENTS goto start
@if "%ZIGGURAT_ARGUMENTS:~0,2%"=="-D" goto option
@if "%ZIGGURAT_ARGUMENTS:~0,2%"=="-X" goto option
:start
@"%JAVA_HOME%\bin\java.exe" %JAVA_OPTS% %ZIGGURAT_OPTIONS% -jar "%ZIGGURAT_PACKAGE%" %ZIGGURAT_ARGUMENTS%
@exit /b %ERRORLEVEL%

:option
@rem Not %1: it ends at the first equals sign.
@set ZIGGURAT_REST=
@for /f "tokens=1*" %%o in ("%ZIGGURAT_ARGUMENTS%") do @set ZIGGURAT_OPTIONS=%ZIGGURAT_OPTIONS% %%o& set ZIGGURAT_REST=%%p
@set ZIGGURAT_ARGUMENTS=%ZIGGURAT_REST%
@goto next

:unbuilt
@echo Ziggurat is not built yet: run "%~dp0mvnw.cmd" package>&2
@exit /b 1
