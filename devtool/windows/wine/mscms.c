/* Wine 10's mscms.dll lacks what Qt's window asks of a screen's colours: there are none. Never ships. */
#define NOTHING(name) __declspec(dllexport) void *name(void) { return 0; }
NOTHING(GetColorProfileFromHandle) NOTHING(CloseColorProfile) NOTHING(WcsCreateIccProfile)
NOTHING(OpenColorProfileW)
