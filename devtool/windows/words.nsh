; What the installer says, in Chinese and English.
!macro Said name chinese english
  LangString ${name} ${LANG_SIMPCHINESE} "${chinese}"
  LangString ${name} ${LANG_ENGLISH} "${english}"
!macroend
!define LINE "$\r$\n"

; The pages
!insertmacro Said Begins "安装众小 ${VERSION}" "Installing Zhongxiao ${VERSION}"
!insertmacro Said BeginsText "只装给当前用户，不需要管理员密码。${LINE}${LINE}以前的办事处数据还在的话，装好后接着用。${LINE}${LINE}众小是开放源代码的软件（Apache-2.0）。它和各部件的许可证在安装文件夹的 program\licences 里。" "For the present user alone; no administrator's password is needed.${LINE}${LINE}Data that an office left here are used again.${LINE}${LINE}Zhongxiao is free software (Apache-2.0). Its licence and those of its parts lie in program\licences of its folder."
!insertmacro Said Upgrades "升级到众小 ${VERSION}" "Upgrading to Zhongxiao ${VERSION}"
!insertmacro Said UpgradesText "现在装的是众小 $1，在${LINE}$INSTDIR${LINE}${LINE}先备份这台电脑上的办事处数据，再换成新版本。数据和设置都不变。${LINE}${LINE}请先关掉众小，再单击【升级】。" "Version $1 is installed, in${LINE}$INSTDIR${LINE}${LINE}The office's data on this computer are backed up, then the new version takes its place. Data and settings stay as they are.${LINE}${LINE}Close the program, then click Upgrade."
!insertmacro Said UpgradesButton "升级(&U)" "&Upgrade"
!insertmacro Said Again "重新安装众小 ${VERSION}" "Installing Zhongxiao ${VERSION} again"
!insertmacro Said AgainText "这个版本已经装好了，在${LINE}$INSTDIR${LINE}${LINE}重新装一遍，可以补上缺损的程序文件。先备份这台电脑上的办事处数据；数据和设置都不变。${LINE}${LINE}请先关掉众小，再单击【重新安装】。" "This version is installed already, in${LINE}$INSTDIR${LINE}${LINE}Installing it again mends files that are missing or broken. The office's data on this computer are backed up first; data and settings stay as they are.${LINE}${LINE}Close the program, then click Reinstall."
!insertmacro Said AgainButton "重新安装(&R)" "&Reinstall"
!insertmacro Said PartsText "请勾选要装的部分。" "Choose what to install."
!insertmacro Said PartProgram "程序" "The program"
!insertmacro Said PartDesktop "桌面图标" "Desktop icon"
!insertmacro Said PartBackups "双击打开备份文件（.zxbackup）" "Open backups (.zxbackup) by a double click"
!insertmacro Said FolderText "程序装在下面的文件夹里，一般不用改。办事处的数据另放在 $LOCALAPPDATA\Zhongxiao。" "The program is put into this folder; there is seldom a reason to change it. The office's data lie in $LOCALAPPDATA\Zhongxiao."
!insertmacro Said Done "众小 ${VERSION} 装好了" "Zhongxiao ${VERSION} is installed"
!insertmacro Said DoneText "【众小】和【众小说明】都在开始菜单里。" "The Start menu has the program and its manual."

; What is wrong, and what to do
!insertmacro Said IsNewer "这台电脑上已经装了更新的版本 $1，不能换回 ${VERSION}。" "The newer version $1 is installed here. It can't be replaced by ${VERSION}."
!insertmacro Said TooOld "众小要 Windows 10（1809）或更新的 Windows，这台电脑上装不了。" "Zhongxiao needs Windows 10 (1809) or newer."
!insertmacro Said IsOpen "众小还开着。请先把它关掉，再按【重试】。" "The program is open. Close it, then retry."
!insertmacro Said NotOurs "$INSTDIR 里有别的程序，或是免安装版的众小。请另选一个文件夹。" "$INSTDIR holds another program, or the portable Zhongxiao. Choose another folder."
!insertmacro Said TooLong "$INSTDIR${LINE}${LINE}这个文件夹的路径太长，程序文件放不进去。请选一个不超过 $R7 个字的。" "$INSTDIR${LINE}${LINE}The path of this folder is too long for the program's files. Choose one of at most $R7 characters."
!insertmacro Said NotWritable "$INSTDIR${LINE}${LINE}这个文件夹里写不了文件（没有权限，或磁盘只读）。请另选一个文件夹。" "$INSTDIR${LINE}${LINE}Nothing can be written there (no rights, or a disk to read only). Choose another folder."
!insertmacro Said NoRoom "磁盘 $0 空间不够：要 $R7 MB，只剩 $1 MB。请腾出空间再装。" "Disk $0 has too little room: $R7 MB are needed, $1 MB are free. Make room, then install."
!insertmacro Said NotWritten "程序文件没有写全，没有装上。请看磁盘空间，再装一次。原来的版本和办事处的数据都没有动。" "Not all files could be written; nothing was installed. Look at the disk's room and try again. The version before and the office's data are as they were."
!insertmacro Said BackingUp "升级前先备份办事处的数据…" "Backing up the office before the upgrade …"
!insertmacro Said Laying "正在写程序文件…" "Writing the program's files …"
!insertmacro Said NoBackup "办事处的数据没有备份成，原因见下。仍然升级吗？${LINE}${LINE}$2" "The office could not be backed up, for this reason. Upgrade all the same?${LINE}${LINE}$2"
!insertmacro Said NotPlaced "程序文件正被占用，没有升级；原来的版本照旧可用。" "The program's files are in use. Nothing was changed; the version before still works."

; Removing
!insertmacro Said NotRemoved "程序文件正被占用，没有卸载。请关掉正在用它们的程序，再卸载一次。" "The program's files are in use; nothing was removed. Close what uses them, then try again."
!insertmacro Said KeepData "办事处的数据和备份在${LINE}$LOCALAPPDATA\Zhongxiao${LINE}${LINE}保留吗？以后再装，可以接着用。" "The office's data and backups lie in${LINE}$LOCALAPPDATA\Zhongxiao${LINE}${LINE}Keep them? They are there again when you install the program later."
!insertmacro Said ReallyDelete "真的删除办事处的全部数据和备份？删除后找不回来。" "Really delete all data and backups of the office? They can't be brought back."
!insertmacro Said DataLeft "有些文件正被占用，没有删掉，还在${LINE}$LOCALAPPDATA\Zhongxiao" "Some files are in use and could not be deleted. They are still in${LINE}$LOCALAPPDATA\Zhongxiao"
