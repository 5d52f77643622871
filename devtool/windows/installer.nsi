; The installer: per user, without administrator's rights. Built by devtool/windows/packing.py.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include LogicLib.nsh
!include WordFunc.nsh
!include FileFunc.nsh

Name "众小"
OutFile "${OUTFILE}"
BrandingText "众小 Zhongxiao ${VERSION}"
RequestExecutionLevel user
ManifestSupportedOS Win10
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif
InstallDir "$LOCALAPPDATA\Programs\Zhongxiao"
InstallDirRegKey HKCU "Software\Zhongxiao" "Folder"
SetCompressor /SOLID lzma
SetCompressorDictSize 64
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "众小 Zhongxiao"
VIAddVersionKey /LANG=2052 "FileDescription" "众小安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "Apache-2.0"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Zhongxiao"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\program\Zhongxiao.exe"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${PAYLOAD}\licences\LICENSE.txt"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

!macro Said name chinese english
  LangString ${name} ${LANG_SIMPCHINESE} "${chinese}"
  LangString ${name} ${LANG_ENGLISH} "${english}"
!macroend
!insertmacro Said PartProgram "程序" "The program"
!insertmacro Said PartDesktop "桌面图标" "Desktop icon"
!insertmacro Said PartBackups "双击打开备份文件（.zxbackup）" "Open backups (.zxbackup) by a double click"
!insertmacro Said IsNewer "这台电脑上已经装了更新的版本 $1，不能换回 ${VERSION}。" "The newer version $1 is installed here. It can't be replaced by ${VERSION}."
!insertmacro Said IsOpen "众小还开着。请先把它关掉，再按【重试】。" "The program is open. Close it, then retry."
!insertmacro Said NotOurs "$INSTDIR\program 里有别的文件。请另选一个文件夹。" "$INSTDIR\program holds other files. Choose another folder."
!insertmacro Said BackingUp "升级前先备份办事处的数据…" "Backing up the office before the upgrade …"
!insertmacro Said NoBackup "办事处的数据没有备份成，原因见下。仍然升级吗？$\r$\n$\r$\n$2" "The office could not be backed up, for this reason. Upgrade all the same?$\r$\n$\r$\n$2"
!insertmacro Said NotPlaced "程序文件正被占用，没有升级；原来的版本照旧可用。" "The program's files are in use. Nothing was changed; the version before still works."
!insertmacro Said KeepData "办事处的数据和备份在$\r$\n$LOCALAPPDATA\Zhongxiao$\r$\n$\r$\n保留吗？以后再装，可以接着用。" "The office's data and backups lie in$\r$\n$LOCALAPPDATA\Zhongxiao$\r$\n$\r$\nKeep them? They are there again when you install the program later."
!insertmacro Said ReallyDelete "真的删除办事处的全部数据和备份？删除后找不回来。" "Really delete all data and backups of the office? They can't be brought back."

Function .onInit
  ReadRegStr $1 HKCU "${UNINSTALL}" "DisplayVersion"
  ${If} $1 != ""
    ${VersionCompare} "$1" "${VERSION}" $0
    ${If} $0 == 1
      MessageBox MB_OK|MB_ICONSTOP "$(IsNewer)" /SD IDOK
      SetErrorLevel 3
      Abort
    ${EndIf}
  ${EndIf}
FunctionEnd

; Whether a file that runs can't be opened for writing.
!macro NeedClosed
  ${If} ${FileExists} "$INSTDIR\program\Zhongxiao.exe"
    ${Do}
      ClearErrors
      FileOpen $0 "$INSTDIR\program\Zhongxiao.exe" a
      ${If} ${Errors}
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsOpen)" /SD IDCANCEL IDRETRY +3
        SetErrorLevel 4
        Abort
      ${Else}
        FileClose $0
        ${ExitDo}
      ${EndIf}
    ${Loop}
  ${EndIf}
!macroend

Function BackUp
  ReadEnvStr $3 ZHONGXIAO_HOME
  ${If} $3 == ""
    StrCpy $3 "$LOCALAPPDATA\Zhongxiao"
  ${EndIf}
  ${IfNot} ${FileExists} "$3\office.db"
  ${OrIfNot} ${FileExists} "$INSTDIR\program\zhongxiao-cmd.exe"
    Return
  ${EndIf}
  DetailPrint "$(BackingUp)"
  ${GetTime} "" "L" $4 $5 $6 $7 $8 $9 $R0
  CreateDirectory "$3\backups"
  StrCpy $R1 "$3\backups\before-${VERSION}-$6$5$4-$8$9$R0.zxbackup"
  nsExec::ExecToStack '"$INSTDIR\program\zhongxiao-cmd.exe" backup --database "$3\office.db" "$R1"'
  Pop $0
  Pop $2
  ${If} $0 != "0"
    MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONEXCLAMATION "$(NoBackup)" /SD IDNO IDYES goes_on
    SetErrorLevel 5
    Abort
    goes_on:
  ${EndIf}
FunctionEnd

Section "!$(PartProgram)" SEC_PROGRAM
  SectionIn RO
  ${If} ${FileExists} "$INSTDIR\program\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\program\Zhongxiao.exe"
    MessageBox MB_OK|MB_ICONSTOP "$(NotOurs)" /SD IDOK
    SetErrorLevel 6
    Abort
  ${EndIf}
  !insertmacro NeedClosed
  Call BackUp
  ; Whole beside the version before, then in its place by two renamings: a power cut leaves one.
  RMDir /r "$INSTDIR\program.new"
  SetOutPath "$INSTDIR\program.new"
  File /r "${PAYLOAD}\*.*"
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\program.before"
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\program\*.*"
    Rename "$INSTDIR\program" "$INSTDIR\program.before"
  ${EndIf}
  ${IfNot} ${Errors}
    Rename "$INSTDIR\program.new" "$INSTDIR\program"
  ${EndIf}
  ${If} ${Errors}
    ${IfNot} ${FileExists} "$INSTDIR\program\Zhongxiao.exe"
      Rename "$INSTDIR\program.before" "$INSTDIR\program"
    ${EndIf}
    RMDir /r "$INSTDIR\program.new"
    MessageBox MB_OK|MB_ICONSTOP "$(NotPlaced)" /SD IDOK
    SetErrorLevel 7
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR\program.before"
  WriteUninstaller "$INSTDIR\Uninstall.exe"
  CreateShortCut "$SMPROGRAMS\众小.lnk" "$INSTDIR\program\Zhongxiao.exe"
  CreateShortCut "$SMPROGRAMS\众小说明.lnk" "$INSTDIR\program\README.zh-CN.html"
  WriteRegStr HKCU "Software\Zhongxiao" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "众小 Zhongxiao"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\program\Zhongxiao.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "$(PartDesktop)" SEC_DESKTOP
  CreateShortCut "$DESKTOP\众小.lnk" "$INSTDIR\program\Zhongxiao.exe"
SectionEnd

Section "$(PartBackups)" SEC_BACKUPS
  WriteRegStr HKCU "Software\Classes\.zxbackup" "" "Zhongxiao.Backup"
  WriteRegStr HKCU "Software\Classes\Zhongxiao.Backup" "" "众小备份"
  WriteRegStr HKCU "Software\Classes\Zhongxiao.Backup\DefaultIcon" "" "$INSTDIR\program\Zhongxiao.exe,0"
  WriteRegStr HKCU "Software\Classes\Zhongxiao.Backup\shell\open\command" "" '"$INSTDIR\program\Zhongxiao.exe" window --backup "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  !insertmacro NeedClosed
  RMDir /r "$INSTDIR\program"
  RMDir /r "$INSTDIR\program.new"
  RMDir /r "$INSTDIR\program.before"
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\众小.lnk"
  Delete "$SMPROGRAMS\众小说明.lnk"
  Delete "$DESKTOP\众小.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Zhongxiao"
  DeleteRegKey HKCU "Software\Classes\Zhongxiao.Backup"
  DeleteRegKey HKCU "Software\Classes\.zxbackup"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  ${If} ${FileExists} "$LOCALAPPDATA\Zhongxiao\*.*"
    MessageBox MB_YESNO|MB_DEFBUTTON1|MB_ICONQUESTION "$(KeepData)" /SD IDYES IDYES keeps
    MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONEXCLAMATION "$(ReallyDelete)" /SD IDNO IDNO keeps
    RMDir /r "$LOCALAPPDATA\Zhongxiao"
    keeps:
  ${EndIf}
SectionEnd
