using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Amqp1.Payloads;

/// <summary>A second name of a file, which never replaces another file: link(2) of POSIX. .NET 10 has no method for it.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class HardLink
{
    /// <summary>Creates the name. Returns false if a file of that name exists, or if the file system has no hard links.</summary>
    public static bool TryCreate(string name, string existing) => Link(existing, name) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string name);
}
