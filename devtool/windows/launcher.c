/* Zhongxiao.exe and zhongxiao-cmd.exe: start Python beside them with the program.

   A process that Python itself starts for a computation is given on to Python as it is. Where
   portable.txt lies one folder above, the data lie in the folder "data" beside it. */
#include <windows.h>
#include <wchar.h>

#define LONGEST 32768
typedef int (*python_main)(int, wchar_t **);

static wchar_t folder[LONGEST], place[LONGEST + 64];

static const wchar_t *beside(const wchar_t *name)
{
    swprintf(place, LONGEST + 64, L"%ls\\%ls", folder, name);
    return place;
}

/* In the folder that holds ours: what people read of it has no ".." in it. */
static const wchar_t *above(const wchar_t *name)
{
    const wchar_t *end = wcsrchr(folder, L'\\');
    swprintf(place, LONGEST + 64, L"%.*ls\\%ls", end ? (int)(end - folder) : 0, folder, name);
    return place;
}

static int run(int count, wchar_t **given)
{
    GetModuleFileNameW(NULL, folder, LONGEST);
    *wcsrchr(folder, L'\\') = 0;
    if (GetFileAttributesW(above(L"portable.txt")) != INVALID_FILE_ATTRIBUTES
        && GetEnvironmentVariableW(L"ZHONGXIAO_HOME", NULL, 0) == 0)
        SetEnvironmentVariableW(L"ZHONGXIAO_HOME", above(L"data"));

    HMODULE library = LoadLibraryExW(beside(PYTHON_DLL), NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    python_main start = library ? (python_main)(void *)GetProcAddress(library, "Py_Main") : NULL;
    if (!start) {
        MessageBoxW(NULL, L"\x7a0b\x5e8f\x6587\x4ef6\x4e0d\x5168\x3002\x514d\x5b89\x88c5\x7684\xff0c\x8bf7\x5148\x628a\x538b"
                          L"\x7f29\x5305\x5168\x90e8\x89e3\x538b\xff1b\x88c5\x597d\x7684\xff0c\x8bf7\x91cd\x65b0\x5b89\x88c5\x3002\n"
                          L"Files of the program are missing. Unpack the whole zip, or install it again.",
                    L"\x4f17\x5c0f", MB_ICONERROR);
        return 2;
    }
    for (int at = 1; at < count; at++)
        if (wcscmp(given[at], L"--multiprocessing-fork") == 0)
            return start(count, given);

    static wchar_t *before[] = {L"-X", L"utf8", L"-m", L"desktop"};
    wchar_t **words = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, (count + 5) * sizeof *words);
    words[0] = given[0];
    memcpy(words + 1, before, sizeof before);
    memcpy(words + 5, given + 1, (count - 1) * sizeof *words);
    return start(count + 4, words);
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE here, HINSTANCE none, PWSTR line, int show)
{
    (void)here; (void)none; (void)line; (void)show;
    return run(__argc, __wargv);
}
#else
int wmain(int count, wchar_t **given)
{
    return run(count, given);
}
#endif
