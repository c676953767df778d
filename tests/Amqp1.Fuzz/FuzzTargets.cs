using Amqp1.Fuzz.Targets;

namespace Amqp1.Fuzz;

/// <summary>The fuzz targets by name. A target accepts any bytes. An exception that leaves a target is a finding.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>(StringComparer.Ordinal)
    {
        ["client-frames"] = ClientFrames.Run,
        ["router-frames"] = RouterFrames.Run,
        ["management"] = Management.Run,
        ["messages"] = Messages.Run,
        ["bodies"] = Bodies.Run,
        ["url"] = Url.Run,
        ["ini"] = Ini.Run,
    };
}
