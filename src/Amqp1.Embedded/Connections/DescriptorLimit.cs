using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Amqp1.Embedded.Connections;

/// <summary>
/// Compares the configured number of connections with the file descriptors that the process may open. Each connection takes one, and
/// a process that has none left cannot even start a thread.
/// </summary>
internal static partial class DescriptorLimit
{
    private const int LeastReserve = 64;
    private const int ReserveShare = 10;
    private const int LinuxResource = 7;
    private const int BsdResource = 8;
    private const string OpenDescriptors = "/proc/self/fd";

    /// <summary>The connections that the router takes: those configured, or fewer where the process may not open as many descriptors.</summary>
    public static int MostConnections(int configured, ILogger logger)
    {
        if (OperatingSystem.IsWindows() || Read() is not { } limit)
        {
            return configured;
        }

        var most = Room(limit, CountOpen());
        if (most >= configured)
        {
            return configured;
        }

        logger.FewDescriptors(configured, most, limit);
        return most;
    }

    /// <summary>
    /// The descriptors that are left for connections: those the process holds already stay, and some are kept for what else it may open.
    /// </summary>
    public static int Room(long limit, int open) =>
        (int)Math.Clamp(limit - open - Math.Max(LeastReserve, limit / ReserveShare), 1, int.MaxValue);

    private static long? Read()
    {
        var resource = OperatingSystem.IsLinux() ? LinuxResource : BsdResource;
        return GetLimit(resource, out var limit) == 0 && limit.Current <= long.MaxValue ? (long)limit.Current : null;
    }

    private static int CountOpen()
    {
        try
        {
            return Directory.Exists(OpenDescriptors) ? Directory.GetFileSystemEntries(OpenDescriptors).Length : 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Without /proc the reserve has to do.
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ResourceLimit
    {
        public readonly ulong Current;
        public readonly ulong Most;
    }
}
