/* What stands for the program where only the installer is tried: it backs up by copying the office,
   unless that is empty, and "stay" holds it open. */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

int wmain(int count, wchar_t **given)
{
    if (count > 1 && wcscmp(given[1], L"stay") == 0)
        Sleep(600000);
    if (count == 5 && wcscmp(given[1], L"backup") == 0) {
        WIN32_FILE_ATTRIBUTE_DATA office;
        if (!GetFileAttributesExW(given[3], GetFileExInfoStandard, &office) || !office.nFileSizeLow) {
            fputs("\xe5\x8a\x9e\xe4\xba\x8b\xe5\xa4\x84\xe7\x9a\x84\xe6\x96\x87\xe4\xbb\xb6\xe5\x9d\x8f\xe4\xba\x86\xe3\x80\x82\n", stderr);
            return 1;
        }
        return !CopyFileW(given[3], given[4], TRUE);
    }
    return 0;
}
