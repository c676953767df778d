using System.Runtime.InteropServices;
using Amqp1.Broker.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// Compares the configured number of connections with the limit of file descriptors. Each connection needs one descriptor, and a process
/// without free descriptors cannot even start a thread.
/// </summary>
internal static partial class DescriptorLimit
{
    private const int LeastReserve = 64;
    private const int ReserveShare = 10;
    private const int LinuxResource = 7;
    private const int BsdResource = 8;
    private const string OpenDescriptors = "/proc/self/fd";

    /// <summary>
    /// Returns the number of connections that the router accepts: the configured number, or fewer if the process may not open as many
    /// descriptors.
    /// </summary>
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
    /// Returns the number of descriptors for connections. Descriptors that are already open are subtracted, and some are reserved for other
    /// purposes.
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
            // If /proc is not available, only the reserve is subtracted.
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
