@echo off
rem Installs Bluehelm from this folder into env\ beside it; uses no network.
setlocal
cd /d "%~dp0"
set FOUND=
for %%v in ({{pythons}}) do (
    if not defined FOUND (
        py -%%v -c "import sys" >nul 2>nul && set FOUND=py -%%v
    )
)
for %%v in ({{pythons}}) do (
    if not defined FOUND (
        python -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '%%v')" >nul 2>nul && set FOUND=python
    )
)
if not defined FOUND (
    echo no Python of these versions is here: {{pythons}}. Install one, then try again.
    pause
    exit /b 2
)
rem no settings of pip's on this computer: everything is in wheels\
set PIP_CONFIG_FILE=nul
set PIP_NO_INDEX=1
set PIP_FIND_LINKS=
set PIP_CONSTRAINT=
echo installing with %FOUND% into env\ ...
if exist env rmdir /s /q env
%FOUND% -m venv env || goto failed
env\Scripts\python -m pip install --quiet --disable-pip-version-check --no-index --no-compile --find-links wheels --constraint constraints.txt bluehelm || goto failed
env\Scripts\python -c "import shutil, sim, pathlib; shutil.copytree('assets', pathlib.Path(sim.__file__).parent / '_shipped' / 'assets', dirs_exist_ok=True)" || goto failed
echo done. Start the page with:  env\Scripts\bluehelm view
pause
exit /b 0
:failed
echo it did not work: see the lines above.
pause
exit /b 1
