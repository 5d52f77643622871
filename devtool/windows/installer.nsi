; The installer: per user, without administrator's rights. Built by devtool/windows/packing.py.
; Exit codes: docs/packaging.md.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include LogicLib.nsh
!include WordFunc.nsh
!include FileFunc.nsh
!include WinVer.nsh

Name "众小"
OutFile "${OUTFILE}"
BrandingText "众小 Zhongxiao ${VERSION}"
RequestExecutionLevel user
ManifestSupportedOS Win10
ManifestDPIAware true
AllowSkipFiles off ; else a silent one goes on without the files that a full disk didn't take
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
!define LONGEST_PATH 259
Var Before ; the folder where it is installed; empty: nowhere
Var StaysThere ; 1: it goes where it is installed, and nothing is asked
Var MadeFolder ; 1: $INSTDIR wasn't there before
Var WelcomeTitle
Var WelcomeText
Var WelcomeButton

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_ABORTWARNING_CANCEL_DEFAULT
!define MUI_WELCOMEPAGE_TITLE "$WelcomeTitle"
!define MUI_WELCOMEPAGE_TEXT "$WelcomeText"
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_COMPONENTSPAGE_TEXT_TOP "$(PartsText)"
!define MUI_DIRECTORYPAGE_TEXT_TOP "$(FolderText)"
!define MUI_FINISHPAGE_TITLE "$(Done)"
!define MUI_FINISHPAGE_TEXT "$(DoneText)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\program\Zhongxiao.exe"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT

!define MUI_PAGE_CUSTOMFUNCTION_SHOW NameButton
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhereItStays
!insertmacro MUI_PAGE_COMPONENTS
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhereItStays
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"
!include "words.nsh"

; --- pages -----------------------------------------------------------------------------------

Function NameButton
  ${If} $WelcomeButton != ""
    GetDlgItem $0 $HWNDPARENT 1
    SendMessage $0 ${WM_SETTEXT} 0 "STR:$WelcomeButton"
  ${EndIf}
FunctionEnd

Function SkipWhereItStays
  ${If} $StaysThere == 1
    Abort
  ${EndIf}
FunctionEnd

Function LeaveFolder
  Call WhyNotThere
  ${If} $R9 != ""
    MessageBox MB_OK|MB_ICONEXCLAMATION "$R9"
    Abort
  ${EndIf}
FunctionEnd

; --- what must be so --------------------------------------------------------------------------

; The version that is installed in a folder, in $1, such as 0.2.0; empty where there is none.
!macro VersionIn folder
  StrCpy $1 ""
  ${If} ${FileExists} "${folder}\program\Zhongxiao.exe"
    ClearErrors
    ${GetFileVersion} "${folder}\program\Zhongxiao.exe" $1
    ${IfNot} ${Errors}
      StrCpy $1 $1 -2
    ${EndIf}
  ${EndIf}
!macroend

!macro NeedNotNewer folder
  !insertmacro VersionIn "${folder}"
  ${If} $1 != ""
    ${VersionCompare} "$1" "${VERSION}" $0
    ${If} $0 == 1
      MessageBox MB_OK|MB_ICONSTOP "$(IsNewer)" /SD IDOK
      SetErrorLevel 3
      Abort
    ${EndIf}
  ${EndIf}
!macroend

; Whether a file that runs can't be opened for writing.
!macro NeedClosed folder
  ${If} ${FileExists} "${folder}\program\Zhongxiao.exe"
    ${Do}
      ClearErrors
      FileOpen $0 "${folder}\program\Zhongxiao.exe" a
      ${IfNot} ${Errors}
        FileClose $0
        ${ExitDo}
      ${EndIf}
      ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsOpen)" /SD IDCANCEL IDCANCEL`
        SetErrorLevel 4
        Abort
      ${EndIf}
    ${Loop}
  ${EndIf}
!macroend

; An upgrade that was broken off between its two renamings left the version before beside its place.
!macro PutBack folder
  ${IfNot} ${FileExists} "${folder}\program\*.*"
  ${AndIf} ${FileExists} "${folder}\program.before\Zhongxiao.exe"
    Rename "${folder}\program.before" "${folder}\program"
  ${EndIf}
!macroend

; --- the program ------------------------------------------------------------------------------

; What stands in the file $R3, in $2. It is UTF-8, which nsExec would take for the system's code page.
Function ReadSaid
  StrCpy $2 ""
  FileOpen $R4 "$R3" r
  System::Alloc 1000
  Pop $R5
  System::Call 'kernel32::ReadFile(p R4, p R5, i 1000, *i .R6, p 0)'
  System::Call 'kernel32::MultiByteToWideChar(i 65001, i 0, p R5, i R6, w .r2, i 1000) i .R7'
  System::Free $R5
  FileClose $R4
  StrCpy $2 $2 $R7
FunctionEnd

; By the version that is there, wherever that is.
Function BackUp
  ReadEnvStr $3 ZHONGXIAO_HOME
  ${If} $3 == ""
    StrCpy $3 "$LOCALAPPDATA\Zhongxiao"
  ${EndIf}
  StrCpy $R1 "$INSTDIR\program\zhongxiao-cmd.exe"
  ${IfNot} ${FileExists} "$R1"
    StrCpy $R1 "$Before\program\zhongxiao-cmd.exe"
  ${EndIf}
  ${IfNot} ${FileExists} "$3\office.db"
  ${OrIfNot} ${FileExists} "$R1"
    Return
  ${EndIf}
  SetDetailsPrint both
  DetailPrint "$(BackingUp)"
  SetDetailsPrint listonly
  CreateDirectory "$3\backups"
  ${Do}
    ${GetTime} "" "L" $4 $5 $6 $7 $8 $9 $R0
    StrCpy $R2 "$3\backups\before-${VERSION}-$6$5$4-$8$9$R0.zxbackup"
    ${IfNot} ${FileExists} "$R2"
      ${ExitDo}
    ${EndIf}
    Sleep 300  ; another was made this very second
  ${Loop}
  StrCpy $R3 "$PLUGINSDIR\said.txt"
  nsExec::Exec '"$SYSDIR\cmd.exe" /s /c ""$R1" backup --database "$3\office.db" "$R2" > "$R3" 2>&1"'
  Pop $0
  ${If} $0 != "0"
    Call ReadSaid
    ${If} ${Cmd} `MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONEXCLAMATION "$(NoBackup)" /SD IDNO IDNO`
      SetErrorLevel 5
      Abort
    ${EndIf}
  ${EndIf}
FunctionEnd

; What is left of another folder in which it was installed; never of the one where it is now.
Function LeaveBefore
  ${If} $Before == ""
  ${OrIf} $Before == $INSTDIR
    Return
  ${EndIf}
  ClearErrors
  Rename "$Before\program" "$Before\program.gone"
  ${If} ${Errors}
    Return
  ${EndIf}
  ${IfNot} ${FileExists} "$INSTDIR\program\Zhongxiao.exe" ; the same folder by another name
    Rename "$Before\program.gone" "$Before\program"
    Return
  ${EndIf}
  RMDir /r "$Before\program.gone"
  Delete "$Before\Uninstall.exe"
  RMDir "$Before"
FunctionEnd

Section "!$(PartProgram)" SEC_PROGRAM
  SectionIn RO
  InitPluginsDir
  SetDetailsPrint listonly
  SetOutPath "$TEMP" ; a folder that is the present one can't be renamed
  !insertmacro PutBack "$INSTDIR"
  Call WhyNotThere
  ${If} $R9 != ""
    MessageBox MB_OK|MB_ICONSTOP "$R9" /SD IDOK
    SetErrorLevel $R8
    Abort
  ${EndIf}
  !insertmacro NeedNotNewer "$INSTDIR"
  !insertmacro NeedClosed "$INSTDIR"
  ${If} $Before != ""
    !insertmacro NeedClosed "$Before"
  ${EndIf}
  Call BackUp
  SetDetailsPrint both
  DetailPrint "$(Laying)"
  SetDetailsPrint listonly
  ; Whole beside the version before, then in its place by two renamings: a power cut leaves one.
  RMDir /r "$INSTDIR\program.new"
  ClearErrors
  SetOutPath "$INSTDIR\program.new"
  File /r "${PAYLOAD}\*.*"
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "$(NotWritten)" /SD IDOK
    SetErrorLevel 9
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR\program.gone"
  RMDir /r "$INSTDIR\program.before"
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\program\*.*"
    Rename "$INSTDIR\program" "$INSTDIR\program.before"
  ${EndIf}
  ${IfNot} ${Errors}
    Rename "$INSTDIR\program.new" "$INSTDIR\program"
  ${EndIf}
  ${If} ${Errors}
    !insertmacro PutBack "$INSTDIR"
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
  Call LeaveBefore
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

; Why it can't be put into $INSTDIR, in $R9 (empty: it can), with its exit code in $R8.
Function WhyNotThere
  StrCpy $R9 ""
  StrLen $0 $INSTDIR
  IntOp $R7 ${LONGEST_PATH} - ${LONGEST}
  ${If} $0 > $R7
    StrCpy $R8 8
    StrCpy $R9 "$(TooLong)"
    Return
  ${EndIf}
  RMDir "$INSTDIR\program" ; an empty one
  ${If} ${FileExists} "$INSTDIR\program\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\program\Zhongxiao.exe"
  ${OrIf} ${FileExists} "$INSTDIR\portable.txt"
    StrCpy $R8 6
    StrCpy $R9 "$(NotOurs)"
    Return
  ${EndIf}
  StrCpy $R8 9
  StrCpy $MadeFolder 1
  ${If} ${FileExists} "$INSTDIR\*.*"
    StrCpy $MadeFolder ""
  ${EndIf}
  ClearErrors
  CreateDirectory "$INSTDIR"
  ${IfNot} ${Errors}
    GetTempFileName $0 "$INSTDIR"
    Delete "$0"
  ${EndIf}
  ${If} ${Errors}
    Call RemoveMade
    StrCpy $R9 "$(NotWritable)"
    Return
  ${EndIf}
  SectionGetSize ${SEC_PROGRAM} $R7
  IntOp $R7 $R7 / 1024
  IntOp $R7 $R7 + 2
  ${GetRoot} "$INSTDIR" $0
  ClearErrors
  ${DriveSpace} "$0\" "/D=F /S=M" $1
  ${IfNot} ${Errors}
  ${AndIf} $1 < $R7
    StrCpy $R9 "$(NoRoom)"
  ${EndIf}
  Call RemoveMade
FunctionEnd

; An empty folder that we made; one that was there may be a link, which RMDir takes though it isn't empty.
Function RemoveMade
  ${If} $MadeFolder == 1
    RMDir "$INSTDIR"
  ${EndIf}
FunctionEnd

; NSIS ends by itself where it can't write a file.
Function .onInstFailed
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\program.new"
  Call RemoveMade
  GetErrorLevel $0
  ${If} $0 == -1
    SetErrorLevel 9
  ${EndIf}
FunctionEnd

Function .onInit
  ${IfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "$(TooOld)" /SD IDOK
    SetErrorLevel 10
    Abort
  ${EndIf}
  ReadRegStr $Before HKCU "Software\Zhongxiao" "Folder"
  ${If} $Before != ""
    !insertmacro PutBack "$Before"
    !insertmacro NeedNotNewer "$Before"
    ${If} $1 == ""
      StrCpy $Before ""
    ${EndIf}
  ${EndIf}
  StrCpy $WelcomeTitle "$(Begins)"
  StrCpy $WelcomeText "$(BeginsText)"
  ${If} $Before == ""
  ${OrIf} $Before != $INSTDIR
    Return
  ${EndIf}
  StrCpy $StaysThere 1
  StrCpy $WelcomeTitle "$(Upgrades)"
  StrCpy $WelcomeText "$(UpgradesText)"
  StrCpy $WelcomeButton "$(UpgradesButton)"
  ${If} $1 == ${VERSION}
    StrCpy $WelcomeTitle "$(Again)"
    StrCpy $WelcomeText "$(AgainText)"
    StrCpy $WelcomeButton "$(AgainButton)"
  ${EndIf}
  ; What a person left out or threw away stays away.
  ${IfNot} ${FileExists} "$DESKTOP\众小.lnk"
    !insertmacro UnselectSection ${SEC_DESKTOP}
  ${EndIf}
  ReadRegStr $0 HKCU "Software\Classes\.zxbackup" ""
  ${If} $0 == ""
    !insertmacro UnselectSection ${SEC_BACKUPS}
  ${EndIf}
FunctionEnd

; --- removing ---------------------------------------------------------------------------------

Function un.Unregister
  ReadRegStr $0 HKCU "Software\Zhongxiao" "Folder"
  ${If} $0 != $INSTDIR
  ${AndIf} ${FileExists} "$0\program\Zhongxiao.exe" ; what is registered is another one
    Return
  ${EndIf}
  Delete "$SMPROGRAMS\众小.lnk"
  Delete "$SMPROGRAMS\众小说明.lnk"
  Delete "$DESKTOP\众小.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Zhongxiao"
  DeleteRegKey HKCU "Software\Classes\Zhongxiao.Backup"
  DeleteRegKey HKCU "Software\Classes\.zxbackup"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd

Section "Uninstall"
  SetDetailsPrint listonly
  SetOutPath "$TEMP"
  !insertmacro NeedClosed "$INSTDIR"
  ; By one renaming: half a removed program would stand in the way of the next installer.
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\program\*.*"
    RMDir /r "$INSTDIR\program.gone"
    ClearErrors
    Rename "$INSTDIR\program" "$INSTDIR\program.gone"
  ${EndIf}
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "$(NotRemoved)" /SD IDOK
    SetErrorLevel 7
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR\program.gone"
  RMDir /r "$INSTDIR\program.new"
  RMDir /r "$INSTDIR\program.before"
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR"
  Call un.Unregister
  ${If} ${FileExists} "$LOCALAPPDATA\Zhongxiao\*.*"
    MessageBox MB_YESNO|MB_DEFBUTTON1|MB_ICONQUESTION "$(KeepData)" /SD IDYES IDYES keeps
    MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONEXCLAMATION "$(ReallyDelete)" /SD IDNO IDNO keeps
    RMDir /r "$LOCALAPPDATA\Zhongxiao"
    ${If} ${FileExists} "$LOCALAPPDATA\Zhongxiao\*.*"
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(DataLeft)"
    ${EndIf}
    keeps:
  ${EndIf}
SectionEnd
